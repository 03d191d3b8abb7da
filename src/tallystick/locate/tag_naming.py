"""Whose release a tag says that it is: what stands before the version, read as a name."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from enum import IntEnum
from functools import cached_property

from msgspec import Struct

_MARKERS = frozenset(
    {
        "v",
        "ver",
        "version",
        "versions",
        "r",
        "rel",
        "release",
        "releases",
        "released",
        "tag",
        "tags",
    }
    | {"final", "stable", "refs"}
)
"""Words before a version that name no project."""

_UNFINISHED = frozenset(
    {"a", "alpha", "b", "beta", "c", "rc", "pre", "preview", "m", "milestone"} | {"dev", "post"}
)
"""Words of a version that is none yet: ``beta-1`` is no release 1 of a project called beta."""

_WHOLE = frozenset(
    {"parent", "root", "reactor", "project", "aggregator", "all", "build", "bom", "pom"}
)
"""Words by which a build calls the module that holds the others, which are released with it."""

_READABLE = re.compile(r"[A-Za-z0-9._/@=+~][A-Za-z0-9._/@=+~-]*|")
"""Names are ASCII (PEP 508, npm, Maven): any other letter is a look-alike; a dash in front is an option."""


class Naming(IntEnum):
    """What a tag says of whose release it is, surest first."""

    IN_FULL = 0
    """The project's whole name, or its folder's path: ``name-1.0``, ``@scope/name@1.0``, ``sub/dir/v1.0``."""
    PROJECT = 1
    """The last part of either: ``name@1.0`` for @scope/name, ``dir-1.0`` for sub/dir."""
    NOBODY = 2
    """No name at all: ``1.0``, ``v1.0``, ``release-1.0``."""
    REPOSITORY = 3
    """The repository's name, or that of a whole: ``activemq-1.0`` for activemq-client."""
    EVERYBODY = 4
    """A name that is not explained, but that every tag of the repository carries."""
    OTHER = 5
    """Another name: another package of the repository."""


class Names(Struct, frozen=True, kw_only=True, dict=True):
    """What a project may be called in the tags of its repository.

    Attributes:
        project: as its index calls it: ``name``, ``@scope/name`` or ``group.id:artifact``.
        subdir: the folder in the repository, empty if it is the root.
        repository: the repository's name, empty if it is not known.
    """

    project: str
    subdir: str = ""
    repository: str = ""

    @cached_property
    def own(self) -> dict[str, Naming]:
        """The names that are the project's alone, without separators, and what each of them says."""
        ranked = dict.fromkeys(map(_squashed, self._short), Naming.PROJECT)
        ranked |= dict.fromkeys(map(_squashed, self._full), Naming.IN_FULL)
        ranked.pop("", None)
        return ranked

    @cached_property
    def _full(self) -> tuple[str, ...]:
        group, _, artifact = self.project.rpartition(":")
        behind_group = (f"{group}-{artifact}", f"{group.rpartition('.')[2]}-{artifact}")
        return (artifact, self.subdir, *(behind_group if group else ()))

    @cached_property
    def _short(self) -> tuple[str, ...]:
        artifact = self.project.rpartition(":")[2]
        return (artifact.rpartition("/")[2], self.subdir.rstrip("/").rpartition("/")[2])

    @cached_property
    def wider(self) -> tuple[tuple[str, ...], ...]:
        """The words of what the project may be a part of: its own names, its folders', the repository's."""
        named = (*self._full, *self._short, self.repository)
        return tuple(words for words in map(_stem, named) if words)

    @cached_property
    def own_tag(self) -> re.Pattern[str]:
        """What a tag of the project, of whatever version, begins with."""
        named = (_words(name) for name in (*self._full, *self._short))
        own = "|".join("[^a-z0-9]?".join(words) for words in named if words) or "(?!)"
        marker = "(?:(?:v|ver|version|r|rel|release)[^a-z0-9]?)?"
        return re.compile(
            rf"(?:^|[/@]|rel(?:eases?)?[_-])(?:{own})[^a-z0-9]{{1,2}}{marker}[0-9]", re.IGNORECASE
        )

    def of(self, prefix: str) -> Naming:
        """What ``prefix``, all that stands before the version in a tag, says; never ``EVERYBODY``."""
        if not _READABLE.fullmatch(prefix):
            return Naming.OTHER
        words = _words(prefix)
        core = _without_markers(words)
        for name in ("".join(words), "".join(core)):
            if name in self.own:
                return self.own[name]
        if not core:
            return Naming.NOBODY
        return Naming.REPOSITORY if self._is_part_of(_stem("-".join(core))) else Naming.OTHER

    def is_whole_of(self, prefix: str) -> bool:
        """Whether ``prefix`` is the project's name but for words like ``parent``."""
        stem = _stem("-".join(_without_markers(_words(prefix))))
        return any(stem == _stem(name) for name in (*self._full, *self._short))

    def _is_part_of(self, words: tuple[str, ...]) -> bool:
        """Whether the project's or the repository's name begins or ends with all of ``words``.

        Behind words of its group: apache-royale for org.apache.royale:royale-parent.
        """
        group = frozenset(_words(self.project.rpartition(":")[0]))
        for start in range(len(words)):
            name = words[start:]
            if len("".join(name)) > 1 and any(
                name in {whole[: len(name)], whole[-len(name) :]} for whole in self.wider
            ):
                return True
            if words[start] not in group:
                return False
        return False


def is_a_name(prefix: str) -> bool:
    """Whether ``prefix`` holds a name, and no part of a version: ``1.0-rc`` and ``v1-`` are none."""
    if not _READABLE.fullmatch(prefix):
        return False
    bare = [word.rstrip("0123456789") for word in _words(prefix)]
    if "" in bare:
        return False
    return any(word not in _MARKERS | _UNFINISHED for word in bare)


def version_starts(tag: str) -> Iterator[int]:
    """Where in ``tag`` a version may begin, in time linear in its length.

    At each number but those behind a number and a dot. Names end in numbers too (log4j2-1.0, app-6.0-3.0.0):
    a dash or underscore between two numbers does not say that they are one version.
    """
    return (found.start() for found in deque(_START.finditer(tag), maxlen=_LAST_STARTS))


_START = re.compile(r"(?<![0-9])(?<![0-9]\.)[0-9]")

_LAST_STARTS = 16
"""A version has fewer numbers (``1_0_0-beta1.post2.dev3+g1a2b3c``), and it ends the tag."""


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def _squashed(text: str) -> str:
    return "".join(_words(text))


def _without_markers(words: list[str]) -> list[str]:
    """``words`` without the markers at both ends."""
    start, end = 0, len(words)
    while start < end and words[start] in _MARKERS:
        start += 1
    while end > start and words[end - 1] in _MARKERS:
        end -= 1
    return words[start:end]


def _stem(name: str) -> tuple[str, ...]:
    """The words of ``name`` without those for "all of it", and without the numbers of a generation."""
    words = [word.rstrip("0123456789") or word for word in _words(name) if word not in _WHOLE]
    return tuple(words)
