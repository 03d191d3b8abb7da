"""What made the generated files of a release, run once more: the regenerators, in the order they are asked.

``docs/regenerate.md`` has the interface, a heading for each regenerator, and for each normalisation.
"""

from __future__ import annotations

from tallystick.model import RESIDUE, ArtifactKind
from tallystick.rebuild.deeper import Deeper
from tallystick.rebuild.regenerator import How, Made, NotMade, Regenerator, Subject

_PYTHON = frozenset({ArtifactKind.SDIST, ArtifactKind.WHEEL})
_SOURCES = frozenset({ArtifactKind.SDIST, ArtifactKind.TARBALL, ArtifactKind.DEBIAN})
_BUILT = frozenset({
    "appended-by-script", "build-output", "compiled-zoneinfo", "configure-file", "data-script",
    "from-template", "generated-pyproject", "generated-setup-py", "generator-script", "gettext-mo",
    "licence-file", "make-target", "namespace-pth", "ply-tables", "pth-from-build-script",
    "readme-template", "script-data", "script-output", "sphinx-output", "version-file",
})  # fmt: skip
"""Claims that a file is written by the build; not those of what a compiler or a bundler wrote."""
_C = frozenset({".c", ".cpp", ".cc", ".cxx", ".h"})
_COMMANDS = frozenset({"generator-script", "make-target", "script-data", "script-output"})
_PROTOC = frozenset({"grpc-module", "protobuf-module"})
_CYTHON = frozenset({"cython", "make-target", "generator-script"})
_ZONES = frozenset({"compiled-zoneinfo"})
_TOOLS = frozenset({"named-tool"})
_BUNDLES = frozenset({"bundled-asset", "npm-output"})
_MAKE_DIST = frozenset({"make-dist"})
_PARSERS = frozenset({".c", ".cpp", ".cc", ".cxx", ".h", ".hh", ".hpp"})
_MANUALS = frozenset({".html", ".info", *(f".info-{piece}" for piece in range(1, 60))})
"""Info is cut into pieces of 300 kB (Texinfo manual, "Tag and Split Files")."""
_TRANSLATED = frozenset({"make-dist", "message-template"})
_METADATA = frozenset({"core-metadata", "egg-info", "entry-points", "top-level"})

REGENERATORS: tuple[Regenerator, ...] = (
    Regenerator(id="core-metadata-hook", kinds=_PYTHON, explainers=_METADATA),
    Regenerator(id="zoneinfo-install", kinds=_PYTHON, explainers=_ZONES),
    Regenerator(id="built-file", kinds=_PYTHON, explainers=_BUILT),
    Regenerator(id="protoc-run", kinds=_PYTHON, explainers=_PROTOC),
    Regenerator(id="declared-command", kinds=_PYTHON, explainers=_COMMANDS),
    Regenerator(id="npm-script", explainers=_BUNDLES),
    Regenerator(id="named-tool-run", kinds=_PYTHON, explainers=_TOOLS),
    Regenerator(id="gperf-run", kinds=_SOURCES, explainers=_MAKE_DIST, suffixes=_C),
    Regenerator(id="parser-run", kinds=_SOURCES, explainers=_MAKE_DIST, suffixes=_PARSERS),
    Regenerator(id="makeinfo-run", kinds=_SOURCES, explainers=_MAKE_DIST, suffixes=_MANUALS),
    Regenerator(id="po4a-run", kinds=_SOURCES, explainers=_TRANSLATED),
    Regenerator(id="cython-build", explainers=_CYTHON, suffixes=_C),
    Regenerator(
        id="libtool-copy",
        kinds=_SOURCES,
        names=frozenset({"ltmain.sh", "ltversion.m4"}),
        grades=RESIDUE,
    ),
    Regenerator(
        id="gnulib-tool",
        kinds=_SOURCES,
        names=frozenset({"gnulib-comp.m4", "gnulib-cache.m4", "Makefile.am"}),
        suffixes=frozenset({".mk"}),
        grades=RESIDUE,
    ),
    Regenerator(
        id="autotools",
        kinds=_SOURCES,
        names=frozenset({"configure", "aclocal.m4", "Makefile.in", "aminclude_static.am"}),
        suffixes=frozenset({".in", ".hin", ".h"}),
        grades=RESIDUE,
    ),
)
"""Every regenerator (``--depth regenerate``), in the order in which they are offered the residue."""

__all__ = ["REGENERATORS", "Deeper", "How", "Made", "NotMade", "Regenerator", "Subject"]
