"""What gnulib-tool writes around the modules: the lines that every ``gnulib-comp.m4`` and makefile of it has.

They stand in no file of gnulib, and differ between projects only by names that were given on the command
line: the prefix of macros, the library, folders. With these replaced, the lines of one release are those of
another that the same gnulib-tool wrote.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from tallystick.upstreams.modules import makefile_form

MACROS = "line of gnulib-comp.m4"
MAKEFILES = "line of gnulib.mk"
"""Under what name such lines stand in the database."""

BLOCK = re.compile(
    r"^## begin gnulib module (?P<name>\S+)\n(?P<text>.*?)^## end   gnulib module (?P=name)\n",
    re.DOTALL | re.MULTILINE,
)
CALL = re.compile(r"(?:gl|AC|AM|AH|AS|m4)_\w+(?:\(.*\)(?:dnl)?)?")
"""A whole call of a macro. One that a module has is that module's; a line that only opens or closes
something may stand around the modules, too."""

_PREFIX = re.compile(r"^AC_DEFUN\(\[(\w+)_EARLY\],", re.MULTILINE)
_FOLDERS = (
    re.compile(r"((?:LIBSOURCES_DIR\]|AC_CONFIG_LIBOBJ_DIR\(|INDICATOR_PREFIX\]), ?\[)[\w./+-]*\]"),
    re.compile(r"(AC_CONFIG_LIBOBJ_DIR\(\[)[\w./+-]*\]"),
    re.compile(r"(gl_(?:m4|source|tests)_base=')[\w./+-]*'"),
    re.compile(r"(gl_source_base_prefix=)'\$\(top_build_prefix\)[\w./+-]*'"),
    re.compile(r"(libobj(?:s|deps) )[\w./+-]+/(?=\$)"),
)
_LIBRARY = re.compile(r"\b(gl(?:tests)?_)lib\w+?_(?=(?:LT)?LIBOBJ|(?:lt)?libobj)")
_NEEDED = re.compile(r"\bLIB\w+_(?=(?:LT)?LIBDEPS\b)")
_OBJECT = re.compile(r"\blib\w+_(l?a)-(?=\$)")


def macro_prefix(text: str) -> str:
    """The prefix of the macros that a ``gnulib-comp.m4`` defines; ``gl`` unless it says otherwise."""
    found = _PREFIX.search(text)
    return found[1] if found else "gl"


def macro_line(line: str, prefix: str) -> str:
    """A line of ``gnulib-comp.m4`` without indentation and without the project's own names."""
    line = re.sub(rf"\b{prefix}(?=(?:tests)?_|\]|tests\])", "gl", line.strip())
    for folder in _FOLDERS:
        line = folder.sub(lambda found: found[1] + ("]" if found[0][-1] == "]" else ""), line)
    line = _NEEDED.sub("LIB_", line)
    return _OBJECT.sub(r"lib_\1-", _LIBRARY.sub(r"\1lib_", line))


def macro_lines(text: str) -> Iterator[str]:
    """Each line of a ``gnulib-comp.m4`` that is no empty one, no file's and no module's name."""
    prefix = macro_prefix(text)
    listed = text.find(f"AC_DEFUN([{prefix}_FILE_LIST],")
    for line in text[: listed if listed >= 0 else len(text)].split("\n"):
        if line.strip() and MODULE_OF.fullmatch(line.strip()) is None:
            yield remark(macro_line(line, prefix))


def remark(line: str) -> str:
    """A comment without the years in it, and any other line as it is."""
    return _YEARS.sub("(C) YEARS", line) if line.startswith("#") else line


def remarks(text: str) -> Iterator[str]:
    """Each comment of a makefile or a specification of gnulib-tool, outside of the modules.

    A comment may be indented by blanks, and goes on behind a backslash at its end (GNU make manual, "What
    Makefiles Contain"), where gnulib-tool begins each line anew with a mark.
    """
    goes_on = False
    for line in BLOCK.sub("", text).split("\n"):
        is_remark = goes_on or line.lstrip(" ").startswith("#")
        goes_on = is_remark and line.endswith("\\")
        if is_remark and line.strip("# \t\\"):
            yield remark(" ".join(line.split()))


def is_command(comment: str, is_module: Callable[[str], bool]) -> bool:
    """Whether a comment is a piece of the command line that it says to repeat: modules and plain options.

    ``is_module`` says of a word whether there is such a module.
    """
    words = comment.lstrip("#").removesuffix("\\").split()
    if words[:2] == ["Reproduce", "by:"]:
        words = words[2:]
    return all(
        word == "gnulib-tool" or is_module(_OPTION.sub("", word)) or _SETTING.fullmatch(word)
        for word in words
    )


MODULE_OF = re.compile(r"# Code from module ([\w./+-]{1,100}):")
_YEARS = re.compile(r"\(C\) \d{4}(?:-\d{4})?")
_OPTION = re.compile(r"^--avoid=")
_SETTING = re.compile(
    r"--(?:import|add-import|update|dir|lib|source-base|m4-base|po-base|po-domain|doc-base|tests-base|aux-dir"
    r"|local-dir|lgpl|makefile-name|tests-makefile-name|macro-prefix|witness-c-macro|automake-subdir"
    r"|automake-subdir-tests|gnu-make|with-\w+(?:-\w+)*|without-\w+(?:-\w+)*|libtool|no-libtool|no-vc-files|vc-files"
    r"|conditional-dependencies|no-conditional-dependencies|symlink|no-changelog|copy-file|quiet)"
    r"(?:=[\w./+-]{0,40})?"
)
"""Options of ``gnulib-tool --import`` (its ``--help``), and no value that is longer than a folder's name."""


def makefile_lines(text: str) -> Iterator[str]:
    """Each logical line of a makefile of gnulib-tool that stands in no module's block, but comments."""
    for line in makefile_form(BLOCK.sub("", text)).split("\n"):
        if line and not line.startswith("#"):
            yield re.sub(r"@\w+_LIBOBJDEPS@", "@gl_LIBOBJDEPS@", line)
