"""The explainers, in the order in which they are asked; each is a file of its own."""

from __future__ import annotations

from tallystick.explain.context import (
    NPM,
    PYTHON,
    SDIST,
    SOURCES,
    WHEEL,
    Context,
    Explainer,
    Unreadable,
    strongest,
)
from tallystick.explain.later_commit import declared_later
from tallystick.explain.releases import NoReleases, Releases
from tallystick.model import Difference, Explanation, Grade

_C = frozenset({".c", ".cpp", ".cc", ".cxx", ".h"})
_CARGO = frozenset({"Cargo.toml", "Cargo.lock", "Cargo.toml.orig"})
_CARGO_CONFIG = frozenset({"config", "config.toml"})
_DIGESTS = frozenset({".hash", ".sha256", ".sha512", ".sha1", ".md5", ".sha256sum", ".md5sum"})
_EGG_INFO = frozenset({
    "SOURCES.txt", "requires.txt", "dependency_links.txt", "namespace_packages.txt", "zip-safe",
    "not-zip-safe",
})  # fmt: skip
_JS = frozenset({".js"})
_GENERATED = _C | {".hh", ".hpp", ".py", ".tokens", ".interp"}
_GNULIB = frozenset({
    "gnulib-comp.m4", "gnulib-cache.m4", "gnulib.mk", "Makefile.am", "POTFILES.in",
})  # fmt: skip
_HEADERS = frozenset({".h", ".hh", ".hpp"})
_INIT = frozenset({"__init__.py"})
_LEGACY = frozenset({"DESCRIPTION.rst", "metadata.json", "pydist.json"})
_METADATA = frozenset({"METADATA", "PKG-INFO"})
_MODULE = frozenset({"__init__.py", "__init__.pyi", "py.typed"})
_PLUGINS = frozenset({"LICENSE", "AUTHORS", "ChangeLog", "_compiler.c"})
_PYTHON = frozenset({".py"})
_README = frozenset({"README.md", "readme.md", "README"})
_REPACKED = frozenset({"configure.ac", "configure.in", "Makefile.am"})
_SCM_NOTES = frozenset({"scm_version.json", "scm_file_list.json", "pbr.json"})
_SIGNATURES = frozenset({"RECORD.jws", "RECORD.p7s"})
_VERSION = frozenset({"VERSION", "VERSION.txt", "version.txt", ".version", "version", "uv.lock"})
_VERSION_SUFFIXES = _HEADERS | {".json", ".py", ".txt"}
_ASSETS = frozenset({
    ".js", ".mjs", ".cjs", ".css", ".map", ".woff", ".woff2", ".ttf", ".eot", ".otf", ".svg", ".png",
    ".gif", ".jpg", ".ico", ".wasm",
})  # fmt: skip
_SPHINX = frozenset({".inv", ".buildinfo", ".doctree", ".ipynb", ".md", ".pickle", ".py", ".rst"})
_WEB = _ASSETS | {".html", ".json", ".txt"}

EXPLAINERS: tuple[Explainer, ...] = (
    # the source's bytes, changed by git, tar or a file system
    Explainer(id="submodule", is_final=True),
    Explainer(id="symlink-dereferenced"),
    Explainer(id="line-endings"),
    Explainer(id="working-tree-encoding"),
    Explainer(id="mode"),
    Explainer(id="lfs-object"),
    Explainer(id="export-subst"),
    Explainer(id="keyword-substitution"),
    # Python metadata, recomputed
    Explainer(id="core-metadata", kinds=PYTHON, names=_METADATA, declared=True),
    Explainer(
        id="entry-points", kinds=PYTHON, names=frozenset({"entry_points.txt"}), declared=True
    ),
    Explainer(id="egg-info", kinds=PYTHON, names=_EGG_INFO, declared=True),
    Explainer(id="top-level", kinds=PYTHON, names=frozenset({"top_level.txt"})),
    Explainer(id="licence-file", kinds=WHEEL),
    Explainer(id="data-script", kinds=WHEEL),
    Explainer(id="namespace-pth", kinds=WHEEL, suffixes=frozenset({".pth"})),
    Explainer(id="wheel-record", kinds=WHEEL, names=frozenset({"RECORD"})),
    Explainer(id="legacy-dist-info", kinds=WHEEL, names=_LEGACY),
    Explainer(id="wheel-file", kinds=WHEEL, names=frozenset({"WHEEL"})),
    Explainer(id="delvewheel-patch", kinds=WHEEL),
    # generated files, recomputed
    Explainer(id="setup-cfg-egg-info", kinds=SDIST, names=frozenset({"setup.cfg"}), declared=True),
    Explainer(id="version-file", kinds=PYTHON, names=_VERSION, suffixes=_VERSION_SUFFIXES),
    Explainer(id="generated-pyproject", kinds=SDIST, names=frozenset({"pyproject.toml"})),
    Explainer(id="generated-setup-py", kinds=SDIST, names=frozenset({"setup.py"})),
    Explainer(id="cargo-toml", kinds=SDIST, names=_CARGO),
    Explainer(id="maturin-module", kinds=WHEEL, names=_MODULE),
    Explainer(id="submodule-gitfile", kinds=SDIST, names=frozenset({".git"})),
    Explainer(id="protobuf-module", kinds=PYTHON, suffixes=_PYTHON),
    Explainer(id="commit-id", kinds=SOURCES),
    Explainer(id="digest-file", suffixes=_DIGESTS),
    Explainer(id="gzipped", kinds=PYTHON, suffixes=frozenset({".gz"})),
    Explainer(id="gettext-mo", suffixes=frozenset({".mo", ".gmo"})),
    Explainer(id="refreshed-po", suffixes=frozenset({".po", ".pot"})),
    Explainer(id="fetched-translation", kinds=SOURCES, suffixes=frozenset({".po"})),
    Explainer(id="message-template", kinds=SOURCES, suffixes=frozenset({".pot"})),
    # npm packages
    Explainer(id="npm-manifest", kinds=NPM, names=frozenset({"package.json"})),
    Explainer(id="clean-publish", kinds=NPM, names=frozenset({"README.md"}), suffixes=_JS),
    Explainer(id="readme-template", kinds=NPM, names=_README),
    # files that others published
    Explainer(id="known-toolchain-file", kinds=SOURCES),
    Explainer(id="gnulib-tool-output", kinds=SOURCES, names=_GNULIB),
    Explainer(id="gnulib-local-file", kinds=SOURCES),
    # claims that only running a generator could prove
    Explainer(id="patched"),
    Explainer(id="repacked", kinds=SOURCES - SDIST, names=_REPACKED),
    Explainer(id="copied-by-script", kinds=SOURCES | WHEEL),
    Explainer(id="edited-by-script", kinds=PYTHON),
    Explainer(id="configure-file"),
    Explainer(id="from-template"),
    Explainer(id="cmake-install", kinds=WHEEL),
    Explainer(id="data-file", kinds=WHEEL),
    Explainer(id="build-output", kinds=PYTHON),
    Explainer(id="make-target", kinds=PYTHON),
    Explainer(id="cython", suffixes=_C),
    Explainer(id="cython-utility", suffixes=frozenset({".h"})),
    Explainer(id="named-tool", kinds=PYTHON, suffixes=_GENERATED),
    Explainer(id="ply-tables", kinds=PYTHON, suffixes=_PYTHON),
    Explainer(id="grpc-module", kinds=PYTHON, suffixes=_PYTHON),
    Explainer(id="protobuf-stub", kinds=PYTHON, suffixes=frozenset({".pyi"})),
    Explainer(id="generator-script"),
    Explainer(id="script-data", kinds=PYTHON),
    Explainer(id="literal-module", kinds=PYTHON, suffixes=_PYTHON),
    Explainer(id="minified-module", kinds=PYTHON, suffixes=_PYTHON),
    Explainer(id="downloaded-library", kinds=SOURCES),
    Explainer(id="pth-from-build-script", kinds=WHEEL, suffixes=frozenset({".pth"})),
    Explainer(id="scm-metadata", kinds=PYTHON, names=_SCM_NOTES),
    Explainer(id="record-signature", kinds=WHEEL, names=_SIGNATURES),
    Explainer(id="wheel-sbom", kinds=WHEEL, suffixes=frozenset({".json"})),
    Explainer(id="appended-by-script", kinds=PYTHON, suffixes=_PYTHON),
    Explainer(id="compiled-zoneinfo", kinds=PYTHON),
    Explainer(id="plugin-text", kinds=PYTHON, names=_PLUGINS),
    Explainer(id="sphinx-output", kinds=SDIST, suffixes=_WEB | _SPHINX),
    Explainer(id="pdoc-output", kinds=SDIST, suffixes=_WEB),
    Explainer(id="script-output", kinds=SDIST),
    Explainer(id="written-by-script", kinds=SOURCES | WHEEL),
    Explainer(id="autotools-output", kinds=SOURCES),
    Explainer(id="make-dist", kinds=SOURCES - SDIST),
    Explainer(id="unpacked-download", kinds=SOURCES - SDIST),
    Explainer(id="vendored-crate", kinds=SDIST),
    Explainer(id="vendored-package", kinds=PYTHON),
    Explainer(id="cargo-config", kinds=SDIST, names=_CARGO_CONFIG),
    Explainer(id="pyc", suffixes=frozenset({".pyc", ".pyo"})),
    Explainer(id="compiled-binary", kinds=PYTHON),
    Explainer(id="bundled-header", kinds=WHEEL, names=_INIT, suffixes=_HEADERS),
    Explainer(id="bundled-data", kinds=WHEEL),
    Explainer(id="bundled-asset", kinds=PYTHON, suffixes=_WEB),
    Explainer(id="yarn-lock", names=frozenset({"yarn.lock"})),
    Explainer(id="uv-lock", kinds=PYTHON, names=frozenset({"uv.lock"})),
    Explainer(id="npm-release", kinds=PYTHON, suffixes=_ASSETS),
    Explainer(id="npm-output", kinds=NPM),
    Explainer(id="npm-rewritten", kinds=NPM),
    # nobody else has anything to say
    Explainer(id="hatch-artifact", kinds=PYTHON, last_resort=True),
    Explainer(id="stray-file", kinds=PYTHON, last_resort=True),
    Explainer(id="later-commit", last_resort=True, overrules=True),
)
"""Every explainer, in the order in which they are asked; the first proof decides."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """What the explainers say of ``difference``: the strongest of them, None if none has a claim."""
    found: list[Explanation] = []
    for explainer in EXPLAINERS:
        if not explainer.concerns(difference, context.artifact.kind):
            continue
        if explainer.last_resort and not all(_leaves_open(e, difference) for e in found):
            continue
        try:
            explanation = explainer.check(difference, context)
        except Unreadable as error:
            explanation = Explanation(
                grade=Grade.UNPROVEN,
                explainer=explainer.id,
                claim="not looked at",
                evidence=str(error),
            )
        if explanation is None:
            continue
        if explainer.declared and explanation.grade is Grade.CONTRADICTED:
            later = declared_later(explainer.check, difference, context)
            if later is not None:
                return later
        if explanation.grade.is_proof or explainer.is_final or explainer.overrules:
            return explanation
        found.append(explanation)
    return strongest(found)


def _leaves_open(explanation: Explanation, difference: Difference) -> bool:
    """Whether a last resort may still be asked: nobody has a claim, or the source has other bytes here.

    That a tool did not make them of the audited commit's bytes says nothing against another commit's.
    """
    contradicted = explanation.grade is Grade.CONTRADICTED and difference.source is not None
    return contradicted or explanation.grade is Grade.UNEXPLAINED


__all__ = ["EXPLAINERS", "Context", "Explainer", "NoReleases", "Releases", "explain"]
