"""What several rebuilders say of one artifact, laid side by side: k of n, and where they differ. Pure.

Nobody's word decides alone. A statement is a ledger that somebody signed: it is judged again here, by the
policy of whoever asks, and counts as the worse of both verdicts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from tallystick.errors import UsageError
from tallystick.limits import Limits
from tallystick.model import Entry, Grade, Ledger, Sha256, VerdictValue
from tallystick.policy import Policy, worst
from tallystick.report.intoto import AUDIT, SCHEMA, STATEMENT, SUMMARY, outcome
from tallystick.report.json_reader import ledger_of
from tallystick.signing import PAYLOAD_TYPE, Envelope, Signer
from tallystick.signing.dsse import loads

Inventory = tuple[tuple[str, int, str], ...]
"""Path, mode and SHA-256 of every entry, sorted: two readers of the same bytes have the same one."""


class Asked(Struct, frozen=True, kw_only=True):
    """What is asked of the rebuilders.

    Attributes:
        sha256: of the artifact: statements about another do not count.
        inventory: of its entries, if the artifact is at hand: no statement that lists others counts.
        commit: the commit of the source; None: whichever they agree on.
        k: signers that have to agree; at least two, since one is trust in one.
        policy: by which their ledgers are judged again.
    """

    sha256: Sha256
    k: int
    policy: Policy
    inventory: Inventory | None = None
    commit: str | None = None

    def __post_init__(self) -> None:
        """Refuse what would be no quorum."""
        if self.k < 2:
            raise UsageError("quorum: -k is at least 2; a quorum of one is trust in one")


class Word(Struct, frozen=True, kw_only=True):
    """One verified statement: whose, where it was read, what it says."""

    signer: Signer
    file: str
    ledger: Ledger
    stated: VerdictValue


class Rebuilder(Struct, frozen=True, kw_only=True):
    """One signer, under all names and keys that are known to be the same, and what it says.

    Attributes:
        names: as the allowed signers call it.
        keys: fingerprints.
        verdict: the worst of its statements.
        words: its statements.
    """

    names: tuple[str, ...]
    keys: tuple[str, ...]
    verdict: VerdictValue
    words: tuple[Word, ...]


class Disagreement(Struct, frozen=True, kw_only=True):
    """An entry that some prove and others do not, or of which they have other bytes; by first name."""

    path: str
    proven: tuple[str, ...]
    residue: tuple[str, ...]
    other_bytes: bool


class Outcome(Struct, frozen=True, kw_only=True):
    """What comes of it.

    Attributes:
        verdict: accepted: k agree on source and entries, and nobody rejects; rejected: k do;
            inconclusive: anything else.
        reason: why, in one sentence.
        rebuilders: everybody who counts.
        differing: the entries that they differ on.
    """

    verdict: VerdictValue
    reason: str
    rebuilders: tuple[Rebuilder, ...]
    differing: tuple[Disagreement, ...]


def read_statement(envelope: Envelope, limits: Limits) -> tuple[Ledger, VerdictValue]:
    """The ledger that a statement holds, and the verdict that it states.

    Raises:
        UsageError: it is no statement of ours, of an old schema, or contradicts itself.
    """
    if envelope.payload_type != PAYLOAD_TYPE:
        raise UsageError("its payload is no in-toto statement")
    if len(envelope.payload) > limits.ledger:
        raise UsageError(f"{len(envelope.payload)} bytes; a ledger has at most {limits.ledger}")
    try:
        document = loads(envelope.payload.decode("utf-8"))
    except UnicodeDecodeError:
        raise UsageError("its payload is not UTF-8") from None
    if not isinstance(document, dict) or document.get("_type") != STATEMENT:
        raise UsageError("its payload is no in-toto statement of version 1")
    kind, predicate = document.get("predicateType"), document.get("predicate")
    if kind == SUMMARY:
        raise UsageError("a summary names no entries, and does not count")
    if kind != AUDIT or not isinstance(predicate, dict) or predicate.get("schema") != SCHEMA:
        raise UsageError(f"it is no statement of the schema {SCHEMA}")
    ledger = ledger_of(predicate.get("ledger"))
    subject = document.get("subject")
    about = [{"sha256": ledger.artifact.sha256}]
    if not isinstance(subject, list) or [_digest(one) for one in subject] != about:
        raise UsageError("its subject is not the artifact of its ledger")
    verdict = ledger.verdict
    if verdict is None or predicate.get("outcome") != outcome(verdict.value, ledger):
        raise UsageError("its outcome is not the verdict of its ledger")
    return ledger, verdict.value


def _digest(subject: object) -> object:
    return subject.get("digest") if isinstance(subject, dict) else None


def inventory(entries: Iterable[Entry]) -> Inventory:
    """What two readers of the same artifact agree on."""
    return tuple(sorted((entry.path, entry.mode, entry.sha256 or "") for entry in entries))


def counts(ledger: Ledger, asked: Asked) -> None:
    """Pass where a ledger answers what is asked.

    Raises:
        UsageError: it is about something else, and does not count.
    """
    if ledger.artifact.sha256 != asked.sha256:
        raise UsageError("it is about another artifact")
    if ledger.source is None or ledger.source.commit is None:
        raise UsageError("it names no commit of a source")
    if asked.commit is not None and ledger.source.commit != asked.commit:
        raise UsageError(f"it is about another source: commit {ledger.source.commit}")
    if asked.inventory is not None and _listed(ledger) != asked.inventory:
        raise UsageError("it lists other entries than the artifact has")


def decide(words: Sequence[Word], asked: Asked) -> Outcome:
    """What ``words``, each of which :func:`counts`, come to."""
    rebuilders = tuple(
        sorted((_rebuilder(group, asked) for group in _by_signer(words)), key=lambda one: one.names)
    )
    differing = _differing(rebuilders)
    against = [one for one in rebuilders if one.verdict is VerdictValue.REJECTED]
    agreed = _agreed(rebuilders)
    if len(against) >= asked.k:
        verdict, reason = VerdictValue.REJECTED, f"{len(against)} rebuilders reject it"
    elif against:
        verdict = VerdictValue.INCONCLUSIVE
        reason = f"{len(against)} rejects it and {agreed} accept it; {asked.k} would decide"
    elif any(one.other_bytes for one in differing):
        verdict, reason = VerdictValue.INCONCLUSIVE, "they list different entries of the same file"
    elif agreed >= asked.k:
        verdict, reason = (
            VerdictValue.ACCEPTED,
            f"{agreed} rebuilders accept it, of the same commit",
        )
    else:
        verdict = VerdictValue.INCONCLUSIVE
        reason = f"{agreed} of the {asked.k} that are asked for accept it, of the same commit"
    return Outcome(verdict=verdict, reason=reason, rebuilders=rebuilders, differing=differing)


def _by_signer(words: Sequence[Word]) -> list[list[Word]]:
    """Statements of one signer together: the same key, or any name in common, is the same signer."""
    groups: list[tuple[set[str], list[Word]]] = []
    for word in words:
        known = {f"key {word.signer.key}", *(f"name {name}" for name in word.signer.names)}
        same = [group for group in groups if group[0] & known]
        groups = [group for group in groups if not group[0] & known]
        merged = [each for _, together in same for each in together]
        groups.append((known.union(*(ids for ids, _ in same)), [*merged, word]))
    return [together for _, together in groups]


def _rebuilder(words: Sequence[Word], asked: Asked) -> Rebuilder:
    judged = [asked.policy.judge(word.ledger).value for word in words]
    return Rebuilder(
        names=tuple(sorted({name for word in words for name in word.signer.names})),
        keys=tuple(sorted({word.signer.key for word in words})),
        verdict=worst([*judged, *(word.stated for word in words)]),
        words=tuple(words),
    )


def _agreed(rebuilders: Sequence[Rebuilder]) -> int:
    """How many accept it with the same source and the same entries; the most of any source."""
    tally: dict[object, int] = {}
    for one in rebuilders:
        if one.verdict is VerdictValue.ACCEPTED:
            for ground in {(_source(word.ledger), _listed(word.ledger)) for word in one.words}:
                tally[ground] = tally.get(ground, 0) + 1
    return max(tally.values(), default=0)


def _source(ledger: Ledger) -> tuple[str | None, str]:
    """A commit id is the same content wherever it is served; its folder is a part of the claim."""
    source = ledger.source
    return (None, "") if source is None else (source.commit, source.subdir)


def _listed(ledger: Ledger) -> Inventory:
    return inventory(line.entry for line in ledger.lines)


def _differing(rebuilders: Sequence[Rebuilder]) -> tuple[Disagreement, ...]:
    """The entries that not all prove, though somebody does, or that not all list with the same bytes."""
    proven: dict[str, set[str]] = {}
    residue: dict[str, set[str]] = {}
    held: dict[str, set[Inventory]] = {}
    for one in rebuilders:
        for word in one.words:
            for path, lines in _by_path(word.ledger).items():
                is_proven = all(grade.is_proof for grade, _ in lines)
                (proven if is_proven else residue).setdefault(path, set()).add(one.names[0])
                held.setdefault(path, set()).add(inventory(entry for _, entry in lines))
    count = len(rebuilders)
    found = []
    for path, versions in held.items():
        for_it, against = proven.get(path, set()), residue.get(path, set())
        other = len(versions) > 1 or len(for_it | against) < count
        if other or (for_it and against):
            found.append(
                Disagreement(
                    path=path,
                    proven=tuple(sorted(for_it)),
                    residue=tuple(sorted(against)),
                    other_bytes=other,
                )
            )
    return tuple(sorted(found, key=lambda one: one.path))


def _by_path(ledger: Ledger) -> Mapping[str, list[tuple[Grade, Entry]]]:
    found: dict[str, list[tuple[Grade, Entry]]] = {}
    for line in ledger.lines:
        found.setdefault(line.path, []).append((line.grade, line.entry))
    return found
