"""Repositories with a past: who wrote, committed, merged and tagged what, and when, as a test says it.

Written by ``git fast-import``, so that a history of a thousand commits takes no longer than one of ten.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gitrepo import TIME, GitRepo
from tallystick.cache import Cache
from tallystick.custody import CHECKS, Question, examine
from tallystick.custody.since import since_last_release
from tallystick.limits import DEFAULT
from tallystick.model import Source
from tallystick.model.custody import Custody, Range
from tallystick.model.history import Person
from tallystick.source import open_source

DAY = 86_400

EVERY = tuple(check.id for check in CHECKS)

ADA = Person(name="Ada", email="ada@example.org")
BEN = Person(name="Ben", email="ben@example.org")
EVE = Person(name="Eve", email="eve@example.org")
FORGE = Person(name="GitHub", email="noreply@github.com")
BOT = Person(name="bumper[bot]", email="49699333+bumper[bot]@users.noreply.github.com")


@dataclass
class Past:
    """A history in the making; a commit is named by its number."""

    stream: bytearray = field(default_factory=bytearray)
    count: int = 0
    time: int = TIME

    def commit(
        self,
        files: Mapping[str | bytes, bytes | None],
        author: Person = ADA,
        message: str | bytes = "Change",
        *,
        committer: Person | None = None,
        parents: Sequence[int] | None = None,
        days: float = 1,
        authored: int | None = None,
    ) -> int:
        """Commit ``files`` (None: removed) on top of ``parents`` (None: the commit before); its number."""
        self.time += int(days * DAY)
        self.count += 1
        on_top = ([self.count - 1] if self.count > 1 else []) if parents is None else parents
        text = message.encode() if isinstance(message, str) else message
        self._say(f"commit refs/heads/main\nmark :{self.count}\n")
        self._say(f"author {_signed(author, self.time if authored is None else authored)}\n")
        self._say(f"committer {_signed(committer or author, self.time)}\n")
        self._data(text)
        for position, parent in enumerate(on_top):
            self._say(f"{'merge' if position else 'from'} :{parent}\n")
        for name, content in files.items():
            quoted = _quoted(name)
            if content is None:
                self._say(f"D {quoted}\n")
            else:
                self._say(f"M 100644 inline {quoted}\n")
                self._data(content)
        return self.count

    def merge(
        self,
        *branches: int,
        by: Person,
        into: int | None = None,
        message: str = "Merge branch 'topic'",
        files: Mapping[str | bytes, bytes | None] | None = None,
        committer: Person | None = None,
    ) -> int:
        """Merge ``branches`` into ``into`` (None: the first parent is the commit before)."""
        base = self.count if into is None else into
        return self.commit(files or {}, by, message, parents=[base, *branches], committer=committer)

    def tag(self, name: str, by: Person | None = None, *, at: int | None = None) -> None:
        """Tag ``at`` (None: the last commit); a light tag without ``by``."""
        mark = self.count if at is None else at
        if by is None:
            self._say(f"reset refs/tags/{name}\nfrom :{mark}\n")
            return
        self._say(f"tag {name}\nfrom :{mark}\ntagger {_signed(by, self.time)}\n")
        self._data(f"release {name}\n".encode())

    def write(self, path: Path) -> Written:
        """The repository itself, bare."""
        repo = GitRepo(path, bare=True)
        marks = path / "marks"
        subprocess.run(
            ["git", "fast-import", "--quiet", f"--export-marks={marks}"],
            cwd=path,
            input=bytes(self.stream),
            check=True,
            capture_output=True,
        )
        lines = marks.read_text().splitlines()
        ids = {int(mark.removeprefix(":")): name for mark, name in map(str.split, lines)}
        return Written(repo=repo, ids=ids)

    def _say(self, text: str) -> None:
        self.stream += text.encode("utf-8", "surrogateescape")

    def _data(self, content: bytes) -> None:
        self.stream += b"data %d\n%b\n" % (len(content), content)


@dataclass
class Written:
    """A repository, and the id of each commit by its number."""

    repo: GitRepo
    ids: Mapping[int, str]

    def source(self, ref: str | None = None) -> Source:
        """What ``ref`` (None: HEAD) means there."""
        return open_source(
            str(self.repo.path),
            ref=ref,
            cache=Cache(root=self.repo.path.parent / "cache"),
            limits=DEFAULT,
        )

    def custody(
        self,
        ref: str | None = None,
        *,
        checks: Sequence[str] = EVERY,
        after: int | None = None,
        everything: bool = False,
    ) -> Custody:
        """What is known of ``ref``: since the last release, since ``after``, or from the beginning."""
        source = self.source(ref)
        assert source.log is not None
        within = since_last_release(source.log, ref)
        if after is not None or everything:
            name = None if after is None else self.ids[after]
            within = Range(after=name, after_commit=name, until=source.log.tip, chosen="the test")
        question = Question(log=source.log, range=within, tree=source.tree, checks=checks)
        return examine(question, DEFAULT)

    def told(self, custody: Custody) -> dict[int, tuple[str, str]]:
        """Standing and way of each commit, by number."""
        numbers = {name: number for number, name in self.ids.items()}
        return {
            numbers[line.commit.id]: (line.standing.value, line.way.value) for line in custody.lines
        }


def _signed(person: Person, time: int) -> str:
    return f"{person.name} <{person.email}> {time} +0000"


def _quoted(name: str | bytes) -> str:
    """A path as fast-import takes any byte of it."""
    raw = name.encode("utf-8", "surrogateescape") if isinstance(name, str) else name
    return '"' + "".join(f"\\{byte:03o}" for byte in raw) + '"'
