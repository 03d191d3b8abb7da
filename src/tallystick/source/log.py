"""The history of a repository up to one commit: one ``git log`` pass, tags, and where lines come from.

Trees and commits are enough for most of it, so a partial clone answers without a fetch; lines and patches
need contents. What git would let a repository change about its own history is off: replace refs and
grafts are ignored (git.py), the mailmap is not applied, ``blame.ignoreRevsFile`` is reset.
"""

from __future__ import annotations

import itertools
import os
import re
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from tallystick.errors import LimitExceeded, SourceError
from tallystick.limits import Limits
from tallystick.model import Skip
from tallystick.model.history import Change, LoggedCommit, LoggedTag, Person, Span
from tallystick.source import git
from tallystick.source.complaints import COMPLAINT_BYTES, last_words
from tallystick.source.repository import Commit, Repository, common_dir

_FORMAT = "--format=%H%x00%P%x00%an%x00%ae%x00%at%x00%cn%x00%ce%x00%ct%x00%B"
_FIELDS = 9

_PLAIN = (
    *("-c", "log.showRoot=true", "-c", "log.follow=false", "-c", f"diff.orderFile={os.devnull}"),
    *("log", "-z", "--encoding=UTF-8", "--no-mailmap", "--no-notes", "--no-color", "--no-decorate"),
    *("--no-ext-diff", "--no-textconv", "--topo-order", _FORMAT),
)
"""What a repository's own configuration could have ``git log`` do otherwise is said here."""

_CHANGES = ("--raw", "--no-abbrev", "--no-renames", "--ignore-submodules=none")
_TAGS = "%00".join(
    f"%({field})"
    for field in ("refname:strip=2", "objecttype", "objectname", "*objecttype", "*objectname",
                  "taggername", "taggeremail", "creatordate:unix", "contents")
)  # fmt: skip
_SIGNATURE = re.compile(
    r"^-----BEGIN (?:PGP SIGNATURE|PGP MESSAGE|SSH SIGNATURE|SIGNED MESSAGE)-----$", re.MULTILINE
)
"""Where the signature of a tag begins, the last time (gitformat-signature(5)).

git knows those of SSH since 2.34 alone, and would call such a tag unsigned before.
"""

_CHUNK = 1 << 20

_FAILURES = 3
"""Files that cannot be read before any that can: the contents are not here, and asking on takes time."""

_BLAMED = re.compile(rb"^([0-9a-f]{40,64}) [0-9]+ ([0-9]+) ([0-9]+)$", re.MULTILINE)
_SIGNED = re.compile(rb"^gpgsig(?:-sha256)? ", re.MULTILINE)


class GitLog:
    """See :class:`tallystick.model.history.Log`."""

    def __init__(self, repository: Repository, commit: Commit, limits: Limits) -> None:
        """Look back from ``commit``; nothing is read before the first question."""
        self._repository = repository
        self._commit = commit
        self._limits = limits

    @property
    def tip(self) -> str:
        """See :class:`tallystick.model.history.Log`."""
        return self._commit.id

    @cached_property
    def gaps(self) -> tuple[Skip, ...]:
        """See :class:`tallystick.model.history.Log`."""
        common = common_dir(self._repository.git_dir)
        found = []
        if (common / "shallow").is_file():
            reason = (
                "a shallow clone: older commits are not here ('git fetch --unshallow' gets them)"
            )
            found.append(Skip(check="history", reason=reason))
        replaced = self._repository.run(["for-each-ref", "--count=1", "refs/replace"])
        if replaced.output:
            reason = "it has replace refs, which were ignored: git itself may show another history"
            found.append(Skip(check="replace-refs", reason=reason))
        if (common / "info" / "grafts").is_file():
            reason = "it has grafts, which were ignored: git itself may show another history"
            found.append(Skip(check="grafts", reason=reason))
        return tuple(found)

    def find(self, name: str) -> str | None:
        """See :class:`tallystick.model.history.Log`."""
        found = self._repository.find(name)
        return None if found is None else found.id

    def tags(self) -> tuple[LoggedTag, ...]:
        """See :class:`tallystick.model.history.Log`."""
        listed = self._listed(f"--format={_TAGS}%00")
        words = [_text(word) for word in listed.split(b"\0")]
        rows = (words[at : at + _FIELDS] for at in range(0, len(words) - _FIELDS, _FIELDS))
        return tuple(tag for row in rows if (tag := _tag(row)) is not None)

    def holds(self, commit: str) -> bool:
        """See :class:`tallystick.model.history.Log`."""
        asked = ["merge-base", "--is-ancestor", commit, self.tip]
        return self._repository.run(asked).status == 0

    def held_tags(self) -> frozenset[str]:
        """See :class:`tallystick.model.history.Log`."""
        listed = self._listed(f"--merged={self.tip}", "--format=%(refname:strip=2)%00")
        return frozenset(_text(name.lstrip(b"\n")) for name in listed.split(b"\0"))

    def _listed(self, *options: str) -> bytes:
        """What git lists of the tags; half a list would be believed to be all of it."""
        listed = self._repository.run(["for-each-ref", *options, "refs/tags"])
        # A partial clone lacks what a tag of a file means: the tags before that one are listed.
        if listed.status != 0 and "missing object" not in listed.complaint:
            raise SourceError(f"{self._repository.name}: {listed.complaint}")
        return listed.output

    def branches(self) -> Mapping[str, str]:
        """See :class:`tallystick.model.history.Log`."""
        heads = "refs/heads/"
        refs = self._repository.refs
        return {name.removeprefix(heads): refs[name] for name in refs if name.startswith(heads)}

    def commits(
        self, after: Sequence[str] = (), *, merges: bool = True, also: Sequence[str] = ()
    ) -> Iterator[LoggedCommit]:
        """See :class:`tallystick.model.history.Log`."""
        options = [*_CHANGES, *(["-c"] if merges else [])]
        names = [self.tip, *also, *(f"^{commit}" for commit in after)]
        return self._log([*options, *names, "--"])

    def some(self, ids: Sequence[str]) -> Mapping[str, LoggedCommit]:
        """See :class:`tallystick.model.history.Log`."""
        here = [one.id for one in self._repository.objects.read_all(
            [f"{name}^{{commit}}" for name in ids], cap=self._limits.metadata
        ) if one is not None]  # fmt: skip
        if not here:
            return {}
        return {one.id: one for one in self._log(["--no-walk=unsorted", "-s", *here, "--"])}

    def signed(self, ids: Sequence[str]) -> frozenset[str]:
        """See :class:`tallystick.model.history.Log`."""
        read = self._repository.objects.read_all(list(ids), cap=self._limits.metadata)
        return frozenset(
            one.id
            for one in read
            if one is not None and _SIGNED.search(one.content.partition(b"\n\n")[0])
        )

    def raw(self, names: Sequence[str]) -> Mapping[str, bytes]:
        """See :class:`tallystick.model.history.Log`."""
        read = self._repository.objects.read_all(list(names), cap=self._limits.metadata)
        return {name: one.content for name, one in zip(names, read, strict=True) if one is not None}

    def lines(
        self, after: str | None, paths: Sequence[str], *, seconds: int | None = None
    ) -> Mapping[str, tuple[Span, ...]]:
        """See :class:`tallystick.model.history.Log`."""
        if self._repository.is_partial:
            if after is None:
                return {}
            self._fetch_contents(after, frozenset(paths))
        counted: dict[str, tuple[Span, ...]] = {}
        failed = 0
        until = time.monotonic() + (seconds or self._limits.blame_seconds)
        which = ["--root", self.tip] if after is None else [f"{after}..{self.tip}"]
        for path in paths:
            if time.monotonic() > until:
                break
            options = ["-c", "blame.ignoreRevsFile=", "blame", "--incremental", "--no-textconv"]
            said = self._repository.run([*options, *which, "--", path])
            if said.status == 0:
                counted[path] = _spans(said.output, path)
            else:
                failed += 1
            if failed == _FAILURES and not counted:
                break
        return counted

    def patches(self, ids: Sequence[str]) -> Mapping[str, str]:
        """See :class:`tallystick.model.history.Log`."""
        given = "".join(f"{identity}\n" for identity in ids).encode()
        options = ["diff-tree", "--stdin", "-p", "--root", "--no-renames"]
        patch = self._whole([*options, "--no-ext-diff", "--no-textconv"], given)
        if patch is None:
            return {}
        summed = self._repository.run(["patch-id", "--stable"], given=patch)
        pairs = (line.split(" ") for line in summed.output.decode("ascii", "replace").splitlines())
        return {pair[1]: pair[0] for pair in pairs if len(pair) == 2}

    def _fetch_contents(self, after: str, paths: frozenset[str]) -> None:
        """Get what blame reads of ``paths``, in one request; where that fails, blame does."""
        changed = self._repository.run(
            ["-c", "log.showRoot=true", "log", "-z", "--format=", "-m", *_CHANGES,
             f"{after}..{self.tip}", "--"]
        )  # fmt: skip
        blobs: set[str] = set()
        for change, path in itertools.pairwise(changed.output.split(b"\0")):
            words = change.strip().split(b" ")
            if len(words) == 5 and words[0].startswith(b":") and _text(path) in paths:
                blobs |= {words[2].decode("ascii", "replace"), words[3].decode("ascii", "replace")}
        self._repository.has_fetched(sorted(blob for blob in blobs if blob.strip("0")))

    def _log(self, arguments: Sequence[str]) -> Iterator[LoggedCommit]:
        reader = _Reader(self._limits)
        for count, commit in enumerate(reader.read(self._stream([*_PLAIN, *arguments])), 1):
            if count > self._limits.commits:
                message = f"{self._repository.name}: more than {self._limits.commits:,} commits"
                raise LimitExceeded("commits", message)
            yield commit

    def _whole(self, arguments: Sequence[str], given: bytes) -> bytes | None:
        """All that a command says; None if that is more than a patch may have, or if it failed."""
        said = bytearray()
        try:
            for chunk in self._stream(arguments, given):
                said += chunk
                if len(said) > self._limits.patch:
                    return None
        except SourceError:
            return None
        return bytes(said)

    def _stream(self, arguments: Sequence[str], given: bytes = b"") -> Iterator[bytes]:
        """What git says, in pieces, as it says it.

        Raises:
            SourceError: it failed, or was not done in ``limits.git_seconds``.
        """
        what = f"{self._repository.name}: git {arguments[0] if given else 'log'}"
        with git.temporary_complaints() as complaints:
            process = git.start_reading(self._repository.git_dir, arguments, complaints)
            late = threading.Timer(self._limits.git_seconds, process.kill)
            late.start()
            try:
                questions, answers = git.pipes(process)
                questions.write(given)
                questions.close()
                while chunk := answers.read(_CHUNK):
                    yield chunk
                status = process.wait()
            finally:
                late.cancel()
                process.kill()
                process.wait()
                for pipe in git.pipes(process):
                    pipe.close()
            if status != 0:
                complaints.seek(0)
                words = last_words(complaints.read(COMPLAINT_BYTES))
                raise SourceError(f"{what}: {words}")


_CHANGE_WORDS = 5
"""The least: two modes, two ids, a letter."""


class _Reader:
    """Commits out of the fields that git writes, none of which can hold the NUL that ends it."""

    def __init__(self, limits: Limits) -> None:
        self._cap = limits.commit_message
        self._people: dict[tuple[bytes, bytes], Person] = {}
        self._paths: dict[bytes, str] = {}

    def read(self, chunks: Iterator[bytes]) -> Iterator[LoggedCommit]:
        """Each commit with its changes; a field is what its position says, whatever it holds.

        Raises:
            SourceError: a change is not as git writes one.
        """
        fields = _fields(chunks)
        head = next(fields, b"")
        while head:
            rest = [next(fields, b"") for _ in range(_FIELDS - 1)]
            changes, following = self._changes(fields)
            yield self._commit(head, rest, changes)
            head = following

    def _changes(self, fields: Iterator[bytes]) -> tuple[tuple[Change, ...], bytes]:
        """The changes (git-diff-tree(1), raw format) up to the next commit, and its first field."""
        changes: list[Change] = []
        for field in fields:
            said = field.lstrip(b"\n")
            if not said:
                continue  # git ends a list, and an empty one, with a NUL of its own
            if not said.startswith(b":"):
                return tuple(changes), said
            changes.append(self._change(said.split(b" "), next(fields, b"")))
        return tuple(changes), b""

    def _change(self, words: Sequence[bytes], path: bytes) -> Change:
        if len(words) < _CHANGE_WORDS:
            raise SourceError(f"git's log has a change that is none: {b' '.join(words)[:60]!r}")
        # One mode and one id for each parent, then those of the result, then the letters.
        parents = len(words) // 2 - 1
        return Change(
            path=self._paths.setdefault(path, _text(path)),
            status=words[-1].decode("ascii", "replace"),
            blob=words[-2].decode("ascii", "replace"),
            mode=words[parents].lstrip(b":").decode("ascii", "replace"),
        )

    def _commit(
        self, head: bytes, rest: Sequence[bytes], changes: tuple[Change, ...]
    ) -> LoggedCommit:
        parents, name, email, authored, by, by_email, committed, message = rest
        return LoggedCommit(
            id=head.decode("ascii", "replace"),
            parents=tuple(parents.decode("ascii", "replace").split()),
            author=self._person(name, email),
            authored=_seconds(authored),
            committer=self._person(by, by_email),
            committed=_seconds(committed),
            message=_text(message[: self._cap]).strip("\n"),
            changes=changes,
        )

    def _person(self, name: bytes, email: bytes) -> Person:
        known = self._people.get((name, email))
        if known is None:
            known = Person(name=_text(name), email=_text(email))
            self._people[name, email] = known
        return known


def _fields(chunks: Iterator[bytes]) -> Iterator[bytes]:
    left = b""
    for chunk in chunks:
        *whole, left = (left + chunk).split(b"\0")
        yield from whole
    if left:
        yield left


def _tag(row: Sequence[str]) -> LoggedTag | None:
    name, kind, own, meant_kind, meant, tagger, email, time, contents = row
    name = name.lstrip("\n")
    commit = own if kind == "commit" else meant if meant_kind == "commit" else None
    if commit is None:
        return None
    begins = [found.start() for found in _SIGNATURE.finditer(contents)] if kind == "tag" else []
    person = Person(name=tagger, email=email.strip("<>")) if kind == "tag" else None
    return LoggedTag(
        name=name,
        commit=commit,
        tagger=person,
        time=_seconds(time.encode()),
        signature=contents[begins[-1] :].strip() if begins else "",
    )


def _spans(said: bytes, path: str) -> tuple[Span, ...]:
    """Lines by commit (git-blame(1), the incremental format), without those older than the range."""
    found: list[Span] = []
    older: set[str] = set()
    starts = list(_BLAMED.finditer(said))
    for head, following in zip(starts, [*starts, None][1:], strict=True):
        commit = head[1].decode()
        found.append(Span(path=path, start=int(head[2]), count=int(head[3]), commit=commit))
        # Said once of a commit, and true of all its lines.
        if b"\nboundary\n" in said[head.end() : following.start() if following else len(said)]:
            older.add(commit)
    new = (span for span in found if span.commit not in older)
    return tuple(sorted(new, key=lambda span: span.start))


def _seconds(digits: bytes) -> int:
    """A time as git prints it; 0 for one that it could not read."""
    text = digits.decode("ascii", "replace").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0


def _text(field: bytes) -> str:
    return field.decode("utf-8", "surrogateescape")
