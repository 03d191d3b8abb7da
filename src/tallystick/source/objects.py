"""The objects of one repository, read through one ``git cat-file --batch`` and hashed again.

git does not hash what it reads from a pack: the pack's index says which bytes belong to which id, and
in a repository that somebody else wrote, that index may say anything. So every object that comes
through here is hashed, and one that is not what it is called is an error. With commits and trees
read this way too, a commit id vouches for the blob id of every path (docs/adr/0002).
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import subprocess
import threading
import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from tallystick.errors import LimitExceeded, SourceError
from tallystick.source import git
from tallystick.source.complaints import COMPLAINT_BYTES, last_words

WINDOW = 200
"""Objects asked for before the first answer is read: 200 ids of 64 digits fill less than 16 KiB,
the smallest pipe in use (macOS), so git never waits for us while we wait for git."""

GRACE_SECONDS = 5
"""For a git that has closed its output to say why."""

_FULL_ID = re.compile("(?:[0-9a-f]{40}|[0-9a-f]{64})")


class GitObject(Struct, frozen=True, kw_only=True):
    """One object: its id, its kind (``commit``, ``tree``, ``blob``, ``tag``) and its content."""

    id: str
    kind: str
    content: bytes


class Objects:
    """Gives objects by id; safe to use from several threads, and after a fork."""

    def __init__(self, git_dir: Path, name: str) -> None:
        """Read from the repository at ``git_dir``; ``name`` is what errors call it."""
        self._git_dir = git_dir
        self._name = name
        self._lock = threading.Lock()
        self._talk: _Talk | None = None

    def read(self, name: str, *, cap: int) -> GitObject | None:
        """The object called ``name`` (an id, or ``ID^{commit}``), or None if it is not there.

        Raises:
            LimitExceeded: it is larger than ``cap`` bytes.
            SourceError: it is damaged, or not what its id says.
        """
        return self._ask([name], cap)[0]

    def read_all(self, names: Sequence[str], *, cap: int) -> Iterator[GitObject | None]:
        """The objects called ``names``, in that order; errors as in :meth:`read`."""
        for start in range(0, len(names), WINDOW):
            yield from self._ask(names[start : start + WINDOW], cap)

    def start(self) -> None:
        """Start the process now, so that it is ready when the first object is wanted."""
        with self._lock:
            self._running()

    def _ask(self, names: Sequence[str], cap: int) -> list[GitObject | None]:
        with self._lock:
            talk = self._running()
            try:
                talk.questions.write("".join(f"{name}\n" for name in names).encode())
                talk.questions.flush()
                return [self._answer(talk, name, cap) for name in names]
            except BrokenPipeError as error:
                raise self._damaged(talk) from error
            except BaseException:
                # Answers that nobody read would be taken for those to the next question.
                self._stop()
                raise

    def _answer(self, talk: _Talk, name: str, cap: int) -> GitObject | None:
        header = talk.answers.readline()
        if header.endswith((b" missing\n", b" ambiguous\n")):
            return None
        fields = header.split()
        if len(fields) != 3:
            raise self._damaged(talk)
        identity, kind, size = fields[0].decode(), fields[1].decode(), int(fields[2])
        if size > cap:
            raise LimitExceeded("content", f"{self._name}: {kind} {identity} has {size} bytes")
        content = talk.answers.read(size + 1)[:-1]
        if len(content) != size:
            raise self._damaged(talk)
        asked = name if _FULL_ID.fullmatch(name) else identity
        if not asked == identity == object_id(kind, content, digits=len(identity)):
            raise SourceError(f"{self._name}: {kind} {identity} is damaged: it has another id")
        return GitObject(id=identity, kind=kind, content=content)

    def _running(self) -> _Talk:
        # After a fork, both processes would talk through one pipe.
        if self._talk is None or self._talk.owner != os.getpid():
            self._talk = _Talk(self._git_dir)
            weakref.finalize(self, self._talk.end)
        return self._talk

    def _stop(self) -> None:
        if self._talk is not None:
            self._talk.end()
        self._talk = None

    def _damaged(self, talk: _Talk) -> SourceError:
        words = talk.last_words()
        self._stop()
        return SourceError(f"{self._name}: the repository is damaged: {words}")


class _Talk:
    """One ``git cat-file --batch``: questions go in, answers come out."""

    def __init__(self, git_dir: Path) -> None:
        self.owner = os.getpid()
        # A file: a pipe for complaints would have to be drained, or git could wait on it for ever.
        self._complaints = git.temporary_complaints()
        try:
            process = git.start_reading(git_dir, ["cat-file", "--batch"], self._complaints)
        except SourceError:
            self._complaints.close()
            raise
        self._process = process
        self.questions, self.answers = git.pipes(process)

    def last_words(self) -> str:
        """What git complained of before it ended."""
        if self._complaints.closed:
            return "git ended early"
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=GRACE_SECONDS)
        self._complaints.seek(0)
        return last_words(self._complaints.read(COMPLAINT_BYTES))

    def end(self) -> None:
        """End the process, if it is ours and not the one of a parent that forked us."""
        if self.owner == os.getpid():
            self._process.kill()
        for pipe in (self.questions, self.answers, self._complaints):
            with contextlib.suppress(OSError):
                pipe.close()
        self._process.wait()


def object_id(kind: str, content: bytes, *, digits: int) -> str:
    """The id that git gives ``content`` (gitformat-pack(5): SHA-1 of 40 digits, SHA-256 of 64)."""
    digest = hashlib.sha256() if digits == 64 else hashlib.sha1(usedforsecurity=False)
    digest.update(f"{kind} {len(content)}\0".encode())
    digest.update(content)
    return digest.hexdigest()
