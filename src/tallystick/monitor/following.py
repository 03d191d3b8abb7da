"""One round of the monitor: look at the indexes, audit what is new, look at tags, tell."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct, field
from packaging.utils import canonicalize_name

from tallystick.errors import IndexFailure, SourceError, TallystickError, UsageError
from tallystick.index.npm import Npm
from tallystick.index.patience import Clock
from tallystick.index.pypi import PyPI
from tallystick.index.release import Index
from tallystick.limits import Limits
from tallystick.model import Ledger, VerdictValue
from tallystick.monitor.arrivals import arrivals
from tallystick.monitor.comparing import events
from tallystick.monitor.config import Config, Watch
from tallystick.monitor.event import Event, Kind
from tallystick.monitor.sinks import NotTaken
from tallystick.monitor.state import Due, State, Tag
from tallystick.report.json_reader import ledger_of
from tallystick.source import looks_like_url
from tallystick.source.tags_now import tags_now
from tallystick.survey import Asked, Report, unpacked
from tallystick.survey import State as Became

FIRST_PAUSE: Final = 30.0
LONGEST_PAUSE: Final = 3600.0
"""Seconds before something that failed is tried again: doubled from the first to the longest."""

MANY: Final = 100
"""Projects from which on the whole index is asked for its serials: one answer of some 10 MB, packed."""

_TARGETS: Final = {"pypi": "{}=={}", "npm": "pkg:npm/{}@{}", "debian": "deb:{}={}"}
"""How a release of each index is called as a target of an audit."""


def pause(tries: int) -> float:
    """Seconds before the next try, after so many."""
    return min(FIRST_PAUSE * 2.0 ** min(tries, 20), LONGEST_PAUSE)


class Monitor(Struct, kw_only=True):
    """Follows indexes.

    Attributes:
        config: what it does.
        state: what it remembers.
        indexes: by kind.
        locked: the projects of an index that a lock file pins.
        audit: audits one release.
        limits: the caps.
        clock: the time; only ever asked when to try again.
        problems: what could not be done in this round, a line each; the next one tries again.
    """

    config: Config
    state: State
    indexes: Mapping[str, Index]
    locked: Callable[[Watch], Sequence[str]]
    audit: Callable[[Asked], Report]
    limits: Limits
    clock: Clock
    problems: list[str] = field(default_factory=list)

    def once(self) -> None:
        """Do all that is to be done now.

        Raises:
            StorageError: what it remembers cannot be written; the next round begins where this one was.
        """
        self.problems.clear()
        projects = list(self._projects())
        unchanged = self._unchanged(projects)
        for index, project in projects:
            if (index, project) not in unchanged:
                self._look(index, project)
        self.tell()
        for due in self.state.due(self.clock.time()):
            self._audit(due)
            self.tell()
        for repository in self.state.repositories(self.clock.time()):
            self._tags(repository)
        self.tell()

    def _projects(self) -> Iterator[tuple[str, str]]:
        """What is watched, each once."""
        found: dict[tuple[str, str], None] = {}
        for watch in self.config.watches:
            try:
                names = [*watch.projects, *self.locked(watch), *self._organized(watch)]
            except TallystickError as error:
                self.problems.append(f"{watch.index}: {error}")
                names = list(watch.projects)
            found.update(dict.fromkeys((watch.index, name) for name in names))
        return iter(found)

    def _unchanged(self, projects: Sequence[tuple[str, str]]) -> frozenset[tuple[str, str]]:
        """Of many projects on PyPI, those whose serial is the one that was seen: one request says so."""
        index = self.indexes["pypi"]
        names = [name for kind, name in projects if kind == "pypi"]
        if len(names) < MANY or not isinstance(index, PyPI):
            return frozenset()
        try:
            serials = index.serials()
        except IndexFailure as error:
            self.problems.append(f"pypi: {error}")
            return frozenset()
        return frozenset(
            ("pypi", name)
            for name in names
            if (now := serials.get(canonicalize_name(name))) is not None
            and now == self.state.serial("pypi", name)[1]
        )

    def _organized(self, watch: Watch) -> Sequence[str]:
        index = self.indexes[watch.index]
        if watch.organization is None or not isinstance(index, Npm):
            return ()
        return index.projects_of(watch.organization)

    def _look(self, index: str, project: str) -> None:
        """What is new of one project; seen, asked for and told in one transaction."""
        try:
            listing = self.indexes[index].listing(project)
        except (IndexFailure, UsageError) as error:
            self.problems.append(f"{index} {project}: {error}")
            return
        is_known, newest = self.state.serial(index, project)
        if newest is not None and (listing.serial is None or listing.serial < newest):
            # A mirror that is behind, or another one: what it does not show yet is not gone.
            self.problems.append(
                f"{index} {project}: shows its state {listing.serial}, and {newest} was seen before"
            )
            return
        seen = self.state.files(index, project)
        new = arrivals(index, project, listing, seen, late=self.config.late, first=not is_known)
        now = self.clock.time()
        with self.state.together():
            self.state.know(index, project, listing.serial)
            self.state.see(index, project, new.files)
            for version in new.versions:
                settle = self.config.settle if is_known else 0.0
                self.state.ask(index, project, version, now + settle)
            self._events(new.events)

    def _audit(self, due: Due) -> None:
        """Audit one release and compare it; its outcome and its events in one transaction."""
        target = _TARGETS[due.index].format(due.project, due.version)
        report = self.audit(Asked(name=target, target=target))
        is_whole = report.state is Became.DONE and not report.cost.outages
        if not is_whole and due.tries + 1 < self.config.tries:
            with self.state.together():
                self.state.put_off(due, self.clock.time() + pause(due.tries))
            self.problems.append(f"{target}: {report.reason or 'a server was out of reach'}")
            return
        texts = [unpacked(one) for one in report.ledgers]
        ledgers = [ledger_of(json.loads(text)) for text in texts]
        was_accepted, before = self.state.baselines(due.index, due.project)
        old = [ledger_of(json.loads(text)) for text in before]
        found = list(events(due.index, due.project, due.version, ledgers, old)) if is_whole else []
        tags = list(self._tags_of(due, ledgers))
        now = self.clock.time()
        with self.state.together():
            if is_whole:
                self.state.audited(due)
                self._events(found)
                self._remember(due, ledgers, texts, was_accepted=was_accepted)
                for tag in tags:
                    self.state.keep_tag(tag, now + self.config.tags)
            else:
                # Told once; tried on for as long as it takes, since nobody else will.
                reason = report.reason or "a server is out of reach"
                self._events([self._not_audited(due, reason)])
                self.state.put_off(due, now + pause(due.tries))

    def _remember(
        self, due: Due, ledgers: Sequence[Ledger], texts: Sequence[bytes], *, was_accepted: bool
    ) -> None:
        """Compare later releases with this one if it was accepted; until one was, if it was not rejected."""
        verdicts = {one.verdict.value for one in ledgers if one.verdict is not None}
        is_accepted = verdicts == {VerdictValue.ACCEPTED}
        if is_accepted or (not was_accepted and VerdictValue.REJECTED not in verdicts):
            named = zip((one.artifact.name for one in ledgers), texts, strict=True)
            self.state.compare_with(due, list(named), accepted=is_accepted)

    def _not_audited(self, due: Due, reason: str) -> Event:
        return Event(
            kind=Kind.NOT_AUDITED,
            index=due.index,
            project=due.project,
            version=due.version,
            subject="",
            message=f"it could not be audited: {reason}",
        )

    def _tags_of(self, due: Due, ledgers: Sequence[Ledger]) -> Iterator[Tag]:
        """The tags that the release was made from, and what they name now."""
        sources = [one.source for one in ledgers if one.source is not None]
        for url, ref in {(source.url, source.ref) for source in sources if source.ref}:
            if not looks_like_url(url):
                continue
            try:
                there = tags_now(url, self.limits)
            except (SourceError, UsageError) as error:
                self.problems.append(f"{url}: {error}")
                continue
            if ref in there:
                yield Tag(
                    repository=url,
                    tag=ref,
                    object=there[ref],
                    index=due.index,
                    project=due.project,
                    version=due.version,
                )

    def _tags(self, repository: str) -> None:
        """Whether tags that releases were made from name something else now."""
        now = self.clock.time()
        try:
            there = tags_now(repository, self.limits)
        except (SourceError, UsageError) as error:
            self.problems.append(str(error))
            with self.state.together():
                self.state.looked(repository, now + min(LONGEST_PAUSE, self.config.tags))
            return
        with self.state.together():
            for tag in self.state.tags(repository):
                is_now = there.get(tag.tag, "")
                if is_now == tag.object:
                    continue
                self._events([_moved(tag, is_now)])
                self.state.keep_tag(
                    Tag(
                        repository=tag.repository,
                        tag=tag.tag,
                        object=is_now,
                        index=tag.index,
                        project=tag.project,
                        version=tag.version,
                    ),
                    now,
                )
            self.state.looked(repository, now + self.config.tags)

    def _events(self, found: Sequence[Event]) -> None:
        for event in found:
            self.state.tell(event, self.config.sinks, self.clock.time())

    def tell(self) -> None:
        """Give every sink what it has not taken yet, each in order, until it does not take one."""
        for name, sink in self.config.sinks.items():
            for letter in self.state.letters(name, self.clock.time()):
                try:
                    sink.give(letter.event, letter.document)
                except NotTaken as error:
                    self.state.returned(letter, self.clock.time() + pause(letter.tries))
                    self.problems.append(f"{name}: {error}")
                    break
                self.state.taken(letter)


def _moved(tag: Tag, is_now: str) -> Event:
    gone = "it is gone" if not is_now else f"now it is {is_now}"
    return Event(
        kind=Kind.TAG_MOVED,
        index=tag.index,
        project=tag.project,
        version=tag.version,
        subject=f"{tag.repository} {tag.tag} {tag.object} {is_now}",
        message=f"the tag {tag.tag} of {tag.repository} was {tag.object or 'gone'}, {gone}",
    )
