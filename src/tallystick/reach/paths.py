"""When an entry can run, as far as its own path tells: at install, at start, in the build, on import, never.

Decided from the path and, where that says nothing, from the first bytes. In doubt the more
dangerous answer: reach decides whether an unexplained entry rejects the release. What other files of
the artifact name can only raise it (:mod:`tallystick.reach.reaches`).
"""

from __future__ import annotations

from msgspec import Struct

from tallystick.model import ArtifactKind, Entry, Reach

HEAD = 64
"""Bytes of content looked at where the path says nothing."""

SOURCE_KINDS = frozenset({ArtifactKind.SDIST, ArtifactKind.TARBALL, ArtifactKind.DEBIAN})
"""Artifacts that are built where they are installed, and whose tests a packager runs."""

_INSTALL_NAMES = {
    "setup.py", "setup.cfg", "pyproject.toml", "MANIFEST.in", "PKG-INFO", "hatch_build.py",
}  # fmt: skip
"""What an installer runs or reads at the top of a source; the last is hatchling's custom build hook."""

_STARTUP = {"sitecustomize", "usercustomize"}
"""Modules that ``site`` imports (https://docs.python.org/3/library/site.html), in whatever form."""

_MAINTAINER_SCRIPTS = {"preinst", "postinst", "prerm", "postrm", "config", "triggers"}
"""What dpkg runs as root (Debian Policy, 6.1); ``debian/PACKAGE.postinst`` in a source package."""

_BUILD_NAMES = {
    "configure", "config.guess", "config.sub", "install-sh", "missing", "depcomp", "compile",
    "ltmain.sh", "libtool", "ar-lib", "bootstrap", "autogen.sh", "Makefile", "GNUmakefile",
    "makefile", "CMakeLists.txt", "meson.build", "meson.options", "meson_options.txt",
    "Cargo.toml", "Cargo.lock", "build.rs", "BUILD", "WORKSPACE", "Dockerfile",
    "noxfile.py", "tox.ini", "Justfile", "Rakefile", "Gemfile", "package.json", "binding.gyp",
    "SConstruct", "SConscript", "wscript", "waf", "go.mod", "go.sum", "rust-toolchain",
    "rust-toolchain.toml",
}  # fmt: skip
_BUILD_SUFFIXES = {
    ".m4", ".ac", ".am", ".in", ".mk", ".cmake", ".make", ".c", ".h", ".cc", ".cpp", ".cxx", ".hpp",
    ".hh", ".inc", ".s", ".S", ".asm", ".rs", ".go", ".f", ".f90", ".f95", ".for", ".pyx", ".pxd",
    ".pxi", ".i", ".y", ".l", ".sh", ".bash", ".bat", ".cmd", ".ps1", ".pl", ".awk", ".sed", ".o",
    ".a", ".lib", ".gyp", ".gypi", ".bzl", ".wrap", ".proto", ".tcl", ".lua", ".rb", ".java",
}  # fmt: skip
_IMPORT_SUFFIXES = {
    ".py", ".pyi", ".pyc", ".pyo", ".so", ".pyd", ".dll", ".dylib", ".exe", ".js", ".mjs", ".cjs",
    ".ts", ".jsx", ".tsx", ".wasm", ".jar", ".class", ".node", ".pkl", ".pickle", ".joblib", ".pt",
    ".pth.tar", ".ipynb", ".egg", ".whl", ".pyz",
}  # fmt: skip
_DOCS_SUFFIXES = {".md", ".rst", ".pdf", ".info", ".tex", ".texi", ".texinfo", ".adoc", ".1", ".3",
                  ".5", ".7", ".8"}  # fmt: skip
_DOCS_NAMES = ("LICENSE", "LICENCE", "COPYING", "NOTICE", "AUTHORS", "README", "CHANGELOG",
               "CHANGES", "NEWS", "ChangeLog", "HISTORY", "CONTRIBUTORS")  # fmt: skip
_PACKED_BY_NAME = {"ABOUT-NLS", "BACKLOG", "INSTALL", "THANKS", "TODO"}
"""What else Automake packs beside any ``Makefile.am`` because of its name (``automake --help``): a makefile
names it for that alone."""

_DOCS_FOLDERS = {"doc", "docs", "man"}
_PAGE_SUFFIXES = {".txt", ".html", ".css", ".png", ".svg", ".jpg", ".gif"}
_PROGRAM_HEADS = (b"#!", b"\x7fELF", b"MZ", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe",
                  b"!<arch>\n", b"\0asm")  # fmt: skip
"""Scripts, ELF, PE, Mach-O, fat and Java classes, ar, WebAssembly."""

_PICKLE_HEADS = (b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05")
"""Pickles of protocol 2 to 5 (``pickletools``, "PROTO"); older ones begin with anything."""


class Reached(Struct, frozen=True, kw_only=True):
    """When an entry can run, and what says so: the end of a sentence that begins with the reach."""

    reach: Reach
    reason: str


_PTH = Reached(reach=Reach.STARTUP, reason="Python runs the import lines of every .pth file")
_SITE = Reached(reach=Reach.STARTUP, reason="Python imports a module of this name by itself")
_INSTALLER = Reached(reach=Reach.INSTALL, reason="an installer runs or obeys it")
_MAINTAINER = Reached(reach=Reach.INSTALL, reason="dpkg runs it as root: a maintainer script")
_DIST_INFO = Reached(reach=Reach.INSTALL, reason="an installer obeys the metadata of a wheel")
_SCRIPT = Reached(reach=Reach.INSTALL, reason="an installer puts it where commands are found")
_EVALUATED = Reached(reach=Reach.BUILD, reason="a build tool finds it by its name")
_COMPILED = Reached(reach=Reach.BUILD, reason="its suffix is of what builds compile or evaluate")
_EGG_INFO = Reached(reach=Reach.BUILD, reason="setuptools reads it when it builds")
_PROGRAM = Reached(reach=Reach.BUILD, reason="a program: it is executable, or begins like one")
_PICKLED = Reached(
    reach=Reach.IMPORT, reason="it begins like a pickle: loading one runs what it says"
)
_MODULE = Reached(
    reach=Reach.IMPORT, reason="its suffix is of what is imported, loaded or unpickled"
)
_CONFTEST = Reached(reach=Reach.TEST, reason="pytest runs it before any test")
_TEST = Reached(reach=Reach.TEST, reason="code in a folder of tests, which no build file names")
_PAGES = Reached(reach=Reach.DOCS, reason="a browser loads it beside the built pages")
_TEXT = Reached(reach=Reach.DOCS, reason="documentation by its name")
_DATA = Reached(reach=Reach.DATA, reason="nothing that runs it is known")


def reach(entry: Entry, kind: ArtifactKind, head: bytes = b"") -> Reach:
    """When ``entry`` of an artifact of ``kind`` can run; ``head`` are its first bytes, if at hand."""
    return by_path(entry, kind, head).reach


def by_path(entry: Entry, kind: ArtifactKind, head: bytes = b"") -> Reached:
    """The same, with the reason: a table of answers, of which the first that fits counts."""
    parts = entry.path.split("/")
    name = parts[-1]
    suffix = name[name.rfind(".") :] if "." in name else ""
    eager = _by_itself(parts, name, suffix, kind)
    if eager is not None:
        return eager
    if name == "conftest.py":
        return _CONFTEST
    if name in _BUILD_NAMES or _is_read_by_a_build_tool(parts, name):
        return _EVALUATED
    if suffix in _BUILD_SUFFIXES:
        return _COMPILED
    if ".egg-info" in entry.path:
        return _EGG_INFO
    if kind is ArtifactKind.SDIST and not entry.is_executable and _is_of_built_pages(parts, name):
        return _PAGES
    if suffix.lower() in _IMPORT_SUFFIXES or ".so." in name:
        return _TEST if kind in SOURCE_KINDS and is_of_tests(parts) else _MODULE
    if entry.is_executable or head.startswith(_PROGRAM_HEADS):
        return _PROGRAM
    if head.startswith(_PICKLE_HEADS):
        return _TEST if kind in SOURCE_KINDS and is_of_tests(parts) else _PICKLED
    return _TEXT if _is_documentation(parts, name, suffix) else _DATA


def is_of_tests(parts: list[str]) -> bool:
    """Whether a file stands among tests: ``pkg/test/`` may be a package that others import."""
    return "tests" in parts[:-1] or parts[0] == "test" != parts[-1]


def _by_itself(parts: list[str], name: str, suffix: str, kind: ArtifactKind) -> Reached | None:
    """What runs unasked: when Python starts, or when the artifact is installed."""
    if suffix == ".pth":
        return _PTH
    is_code = suffix.lower() in _IMPORT_SUFFIXES
    is_package = len(parts) > 1 and parts[-2] in _STARTUP and name.startswith("__init__.")
    if is_code and (is_package or name.partition(".")[0] in _STARTUP):
        return _SITE
    return _at_install(parts, name, kind)


def _is_documentation(parts: list[str], name: str, suffix: str) -> bool:
    if suffix in _DOCS_SUFFIXES or name.startswith(_DOCS_NAMES) or name in _PACKED_BY_NAME:
        return True
    return parts[0] in _DOCS_FOLDERS and suffix in _PAGE_SUFFIXES


def _is_read_by_a_build_tool(parts: list[str], name: str) -> bool:
    """Whether a tool evaluates it that a build may start.

    Cargo's configuration may wrap the compiler, autom4te's cache is Perl and shell, and the
    configuration of a git repository, which tools ask for a version, names programs.
    """
    if name == "rules" and parts[-2:-1] == ["debian"]:
        return True
    is_cargo = name in {"config", "config.toml"} and parts[-2:-1] == [".cargo"]
    return is_cargo or ".git" in parts or "autom4te.cache" in parts[:-1]


def _is_of_built_pages(parts: list[str], name: str) -> bool:
    """What Sphinx puts beside pages, for the browser of who reads them: no build and no import sees it.

    Only at the top of an sdist: a wheel installs its folders, and an npm package could require the file.
    """
    is_static = "_static" in parts[1:-1] or name == "searchindex.js"
    return parts[0] in {"doc", "docs"} and is_static and name.endswith(".js")


def _at_install(parts: list[str], name: str, kind: ArtifactKind) -> Reached | None:
    """What an installer reads or runs: scripts, metadata that names what else to install."""
    if kind is ArtifactKind.WHEEL:
        is_licence = len(parts) > 2 and parts[1] in {"licenses", "license_files", "sboms"}
        in_dist_info = parts[0].endswith(".dist-info") and not is_licence
        if in_dist_info and not name.startswith(_DOCS_NAMES):
            return _DIST_INFO
        scripts = parts[0].endswith(".data") and len(parts) > 2 and parts[1] == "scripts"
        return _SCRIPT if scripts else None
    if kind in SOURCE_KINDS:
        if name.rpartition(".")[2] in _MAINTAINER_SCRIPTS and parts[-2:-1] in (
            ["debian"],
            ["DEBIAN"],
        ):
            return _MAINTAINER
        return _INSTALLER if len(parts) == 1 and name in _INSTALL_NAMES else None
    is_manifest = name in {"package.json", "binding.gyp", "npm-shrinkwrap.json"}
    return _INSTALLER if len(parts) == 1 and is_manifest else None
