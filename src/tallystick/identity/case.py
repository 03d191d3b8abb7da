"""What the rules of identity look at: one value, filled at the edge; and what is expected of a project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from msgspec import Struct, field

from tallystick.model import Source
from tallystick.model.ladder import Attestation, Claims, State

FIELDS = (
    "repository",
    "repository_id",
    "owner_id",
    "workflow",
    "ref",
    "trigger",
    "signer",
    "runner",
    "environment",
    "issuer",
    "subject",
)
"""What can be expected of a publisher, in the words of the policy and the lock file."""


class Expected(Struct, frozen=True, kw_only=True):
    """What a publisher of a project has to be; a pattern (``*``) each, None where anything goes.

    Attributes:
        by: who expects it, as a message says it: ``the policy``, ``tallystick.lock``.
        keys: fingerprints of which one has to have signed the tag or the commit.
        cooldown_days: days that have to be between upload and audit.
    """

    by: str
    repository: str | None = None
    repository_id: str | None = None
    owner_id: str | None = None
    workflow: str | None = None
    ref: str | None = None
    trigger: str | None = None
    signer: str | None = None
    runner: str | None = None
    environment: str | None = None
    issuer: str | None = None
    subject: str | None = None
    keys: frozenset[str] = frozenset()
    cooldown_days: int | None = None

    def mismatches(self, claims: Claims) -> Iterator[tuple[str, str | None, str]]:
        """Field, what is claimed and what is expected, for each that does not match."""
        for name in FIELDS:
            wanted: str | None = getattr(self, name)
            if wanted is None:
                continue
            has = claimed(claims, name)
            if has is None or not matches(has, wanted, name):
                yield name, has, wanted

    @property
    def is_empty(self) -> bool:
        """Whether anything goes."""
        return all(
            getattr(self, name) in {None, frozenset()} for name in self.__struct_fields__[1:]
        )


def claimed(claims: Claims, name: str) -> str | None:
    """The claim that the field ``name`` of :class:`Expected` is about."""
    if name == "workflow":
        return claims.workflow_path
    if name == "signer":
        return None if claims.signer is None else claims.signer.rpartition("@")[0] or claims.signer
    value: str | None = getattr(claims, name)
    return value


def matches(value: str, pattern: str, name: str) -> bool:
    """Whether ``value`` is as ``pattern`` says; forges do not tell capitals apart in repositories."""
    if name in {"repository", "signer"}:
        value, pattern = value.lower(), pattern.lower().removesuffix(".git").rstrip("/")
    # Only "*" is special: "[" and "?" stand in names of refs and workflows.
    escaped = pattern.replace("[", "[[]").replace("?", "[?]")
    return fnmatchcase(value, escaped)


class Sibling(Struct, frozen=True, kw_only=True):
    """Another file of the same release, as its index lists it."""

    name: str
    is_attested: bool
    uploaded: str | None = None


class Listed(Struct, frozen=True, kw_only=True):
    """What the index says of the release besides the file.

    Attributes:
        siblings: the other files of the release; empty where nobody was asked.
        attested_before: the nearest earlier version that has an attested file; None if none has one.
        uploaded: when the file was uploaded (RFC 3339), by the index's clock.
    """

    siblings: tuple[Sibling, ...] = ()
    attested_before: str | None = None
    uploaded: str | None = None


ARCHIVE = "debian-archive"
"""The kind of signature by which an archive of Debian's announces a file."""


class Signature(Struct, frozen=True, kw_only=True):
    """A signature on the tag or the commit of the source.

    Attributes:
        on: ``tag v1.0`` or ``commit 621e4974ca25``.
        kind: ``openpgp``, ``ssh``, ``x509`` (gitsign and S/MIME), or ``debian-archive``.
        state: verified, refused, unsupported, or unchecked (no key of the user's is tried).
        reason: why it is not verified.
        key: the fingerprint of a verified one's key: 40 hex digits, or ``SHA256:…`` of an SSH key.
        signer: whose key it is, as the keyring or the list of allowed signers says.
    """

    on: str
    kind: str
    state: State
    reason: str = ""
    key: str | None = None
    signer: str | None = None


class Earlier(Struct, frozen=True, kw_only=True):
    """The workflow that signed, in the release before.

    Attributes:
        tag: of that release.
        path: of the workflow.
        delta: what changed since, in words; "" if nothing did; None if it is not there.
        lines: the same as a unified difference, of so many lines as a ledger keeps.
    """

    tag: str
    path: str
    delta: str | None
    lines: str | None = None


class Run(Struct, frozen=True, kw_only=True):
    """What a forge says of a run that an attestation names.

    Attributes:
        url: as the certificate has it.
        ended: how, in the forge's word; "" where it did not say.
        is_success: whether that is an end with success.
        reason: why it did not say.
    """

    url: str
    ended: str = ""
    is_success: bool = False
    reason: str = ""


class Known(Struct, frozen=True, kw_only=True):
    """What was found out about the identity of a file before it was audited.

    Attributes:
        attestations: what is offered for it, verified or not.
        listed: what the index says of the release.
        locked: the publishers that the lock file has of the project.
        signatures: on the tag and the commit of the source, and on the file.
        signers: whether the user gave keys, so that a thing without signature is one.
        earlier: the workflow in the release before; None where there is no such release.
        in_default_branch: whether that holds the audited commit; None where nobody was asked.
        runs: what the forge says of the runs, where one was asked.
        trust_root: which root the attestations were checked against, and its age.
        unasked: why nobody could say whether there are attestations; "" if somebody did.
        now: seconds since the epoch.
    """

    attestations: tuple[Attestation, ...] = ()
    listed: Listed = field(default_factory=Listed)
    locked: tuple[Expected, ...] = ()
    signatures: tuple[Signature, ...] = ()
    signers: bool = False
    earlier: Earlier | None = None
    in_default_branch: bool | None = None
    runs: tuple[Run, ...] = ()
    trust_root: str = ""
    unasked: str = ""
    now: float = 0.0

    @property
    def unanswered(self) -> tuple[str, ...]:
        """What the user asked a forge or an archive, and got no answer to: that is no pass."""
        archive = (one for one in self.signatures if one.kind == ARCHIVE)
        return (
            *(f"the run {one.url}: {one.reason}" for one in self.runs if not one.ended),
            *(f"{one.on}: {one.reason}" for one in archive if one.state is State.UNCHECKED),
        )

    @property
    def is_nothing(self) -> bool:
        """Whether no rule can have anything to say."""
        said = (self.attestations, self.listed.siblings, self.locked, self.signatures)
        return not any(said) and self.listed.attested_before is None


class Case(Struct, frozen=True, kw_only=True):
    """One artifact as the rules see it.

    Attributes:
        name: of the file.
        project: the artifact's; None if it claims none.
        version: likewise.
        attestations: what is offered for it, verified or not.
        source: what it was audited against; None if there was none.
        is_proven: whether every entry is accounted for; None where there was nothing to account for it.
        is_reproduced: whether it was built again, and came out as it was published; None if it was not built.
        listed: what the index says of the release.
        expected: what the user says that the publisher has to be: of the policy, of the lock.
        signatures: on the tag, the commit and the file.
        signers: whether the user gave keys.
        earlier: the workflow in the release before.
        in_default_branch: whether that holds the audited commit; None where nobody was asked.
        runs: what the forge says of the runs, where one was asked.
        now: seconds since the epoch.
        unasked: why nobody could say whether there are attestations; "" if somebody did.
    """

    name: str
    project: str | None = None
    version: str | None = None
    attestations: tuple[Attestation, ...] = ()
    source: Source | None = None
    is_proven: bool | None = None
    is_reproduced: bool | None = None
    listed: Listed = field(default_factory=Listed)
    expected: tuple[Expected, ...] = ()
    signatures: tuple[Signature, ...] = ()
    signers: bool = False
    earlier: Earlier | None = None
    in_default_branch: bool | None = None
    runs: tuple[Run, ...] = ()
    now: float = 0.0
    unasked: str = ""

    @property
    def verified(self) -> tuple[Attestation, ...]:
        """The attestations by a publisher that were verified; a registry's own key is nobody's."""
        return tuple(
            one
            for one in self.attestations
            if one.state is State.VERIFIED and one.claims is not None
        )

    @property
    def taken(self) -> tuple[Attestation, ...]:
        """Those by a registry's own key: it took the file, and says nothing of who published it."""
        return tuple(
            one for one in self.attestations if one.state is State.VERIFIED and one.claims is None
        )

    @property
    def claims(self) -> tuple[Claims, ...]:
        """Who signed them, each once."""
        return tuple(dict.fromkeys(one.claims for one in self.verified if one.claims is not None))

    @property
    def commits(self) -> Mapping[str, Claims]:
        """The attested commits."""
        return {claims.commit: claims for claims in self.claims if claims.commit is not None}
