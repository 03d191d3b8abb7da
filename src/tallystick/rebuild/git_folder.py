"""The git folder that a build inside finds: the audited commit, with its own id, and nothing before it.

Builds ask git for a version, for an id, and for lists of files; and a checkout is not its blobs: git writes
the line ends that ``.gitattributes`` asks for, and a ``.git`` file into each submodule.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.limits import KIB
from tallystick.model import Entry, NamedObject, Tree
from tallystick.rebuild.regenerator import Subject

ALONE = "a git folder was made of the audited commit alone, with its tags"
MADE_UP = "a git folder of one commit was made, with the tags of the audited commit"
CHECKED_OUT = "checked out as .gitattributes says"
"""The words for each on a ledger line."""

LONGEST = 16 * KIB
"""Bytes of a commit or tag that are handed inside, on a command line; the longest messages have ten."""

_CONVERTS = re.compile(rb"(?m)^[^#\n]*[ \t](?:eol=|text|crlf|ident|working-tree-encoding=)")
"""Attributes that make a file another one when it is checked out (gitattributes(5))."""

TOOLS = frozenset({
    "dunamai", "flit", "flit-scm", "hatch-vcs", "maturin", "miniver", "pbr",
    "poetry-dynamic-versioning", "setuptools-git",
    "setuptools-git-versioning", "setuptools-scm", "versioneer", "versioningit", "vcs-versioning",
    "setuptools-git-version", "setuptools-vcs-version", "hatch-regex-commit",
})  # fmt: skip
"""Build requirements that ask git for the version, or for the files that an sdist holds.

maturin has Cargo list them, which leaves hidden files out where there is no git.
"""

_SPEAKS_OF_GIT = re.compile(r"\bgit\b|versioneer|_scm\b|\bscm\b")
_BUILD_FILES = ("setup.py", "setup.cfg", "pyproject.toml")


def git_folder(subject: Subject, requires: tuple[str, ...], tree: Tree) -> dict[str, object] | None:
    """What ``inside/build.py`` makes the folder of, as JSON has it; None where no build would look.

    Args:
        subject: what it is about.
        requires: the build's requirements.
        tree: what stands inside; files besides those of the commit are not git's.
    """
    if not _is_wanted(subject, requires):
        return None
    source = subject.source
    links = {path: entry.blob for path, entry in source.tree.entries.items() if entry.is_gitlink}
    commit = next((one for one in source.objects if not one.is_tag), None)
    return {
        "format": source.object_format,
        "commit": _text(commit),
        "tags": dict.fromkeys(source.tags)
        | {one.name: _text(one) for one in source.objects if one.is_tag},
        "links": {path: commit for path, commit in links.items() if not _is_below(path, links)},
        "modules": sorted(source.submodules),
        "besides": sorted(tree.entries.keys() - source.tree.entries.keys()),
        "absent": {},
        "checkout": _converts(subject),
    }


def absent_of(entries: Mapping[str, Entry], git: Mapping[str, object]) -> dict[str, list[str]]:
    """Entries whose contents are not there, as the index of the real commit has them all the same."""
    if git["commit"] is None:
        return {}
    return {path: [f"{entry.mode:06o}", entry.blob] for path, entry in entries.items()}


def given(subject: Subject, requires: tuple[str, ...]) -> tuple[str, ...]:
    """The same in words for a ledger line."""
    if not _is_wanted(subject, requires):
        return ()
    is_known = any(not one.is_tag and _text(one) for one in subject.source.objects)
    said = (ALONE if is_known else MADE_UP,)
    return (*said, CHECKED_OUT) if _converts(subject) else said


def _is_wanted(subject: Subject, requires: tuple[str, ...]) -> bool:
    key = f"git folder {requires}"
    if key not in subject.kept:
        subject.kept[key] = (
            bool(subject.source.submodules) or _asks(subject, requires) or _converts(subject)
        )
    return bool(subject.kept[key])


def _asks(subject: Subject, requires: tuple[str, ...]) -> bool:
    """Whether the build asks git for something, by its requirements or by what its own files say."""
    words = (one.lower().replace("_", "-") for one in requires)
    if not TOOLS.isdisjoint(re.split(r"[^a-z0-9-]", word)[0] for word in words):
        return True
    found = (subject.source.tree.entries.get(subject.project.path(one)) for one in _BUILD_FILES)
    return any(
        _SPEAKS_OF_GIT.search(_head(entry, subject).decode("utf-8", "replace"))
        for entry in found
        if entry is not None
    )


def _converts(subject: Subject) -> bool:
    """Whether checking the commit out writes other bytes than its blobs have."""
    return any(_CONVERTS.search(content) for content in _attributes(subject))


def _attributes(subject: Subject) -> Iterator[bytes]:
    for path, entry in subject.source.tree.entries.items():
        if path == ".gitattributes" or path.endswith("/.gitattributes"):
            yield _head(entry, subject)


def _head(entry: Entry, subject: Subject) -> bytes:
    """The beginning of a file; nothing of what is none, or is not here: the run will say so."""
    if entry.is_link or entry.is_gitlink:
        return b""
    try:
        return subject.source.tree.read(entry.path)[: subject.limits.metadata]
    except (ContentUnavailable, LimitExceeded):
        return b""


def _is_below(path: str, links: Container[str]) -> bool:
    """Whether a submodule stands in another one, and so in that one's commit."""
    parts = path.split("/")
    return any("/".join(parts[:depth]) in links for depth in range(1, len(parts)))


def _text(one: NamedObject | None) -> str | None:
    """An object as text of one character a byte; None without one, or of a very long one."""
    return None if one is None or len(one.content) > LONGEST else one.content.decode("latin-1")
