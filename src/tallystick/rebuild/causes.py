"""Why builds do not come out as they were published: the known causes, by what a log or a difference shows.

A cause is a guess for a person to begin with, and decides nothing. ``docs/rebuild.md`` has them all.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

LOGGED: Final[Mapping[str, re.Pattern[str]]] = {
    "missing-compiler": re.compile(
        r"(?:command '[^'\n]*(?:gcc|cc|g\+\+|clang|cl|ld)[^'\n]*' failed: (?:No such file|None)"
        r"|(?:gcc|cc|g\+\+|c\+\+|clang|rustc|cargo|cmake|ninja|gfortran|swig|protoc|go|node|npm)"
        r"(?:'|\"|: |, )[^\n]{0,40}(?:not found|No such file)"
        r"|[Uu]nknown compiler|No CMAKE_\w+_COMPILER|Unable to find a? ?compatible compiler"
        r"|cargo, the Rust package manager, is not installed|can't find Rust compiler)"
    ),
    "missing-header": re.compile(
        r"fatal error: [^\n]{1,200}: No such file or directory|cannot find -l\w+"
        r"|No package '[^'\n]{1,100}' found|Dependency [^\n]{1,100} not found"
    ),
    "needs-network": re.compile(
        r"Temporary failure in name resolution|Name or service not known|Network is unreachable"
        r"|Could not resolve host|Failed to establish a new connection|getaddrinfo"
        r"|EAI_AGAIN|ENOTFOUND|ENETUNREACH|nodename nor servname"
    ),
    "needs-git": re.compile(
        r"not a git repository|setuptools-scm was unable to detect version|No such file[^\n]*\bgit\b"
        r"|unable to detect version|Unable to determine which files to ship|cannot find .*\.git\b"
        r"|GitError|dubious ownership|Versioning for this project requires"
    ),
    "missing-module": re.compile(
        r"ModuleNotFoundError: No module named|ImportError: cannot import"
    ),
    "other-python": re.compile(
        r"SyntaxError: |requires a different Python|AttributeError: module '(?:ast|inspect|pkgutil|"
        r"collections|configparser|imp)'|Cannot install on Python version|python_requires"
    ),
}
"""By id: what the last lines of a log say."""

KILLED: Final[Mapping[str, str]] = {
    "time": "hangs",
    "cpu": "hangs",
    "memory": "too-large",
    "disk": "too-large",
    "files": "too-large",
    "output": "prints-without-end",
}
"""By the cap that ended a build."""


_METADATA: Final = ("METADATA", "PKG-INFO", ".egg-info/SOURCES.txt")
"""What each version of a backend writes in its own way."""


def causes_of_failure(log: str, killed_by: str | None) -> tuple[str, ...]:
    """What a build that failed looks like."""
    found = [KILLED[killed_by]] if killed_by is not None and killed_by in KILLED else []
    return (*found, *(cause for cause, said in LOGGED.items() if said.search(log)))


def causes_of_difference(
    differing: Mapping[str, tuple[bytes, bytes]],
    missing: Collection[str],
    added: Collection[str],
) -> tuple[str, ...]:
    """What an archive that came out otherwise looks like.

    Args:
        differing: published and rebuilt bytes by path, of some entries that differ.
        missing: paths that were published and did not come out.
        added: paths that came out and were not published.
    """
    found: dict[str, None] = {}
    for path, (published, rebuilt) in differing.items():
        if published.replace(b"\r\n", b"\n") == rebuilt.replace(b"\r\n", b"\n"):
            found["crlf"] = None
        elif path.endswith(".dist-info/WHEEL"):
            same = _no_tags(published) == _no_tags(rebuilt)
            found["other-tags" if same else "other-generator"] = None
        elif path.endswith(("METADATA", "PKG-INFO")) and _no_parentheses(
            published
        ) == _no_parentheses(rebuilt):
            found["parenthesised-requirements"] = None
        elif _no_years(published) == _no_years(rebuilt):
            found["year"] = None
        elif b"commit_id" in rebuilt or b"__commit_id__" in published:
            found["built-without-git"] = None
        elif path.endswith(_METADATA):
            found["other-backend-version"] = None
    if any(".egg-info/" in path or path.endswith("PKG-INFO") for path in (*missing, *added)):
        found["other-backend-version"] = None
    if any("/." in f"/{path}" or "/__pycache__/" in f"/{path}" for path in missing):
        found["working-tree"] = None
    return tuple(found)


def _no_parentheses(content: bytes) -> bytes:
    """``Requires-Dist`` without the parentheses that ``wheel`` wrote up to 0.41."""
    return re.sub(rb"(?m)^(Requires-Dist: [^\n]*?) ?\(([^()\n]*)\)", rb"\1\2", content)


def _no_tags(content: bytes) -> bytes:
    """``WHEEL`` without its tags, which auditwheel and its like write anew."""
    return re.sub(rb"(?m)^Tag:[^\n]*\n", b"", content)


def _no_years(content: bytes) -> bytes:
    return re.sub(rb"\b20\d\d\b", b"YEAR", content)
