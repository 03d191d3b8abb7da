"""The rule of reach as it was before reasons and tests came in: what was loud by it must stay so."""

from __future__ import annotations

from tallystick.model import ArtifactKind, Entry, Reach

HEAD = 64
"""Bytes of content looked at where the path says nothing."""

_INSTALL_SDIST = {"setup.py", "setup.cfg", "pyproject.toml", "MANIFEST.in", "PKG-INFO"}
_STARTUP = {"sitecustomize.py", "usercustomize.py"}
_BUILD_NAMES = {
    "configure", "config.guess", "config.sub", "install-sh", "missing", "depcomp", "compile",
    "ltmain.sh", "libtool", "ar-lib", "bootstrap", "autogen.sh", "Makefile", "GNUmakefile",
    "makefile", "CMakeLists.txt", "meson.build", "meson.options", "meson_options.txt",
    "Cargo.toml", "Cargo.lock", "build.rs", "BUILD", "WORKSPACE", "Dockerfile", "conftest.py",
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
_DOCS_FOLDERS = {"doc", "docs", "man"}
_PROGRAM_HEADS = (b"#!", b"\x7fELF", b"MZ", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe",
                  b"!<arch>\n", b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05", b"\0asm")  # fmt: skip
"""Scripts, ELF, PE, Mach-O, fat and Java classes, ar, pickles of protocol 2 to 5, WebAssembly."""


def reach_before(entry: Entry, kind: ArtifactKind, head: bytes = b"") -> Reach:
    """When ``entry`` of an artifact of ``kind`` can run; ``head`` are its first bytes, if at hand."""
    parts = entry.path.split("/")
    name = parts[-1]
    suffix = name[name.rfind(".") :] if "." in name else ""
    if suffix == ".pth" or name in _STARTUP:
        return Reach.STARTUP
    if _runs_at_install(parts, name, kind):
        return Reach.INSTALL
    if (
        _is_read_by_a_build_tool(parts, name)
        or name in _BUILD_NAMES
        or suffix in _BUILD_SUFFIXES
        or ".egg-info" in entry.path
    ):
        return Reach.BUILD
    if kind is ArtifactKind.SDIST and not entry.is_executable and _is_of_built_pages(parts, name):
        return Reach.DOCS
    if suffix.lower() in _IMPORT_SUFFIXES or ".so." in name:
        return Reach.IMPORT
    if entry.is_executable or head.startswith(_PROGRAM_HEADS):
        return Reach.BUILD
    if suffix in _DOCS_SUFFIXES or name.startswith(_DOCS_NAMES):
        return Reach.DOCS
    if parts[0] in _DOCS_FOLDERS and suffix in {
        ".txt",
        ".html",
        ".css",
        ".png",
        ".svg",
        ".jpg",
        ".gif",
    }:
        return Reach.DOCS
    return Reach.DATA


def _is_read_by_a_build_tool(parts: list[str], name: str) -> bool:
    """Whether a tool evaluates it that a build may start.

    Cargo's configuration may wrap the compiler, autom4te's cache is Perl and shell, and the
    configuration of a git repository, which tools ask for a version, names programs.
    """
    is_cargo = parts[-2:-1] == [".cargo"] and name in {"config", "config.toml"}
    return is_cargo or "autom4te.cache" in parts[:-1] or ".git" in parts


def _is_of_built_pages(parts: list[str], name: str) -> bool:
    """What Sphinx puts beside pages, for the browser of who reads them: no build and no import sees it.

    Only at the top of an sdist: a wheel installs its folders, and an npm package could require the file.
    """
    is_static = "_static" in parts[1:-1] or name == "searchindex.js"
    return parts[0] in {"doc", "docs"} and is_static and name.endswith(".js")


def _runs_at_install(parts: list[str], name: str, kind: ArtifactKind) -> bool:
    """What an installer reads or runs: scripts, metadata that names what else to install."""
    if kind is ArtifactKind.WHEEL:
        is_licence = len(parts) > 2 and parts[1] in {"licenses", "license_files", "sboms"}
        in_dist_info = parts[0].endswith(".dist-info") and not is_licence
        is_text = in_dist_info and name.startswith(_DOCS_NAMES)
        scripts = parts[0].endswith(".data") and len(parts) > 2 and parts[1] == "scripts"
        return (in_dist_info and not is_text) or scripts
    if kind is ArtifactKind.SDIST:
        return len(parts) == 1 and name in _INSTALL_SDIST
    if kind is ArtifactKind.NPM:
        return len(parts) == 1 and name in {"package.json", "binding.gyp", "npm-shrinkwrap.json"}
    return False
