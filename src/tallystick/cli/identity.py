"""``tallystick identity``: who published a release, proven how; and whether that is still the same."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from packaging.utils import canonicalize_name

from tallystick.artifact.naming import project_and_version
from tallystick.cache import Cache
from tallystick.cli.attested import is_pylock, known, read_lock_at, trusting
from tallystick.cli.identity_text import as_text
from tallystick.cli.indexes import Asking
from tallystick.cli.output import write_whole
from tallystick.cli.policy import read_policy_at
from tallystick.cli.targets import Pending, Target, resolve
from tallystick.errors import UsageError
from tallystick.identity.case import Case, Expected
from tallystick.identity.changes import Change, Word, changes
from tallystick.identity.climbing import identify
from tallystick.identity.lock import Lock, Locked, of_claims, write_lock
from tallystick.identity.pylock import write_identities
from tallystick.identity.terms import Terms
from tallystick.index.default import DEFAULT_INDEX, DEFAULT_NPM
from tallystick.limits import DEFAULT
from tallystick.model import ArtifactKind
from tallystick.model.ladder import Claims, Identity, State, Weight
from tallystick.report.identity import document
from tallystick.report.text import prose

SCHEMA = "tallystick.identity/1"

EXIT_HOLDS, EXIT_FALSE, EXIT_UNKNOWN = 0, 1, 3

DEFAULT_LOCK = Path("tallystick.lock")

DESCRIPTION = """\
  TARGET…         who published it, and how far that is proven without its contents
  lock TARGET…    write who published it to the lock file (to be reviewed as a diff)
  check TARGET…   say what is gained, lost, changed or split since the lock file, or --since

TARGET is what `tallystick audit` takes; of a release, every file is looked at. Attestations are those
that its index serves, or that lie beside a file (FILE.provenance, .publish.attestation,
.slsa.attestation, .attestation, .sigstore, .sigstore.json), verified offline.

Exit codes: 0 it is attested and nothing speaks against that (lock: written; check: the same, or
gained), 1 an attestation is false, or not as expected (check: lost, changed or split), 2 usage error
or crash, 3 not attested, not checked, or in doubt."""

ACTIONS = ("lock", "check")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``tallystick identity`` takes."""
    add = parser.add_argument
    add("targets", nargs="+", metavar="[lock|check] TARGET")
    add(
        "--lock",
        type=Path,
        metavar="FILE",
        help=f"tallystick.lock or pylock.toml (default of lock and check: {DEFAULT_LOCK})",
    )
    add("--since", metavar="TARGET", help="of check: compare with this release, not with the lock")
    add("--policy", type=Path, metavar="FILE", help="whose [identity] says what is expected")
    add("--trust-root", type=Path, metavar="FILE", help="another than the pinned one (JSON)")
    add("--registry-keys", type=Path, metavar="FILE", help="another list than npm's pinned keys")
    add("--index", help=f"Simple API of the index (default: {DEFAULT_INDEX})")
    add("--npm-index", metavar="URL", help=f"npm registry (default: {DEFAULT_NPM})")
    add("--offline", action="store_true", help="use the cache alone")
    add("--format", choices=("terminal", "json"), default="terminal", help="how to report")


class Looked(Struct, frozen=True, kw_only=True):
    """A file, and who published it."""

    name: str
    project: str | None
    version: str | None
    identity: Identity

    @property
    def claims(self) -> tuple[Claims, ...]:
        """The verified claims."""
        return tuple(one.claims for one in self.identity.verified if one.claims is not None)


def run(options: argparse.Namespace) -> int:
    """Do what was asked for; the exit code."""
    action = options.targets[0] if options.targets[0] in ACTIONS else None
    targets = options.targets[1:] if action else options.targets
    if not targets:
        raise UsageError(
            f"identity {action}: name a TARGET (a project of that name: pkg:pypi/{action})"
        )
    if options.since is not None and action != "check":
        raise UsageError("--since is of identity check")
    asking = Asking(
        index=options.index,
        npm_index=options.npm_index,
        cache=Cache.default(),
        limits=DEFAULT,
        offline=options.offline,
        all_files=True,
    )
    with asking:
        looking = _Looking(options, asking, with_lock=action is None)
        if action == "lock":
            return _lock(looking.all_of(targets), options.lock or DEFAULT_LOCK)
        if action == "check":
            return _check(looking, targets, options)
        return _show(looking.all_of(targets), options.format)


class _Looking:
    """Looks at the files of targets, all by the same terms."""

    def __init__(self, options: argparse.Namespace, asking: Asking, *, with_lock: bool) -> None:
        lock = options.lock if with_lock else None
        self._asking = asking
        self._trusting = trusting(
            lock=lock, root=options.trust_root, registry=options.registry_keys
        )
        self._terms = Terms()
        if options.policy is not None:
            policy = read_policy_at(options.policy, f"--policy {options.policy}")
            self._terms = policy.identity or self._terms

    def all_of(self, targets: Sequence[str]) -> list[Looked]:
        """Every file of ``targets``."""
        return [looked for target in targets for looked in self._files(target)]

    def _files(self, target: str) -> Iterator[Looked]:
        for pending in resolve(target, self._asking):
            if isinstance(pending, Pending):
                yield self._look(pending.fetch())

    def _look(self, target: Target) -> Looked:
        kind = ArtifactKind.WHEEL if target.name.endswith(".whl") else ArtifactKind.SDIST
        project, version = project_and_version(target.name, kind)
        if target.release is not None:
            project, version = target.release.project, target.release.version
        found = known(target, project, self._trusting, DEFAULT)
        case = Case(
            name=target.name,
            project=project,
            version=version,
            attestations=found.attestations,
            listed=found.listed,
            expected=(*self._terms.expected(project), *found.locked),
            now=found.now,
            unasked=found.unasked,
        )
        identity = identify(case, self._terms, trust_root=found.trust_root)
        return Looked(name=target.name, project=project, version=version, identity=identity)


def _show(files: Sequence[Looked], format_: str) -> int:
    if format_ == "json":
        content: dict[str, Any] = {
            "schema": SCHEMA,
            "files": [{"name": one.name, "identity": document(one.identity)} for one in files],
        }
        sys.stdout.write(json.dumps(content, indent=2) + "\n")
    else:
        for one in files:
            sys.stdout.write(as_text(one.name, one.identity) + "\n")
    return max((_code(one.identity) for one in files), key=_SERIOUS.index, default=EXIT_UNKNOWN)


_SERIOUS = [EXIT_HOLDS, EXIT_UNKNOWN, EXIT_FALSE]


def _code(identity: Identity) -> int:
    weights = {one.weight for one in identity.findings if one.holds is False}
    if Weight.REJECT in weights:
        return EXIT_FALSE
    if Weight.INCONCLUSIVE in weights or not identity.verified:
        return EXIT_UNKNOWN
    return EXIT_HOLDS


def _lock(files: Sequence[Looked], path: Path) -> int:
    """Write who published each project; nothing of it if an attestation is false or not checked."""
    for one in files:
        for attestation in one.identity.attestations:
            if attestation.state is not State.VERIFIED and not one.claims:
                raise UsageError(
                    f"{one.name}: not locked: {attestation.state}: {attestation.reason}"
                )
            if attestation.state is State.REFUSED:
                raise UsageError(f"{one.name}: not locked: {attestation.reason}")
    projects = _by_project(files)
    found = [
        of_claims(project, members[0].version, [one.claims for one in members])
        for project, members in projects.items()
    ]
    lock = read_lock_at(path) if path.exists() else Lock(projects={})
    for locked in found:
        lock = lock.having(locked)
    content = (
        write_identities(path.read_bytes(), lock, DEFAULT)
        if is_pylock(path)
        else write_lock(lock).encode()
    )
    write_whole(path, content)
    for locked in found:
        who = ", ".join(p.repository or p.subject or "?" for p in locked.publishers)
        _say(f"{locked.project} {locked.seen}: {who or 'not attested'}")
    return EXIT_HOLDS


def _by_project(files: Sequence[Looked]) -> dict[str, list[Looked]]:
    found: dict[str, list[Looked]] = {}
    for one in files:
        if one.project is None or not one.project.isprintable():
            raise UsageError(
                f"{one.name}: neither its name nor an index says of which project it is"
            )
        found.setdefault(one.project, []).append(one)
    return found


def _check(looking: _Looking, targets: Sequence[str], options: argparse.Namespace) -> int:
    if options.since is not None:
        lock = Lock(projects={})
        for project, members in _by_project(looking.all_of([options.since])).items():
            claims = [one.claims for one in members]
            lock = lock.having(of_claims(project, members[0].version, claims))
    else:
        lock = read_lock_at(options.lock or DEFAULT_LOCK)
    codes = [
        _checked(project, members, lock)
        for project, members in _by_project(looking.all_of(targets)).items()
    ]
    return max(codes, key=_SERIOUS.index, default=EXIT_UNKNOWN)


def _checked(project: str, members: Sequence[Looked], lock: Lock) -> int:
    """Say what changed of one project; the exit code."""
    locked = lock.projects.get(canonicalize_name(project))
    version = members[0].version
    head = f"{project} {version or ''}".strip()
    if locked is None:
        _say(f"{head}: not in the lock")
        return EXIT_UNKNOWN
    for one in members:
        for attestation in one.identity.attestations:
            if attestation.state is not State.VERIFIED and not one.claims:
                _say(f"{head}: {one.name}: {attestation.state}: {attestation.reason}")
                return EXIT_FALSE if attestation.state is State.REFUSED else EXIT_UNKNOWN
    found = list(changes(locked, {one.name: one.claims for one in members}, version))
    return _said(head, locked, found)


def _said(head: str, locked: Locked, found: Sequence[Change]) -> int:
    since = locked.seen or "the lock"
    if not found:
        _say(f"{head}: as in {since}: {_publishers(locked.publishers)}")
        return EXIT_HOLDS
    _say(f"{head}, since {since}:")
    for change in found:
        _say(f"  {change.word:<8} {change.message}")
    return EXIT_HOLDS if all(one.word is Word.GAINED for one in found) else EXIT_FALSE


def _say(text: str) -> None:
    """Print one line; what others chose in it is made visible."""
    sys.stdout.write(f"{prose(text)}\n")


def _publishers(publishers: Sequence[Expected]) -> str:
    return ", ".join(one.repository or one.subject or "?" for one in publishers) or "not attested"
