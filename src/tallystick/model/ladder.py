"""The values of the identity column: what is attested of an artifact, and how far that reaches.

Nothing here verifies anything (:mod:`tallystick.identity` does). Three states everywhere: ``holds`` and
``agrees`` are True, False, or None for what nobody says or could be checked. "Not attested" is None, and
never the same as "attested wrong", which is False.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Rung(StrEnum):
    """How far the identity of an artifact is proven; each rung holds all that is below it."""

    ABSENT = "absent"
    SIGNATURE = "signature-valid"
    IDENTITY = "identity-matches"
    COMMIT = "commit-bound"
    TAGGED = "commit-tagged"
    CONTENT = "content-equal"
    REPRODUCED = "reproduced"


class State(StrEnum):
    """What became of one attestation or signature."""

    VERIFIED = "verified"
    REFUSED = "refused"
    UNSUPPORTED = "unsupported"
    UNCHECKED = "unchecked"


class Claims(Struct, frozen=True, kw_only=True):
    """Who signed, as a verified certificate says it (Fulcio's extensions, by their names there).

    Attributes:
        issuer: of the identity (extension 8): the OIDC provider.
        subject: the certificate's subject alternative name: a workflow's URI, or an e-mail address.
        repository: source repository URI (12), without ``.git`` or a slash at its end.
        repository_id: source repository identifier (15); stays the same when it is renamed, and is another
            one when a deleted name is registered again.
        owner_id: source repository owner identifier (17).
        commit: source repository digest (13).
        ref: source repository ref (14).
        workflow: build configuration URI (18).
        workflow_digest: build configuration digest (19).
        signer: build signer URI (9): the workflow that signed, a reusable one of somebody else's perhaps.
        signer_digest: build signer digest (10).
        trigger: build trigger (20).
        runner: runner environment (11).
        run: run invocation URI (21).
        visibility: source repository visibility at signing (22).
        environment: deployment environment (23).
    """

    issuer: str | None = None
    subject: str | None = None
    repository: str | None = None
    repository_id: str | None = None
    owner_id: str | None = None
    commit: str | None = None
    ref: str | None = None
    workflow: str | None = None
    workflow_digest: str | None = None
    signer: str | None = None
    signer_digest: str | None = None
    trigger: str | None = None
    runner: str | None = None
    run: str | None = None
    visibility: str | None = None
    environment: str | None = None

    @property
    def who(self) -> str:
        """Whoever signed, in one word: the repository, else the subject."""
        return self.repository or self.subject or "nobody"

    @property
    def workflow_path(self) -> str | None:
        """The workflow's path in its repository: ``.github/workflows/release.yml``."""
        return _path(self.workflow, self.repository)

    @property
    def is_foreign_signer(self) -> bool:
        """Whether a workflow of another repository signed (9 against 12), where both are of one forge."""
        if self.signer is None or self.repository is None:
            return False
        signer, repository = self.signer.lower(), self.repository.lower()
        forge = repository.split("/", 3)[:3]
        return signer.split("/", 3)[:3] == forge and not f"{signer}/".startswith(f"{repository}/")


def _path(uri: str | None, repository: str | None) -> str | None:
    """The path in ``https://host/owner/name/PATH@REF`` (GitLab has two slashes before it)."""
    if uri is None or repository is None or not uri.lower().startswith(f"{repository.lower()}/"):
        return None
    return uri[len(repository) :].strip("/").rpartition("@")[0] or None


class Publisher(Struct, frozen=True, kw_only=True):
    """What an index says of who published a file: its own word, compared and never believed."""

    kind: str
    repository: str | None = None
    workflow: str | None = None
    environment: str | None = None
    email: str | None = None

    @property
    def who(self) -> str:
        """In a few words."""
        return " ".join(filter(None, (self.kind, self.repository or self.email, self.workflow)))


class Attestation(Struct, frozen=True, kw_only=True):
    """One attestation of an artifact, and what became of it.

    Attributes:
        form: where it comes from: ``pep740``, ``npm`` or ``bundle``.
        state: verified, refused (it is there and is false), unsupported, or unchecked.
        reason: why it is not verified; "" if it is.
        predicate: the predicate type of the statement, where one was read.
        claims: who signed, of a verified one.
        signed_at: seconds since the epoch, by the log or a timestamp authority; of a verified one.
        publisher: the index's word on who published.
        said: values of a provenance predicate that a certificate can be compared with.
        key: the registry's own key that signed, in place of a certificate; it names no publisher.
    """

    form: str
    state: State
    reason: str = ""
    predicate: str | None = None
    claims: Claims | None = None
    signed_at: int | None = None
    publisher: Publisher | None = None
    said: tuple[tuple[str, str], ...] = ()
    key: str | None = None


class Weight(StrEnum):
    """What becomes of an artifact for which a rule of identity does not hold."""

    REJECT = "reject"
    INCONCLUSIVE = "inconclusive"
    ALLOW = "allow"


class IdentityFinding(Struct, frozen=True, kw_only=True):
    """What one rule of identity says: whether it holds (None: nothing to tell by), and why.

    Attributes:
        rule: the heading in ``docs/identity.md``.
        holds: None where there is nothing to tell by, which is no pass.
        message: one sentence.
        weight: what it means for the verdict where ``holds`` is False.
        delta: what changed in a file that it is about, as a unified difference; None where it is about none.
    """

    rule: str
    holds: bool | None
    message: str
    weight: Weight = Weight.ALLOW
    delta: str | None = None


class Identity(Struct, frozen=True, kw_only=True):
    """Who published an artifact, and how far that is proven.

    Attributes:
        rung: the highest that was reached.
        why_not: why the next one was not; "" at the top.
        attestations: all that are offered.
        findings: what each rule says; only rules that have something to say.
        trust_root: which root the signatures were checked against, and its age; "" where none was.
    """

    rung: Rung
    why_not: str
    attestations: tuple[Attestation, ...] = ()
    findings: tuple[IdentityFinding, ...] = ()
    trust_root: str = ""

    @property
    def verified(self) -> tuple[Attestation, ...]:
        """The attestations that were verified."""
        return tuple(one for one in self.attestations if one.state is State.VERIFIED)


class Served(Struct, frozen=True, kw_only=True):
    """What an index offers on who published a file: a document, or why that cannot be had."""

    body: bytes | None = None
    reason: str = ""
