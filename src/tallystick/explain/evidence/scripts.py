"""The texts of the source's scripts: what a project runs before or beside its build.

Like the build files they are searched for a name, never understood: being named by a script is the
source's half of a claim, and no proof.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import MAX_FILES, build_texts, texts
from tallystick.explain.places import base_name

SHELL = frozenset({".sh", ".bash", ".bat", ".cmd", ".ps1"})
"""Endings of what only ever runs programs: read wherever it stands."""

OTHERS = frozenset({".py", ".pl", ".rb", ".js", ".mjs", ".awk", ".jl", ".r", ".R"})
"""Endings of programs that are scripts only where a folder's name says so."""

FOLDERS = re.compile(
    r"(?:^|/)(?:_?scripts?|_?tools?|build_?tools|dev|devel|maint|maintenance|release|bin|ci|\.ci|\.github|util|gen)/"
)
"""Folders that projects keep their scripts in."""

TESTS = re.compile(r"(?:^|/)(?:tests?|testing|docs?)/")
"""What tests and documents mention is not made by them."""


DOWNLOADS = re.compile(r"(?<![\w-])(?:curl|wget|urlopen|urlretrieve|Invoke-WebRequest)(?![\w-])")
"""By what scripts download."""

ADDRESS = re.compile(r"https?://[\w.@:/%${}+~-]{1,400}")
"""From where, as far as it stands in one word."""


def script_texts(context: Context) -> Mapping[str, str]:
    """The text of every build file and script of the source by path, shallow ones first."""
    return context.once("script_texts", lambda: {**build_texts(context), **_read(context)})


_WORKFLOWS = re.compile(r"\.(?:github/workflows|circleci)/[^/]+\.ya?ml|\.gitlab-ci\.yml")

MAX_WORKFLOWS = 100
"""Workflows read for one source; large projects have about forty."""


def workflow_texts(context: Context) -> Mapping[str, str]:
    """The text of each workflow that a forge runs for the source, by path: many pack the release."""
    return context.once("workflow texts", lambda: texts(_workflows(context), context))


def _workflows(context: Context) -> list[str]:
    found = (path for path in context.source.tree.entries if _WORKFLOWS.fullmatch(path) is not None)
    return sorted(found)[:MAX_WORKFLOWS]


def naming_workflows(word: str, context: Context) -> Iterator[tuple[str, str]]:
    """Path and text of each workflow that holds ``word``, not as part of a longer word."""
    whole = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])")
    for path, text in workflow_texts(context).items():
        if word in text and whole.search(text) is not None:
            yield path, text


def naming_scripts(word: str, context: Context) -> Iterator[tuple[str, str]]:
    """Path and text of each build file or script that holds ``word``, not as part of a longer word."""
    whole = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])")
    for path, text in script_texts(context).items():
        if word in text and whole.search(text) is not None and TESTS.search(path) is None:
            yield path, text


def _is_script(path: str) -> bool:
    name = base_name(path)
    suffix = name[name.rfind(".") :] if "." in name else ""
    return suffix in SHELL or (suffix in OTHERS and FOLDERS.search(path) is not None)


def _read(context: Context) -> dict[str, str]:
    known = build_texts(context)
    entries = context.source.tree.entries
    wanted = [
        path
        for path, entry in entries.items()
        if _is_script(path)
        and path not in known
        and not (entry.is_link or entry.is_gitlink)
        and not any(path.startswith(f"{inner}/") for inner in context.source.submodules)
    ]
    wanted.sort(key=lambda path: (path.count("/"), path))
    del wanted[MAX_FILES:]
    return texts(wanted, context)
