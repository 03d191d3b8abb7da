"""Signatures of a workflow's identity instead of a key, by Sigstore's own library.

Signing asks the environment for an identity token, Sigstore for a certificate and a place in its log: all on
the network. Verifying asks nobody, and believes the trust root that it is given and no other.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from msgspec import Struct

from tallystick.errors import UsageError
from tallystick.signing.dsse import Envelope
from tallystick.signing.ssh import NotVerified, Signer


class Identity(Struct, frozen=True, kw_only=True):
    """Whom a certificate may be for: who vouches for the identity, and the identity itself, exactly."""

    issuer: str
    subject: str


def parse_identities(text: str) -> tuple[Identity, ...]:
    """One identity a line: the issuer's URL, a space, the subject; ``#`` begins a comment line.

    Raises:
        UsageError: a line is no such pair.
    """
    found = []
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        words = line.split()
        if len(words) != 2 or not words[0].startswith("https://"):
            raise UsageError(f"{line[:200]!r}: write the issuer's URL, a space, and the identity")
        found.append(Identity(issuer=words[0], subject=words[1]))
    return tuple(found)


def check() -> None:
    """Pass where something can be signed.

    Raises:
        UsageError: the environment has no identity to give.
    """
    _token()


def _token() -> str:
    from sigstore.oidc import IdentityError, detect_credential  # noqa: PLC0415 - half a second, for those who ask for it

    try:
        token = detect_credential()
    except IdentityError as error:
        raise UsageError(f"no identity could be had: {error}") from None
    if token is None:
        raise UsageError(
            "no identity is available here: keyless signing needs that of a CI workflow"
        )
    return token


def sign(statement: bytes) -> str:
    """A bundle of ``statement`` and its signature, as one line of JSON.

    Raises:
        UsageError: there is no identity, or Sigstore did not answer.
    """
    token = _token()
    from sigstore.dsse import Statement  # noqa: PLC0415
    from sigstore.errors import Error  # noqa: PLC0415
    from sigstore.models import ClientTrustConfig  # noqa: PLC0415
    from sigstore.oidc import IdentityToken  # noqa: PLC0415
    from sigstore.sign import SigningContext  # noqa: PLC0415

    try:
        identity = IdentityToken(token)  # one that is none is told before anybody is asked
        context = SigningContext.from_trust_config(ClientTrustConfig.production())
        with context.signer(identity) as signer:
            bundle = signer.sign_dsse(Statement(statement)).to_json()
    except (Error, OSError) as error:
        raise UsageError(f"sigstore could not sign: {error}") from None
    return json.dumps(json.loads(bundle))


def verify(bundle: str, allowed: Sequence[Identity], root: bytes) -> tuple[Envelope, Signer]:
    """What a bundle holds, and who of ``allowed`` signed it: certificate, signature, log entry.

    Args:
        bundle: as Sigstore writes it.
        allowed: whose signature counts.
        root: the trust root, as JSON (Sigstore's protobuf-specs, ``TrustedRoot``).

    Raises:
        NotVerified: nobody of them did.
        UsageError: ``root`` is no trust root.
    """
    if not allowed:
        raise NotVerified("it is signed without a key, and no identities are allowed")
    from sigstore.errors import VerificationError  # noqa: PLC0415 - see above
    from sigstore.models import Bundle, InvalidBundle, TrustedRoot  # noqa: PLC0415
    from sigstore.verify import Verifier, policy  # noqa: PLC0415
    from sigstore_models.trustroot.v1 import TrustedRoot as RawRoot  # noqa: PLC0415

    try:
        parsed = Bundle.from_json(bundle)
    except (InvalidBundle, ValueError, KeyError, TypeError) as error:
        raise NotVerified(f"it is no bundle of Sigstore: {str(error)[:200]}") from None
    try:
        verifier = Verifier(trusted_root=TrustedRoot(RawRoot.from_json(root)))
    except Exception as error:  # noqa: BLE001 - whatever the library makes of a stranger's file
        raise UsageError(f"not a trust root: {type(error).__name__}") from None
    reason = ""
    for one in allowed:
        wanted = policy.Identity(identity=one.subject, issuer=one.issuer)
        try:
            kind, payload = verifier.verify_dsse(parsed, wanted)
        except VerificationError as error:
            reason = str(error)[:200]
            continue
        envelope = Envelope(payload_type=kind, payload=payload, signatures=())
        return envelope, Signer(key=f"{one.issuer} {one.subject}", names=(one.subject,))
    raise NotVerified(f"it is signed by none of the allowed identities: {reason}")
