"""Which data the build reads: what the build files of an artifact name, by a search for words.

In March 2024 the payload of xz 5.6.0 was a file among the tests that the build read. A name in a build file
is no proof that it is read, and globs and computed names are not seen; it is a reason to be louder, so the
search takes a name in a comment as well as any other.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.model import Reach, Tree
from tallystick.project import join
from tallystick.reach.paths import Reached, is_of_tests

MAX_FILES = 600
"""Build files read for one artifact, shallow ones first: scipy has about 200."""

MAX_BYTES = 1_000_000
"""Bytes of one build file; those that people write stay under 200 kB."""

MAX_TOTAL = 16_000_000
"""Bytes of all of them together: a second of searching."""

_BUILD_FILE = re.compile(
    r"configure\.(?:ac|in)|Makefile\.(?:am|in)|(?:GNUm|[Mm])akefile|CMakeLists\.txt|meson\.build"
    r"|setup\.py|SConstruct|SConscript|wscript|build\.rs|binding\.gyp|.*\.(?:m4|ac|am|mk|cmake|gypi?)"
)
_WALKED = re.compile(
    r"configure\.(?:ac|in)|Makefile\.am|CMakeLists\.txt|meson\.build|.*\.(?:m4|cmake)"
)
"""Those in which a folder's name means its contents: ``EXTRA_DIST = files``, ``subdir('tests')``."""

_RAISED = frozenset({Reach.TEST, Reach.DATA, Reach.DOCS})

_WORD = re.compile(r"[\w.+@~-]+(?:/[\w.+@~-]+)*")
_TAILS = 6
"""Endings of one path that are looked up, for what stands before it: ``$(srcdir)/``, ``@top_srcdir@/``."""


def named_in_build(tree: Tree, own: Mapping[str, Reached]) -> Iterator[tuple[str, Reached]]:
    """The data and tests in ``tree`` that its build files name, with the file that does.

    Args:
        tree: of an artifact that is built where it is installed.
        own: what the path of each of its entries tells.
    """
    candidates = _Candidates(own)
    if not candidates.files:
        return
    for path, text in _texts(tree):
        folder, _, name = path.rpartition("/")
        walks = _WALKED.fullmatch(name) is not None
        reached = Reached(reach=Reach.BUILD, reason=f"named in {path}")
        for word in dict.fromkeys(_WORD.findall(text)):
            last = word.rpartition("/")[2]
            if last in candidates.names:  # as hardly any word of any build file
                for found in candidates.meant(word, folder):
                    yield found, reached
            if walks and last in candidates.folders:
                candidates.walk(word, folder, reached)
    yield from candidates.walked()


class _Candidates:
    """What could be raised: data, and whatever stands among tests; documentation elsewhere is only quoted.

    Attributes:
        files: their paths.
        names: their file names; a word that ends in none of them means none.
        folders: names of the folders above those among tests, likewise.
    """

    def __init__(self, own: Mapping[str, Reached]) -> None:
        self.files: set[str] = set()
        self.folders: set[str] = set()
        self._by_name: dict[str, list[str]] = {}
        self._among_tests: list[str] = []
        self._walked: dict[str, Reached] = {}
        for path in sorted(path for path, reached in own.items() if reached.reach in _RAISED):
            parts = path.split("/")
            among_tests = is_of_tests(parts)
            if not among_tests and own[path].reach is not Reach.DATA:
                continue
            self.files.add(path)
            self._by_name.setdefault(parts[-1], []).append(path)
            if among_tests and own[path].reach is not Reach.TEST:
                self._among_tests.append(path)
                self.folders.update(parts[:-1])
        self.names = self._by_name.keys()

    def meant(self, word: str, folder: str) -> Iterator[str]:
        """What ``word`` in a build file in ``folder`` can mean; by its name alone, each path once."""
        yield from (path for path in _places(word, folder) if path in self.files)
        if "/" not in word and "." in word:
            paths = self._by_name[word]
            inside = f"{folder}/" if folder else ""
            start = bisect_left(paths, inside)
            end = start
            while end < len(paths) and paths[end].startswith(inside):
                end += 1
            yield from paths[start:end]
            del paths[start:end]  # so that many build files cost no more than one

    def walk(self, word: str, folder: str, reached: Reached) -> None:
        """Remember what ``word`` can mean as a folder of tests."""
        for path in _places(word, folder):
            if is_of_tests([*path.split("/"), ""]):
                self._walked.setdefault(path, reached)

    def walked(self) -> Iterator[tuple[str, Reached]]:
        """What stands below the folders of tests that were named."""
        for path in self._among_tests if self._walked else ():
            parts = path.split("/")
            for length in range(1, len(parts)):
                reached = self._walked.get("/".join(parts[:length]))
                if reached is not None:
                    yield path, reached
                    break


def _places(word: str, folder: str) -> list[str]:
    """Where ``word`` can point from ``folder`` or from the top, whatever variable stands before it."""
    parts = word.split("/")
    tails = ["/".join(parts[start:]) for start in range(min(len(parts), _TAILS))]
    bases = dict.fromkeys((folder, "")) if len(parts) > 1 else (folder,)
    return list(dict.fromkeys(join(base, tail) for tail in tails for base in bases))


def _texts(tree: Tree) -> Iterator[tuple[str, str]]:
    paths = [
        path
        for path, entry in tree.entries.items()
        if _BUILD_FILE.fullmatch(path.rpartition("/")[2]) is not None
        and not (entry.is_link or entry.is_gitlink)
        and (entry.size or 0) <= MAX_BYTES
    ]
    paths.sort(key=lambda path: (path.count("/"), path))
    left = MAX_TOTAL
    for path in paths[:MAX_FILES]:
        try:
            content = tree.read(path)
        except (ContentUnavailable, LimitExceeded):
            continue
        left -= len(content)
        if left < 0:
            return
        yield path, content.decode("utf-8", "replace")
