"""Attestations verified with ``sigstore``, offline; it is imported (0.4 s) only when one is there.

The library checks the certificate's chain and log (SCT), the transparency log's entry, and the signature.
What it leaves to its caller is done here: *every* log entry, every extension once, one subject, this file.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from msgspec import Struct
from msgspec.structs import replace
from sigstore._internal.trust import KeyringPurpose
from sigstore.dsse import _verify as verify_envelope
from sigstore.errors import Error as SigstoreError
from sigstore.hashes import Hashed
from sigstore.models import TrustedRoot
from sigstore_models.common.v1 import HashAlgorithm
from sigstore_models.trustroot.v1 import TrustedRoot as RawRoot

from tallystick.errors import UsageError
from tallystick.identity.claims import read_claims
from tallystick.identity.documents import STATEMENT_TYPE, Offer
from tallystick.identity.keyed import verify_keyed
from tallystick.identity.logged import Shown, mismatch
from tallystick.identity.promised import LogTime, read_bundle
from tallystick.identity.registry import RegistryKeys
from tallystick.identity.statement import Digest, NotAbout, read_statement
from tallystick.identity.trust import DAY, TrustRoot
from tallystick.limits import Limits
from tallystick.model.ladder import Attestation, State

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from sigstore.models import Bundle

# The library warns of what a report says anyway; unhandled, that would be printed.
logging.getLogger("sigstore").addHandler(logging.NullHandler())


class About(Struct, frozen=True, kw_only=True):
    """The file that attestations have to be about, and when it is.

    Attributes:
        name: of the file.
        digest: of the file.
        now: seconds since the epoch, by this machine's clock.
    """

    name: str
    digest: Digest
    now: float


class _Seen:
    """A policy of ``sigstore`` that allows everybody: who it was is read and judged afterwards."""

    def verify(self, cert: Certificate) -> None:
        """Who signed is for the rules to say."""


class Verification:
    """Verifies offers against one trust root."""

    def __init__(
        self, root: TrustRoot, limits: Limits, registry: RegistryKeys | None = None
    ) -> None:
        """Read ``root``; ``registry`` has the keys that a registry signs with by itself.

        Raises:
            UsageError: it is no trust root.
        """
        self._root = root
        self._limits = limits
        self._registry = registry or RegistryKeys(keys={})
        try:
            raw = RawRoot.from_json(root.content)
            trusted = TrustedRoot(raw)
            self._verifier = LogTime(trusted_root=trusted)
            self._log = trusted.rekor_keyring(KeyringPurpose.VERIFY)
            self._logs = frozenset(log.log_id.key_id for log in raw.tlogs)
            self._authorities = frozenset(filter(None, map(_own_key, trusted.get_fulcio_certs())))
        except Exception as error:  # noqa: BLE001 - whatever the library makes of a stranger's file
            raise UsageError(f"{root.name}: not a trust root: {type(error).__name__}") from None

    def attestation(self, offer: Offer, about: About) -> Attestation:
        """``offer``, verified or not; never an error."""
        found = Attestation(form=offer.form, state=State.REFUSED, publisher=offer.publisher)
        if offer.problem is not None:
            state, reason = offer.problem
            return replace(found, state=state, reason=reason)
        verified = [self._bundle(found, bundle, about) for bundle in offer.bundles]
        bad = [one for one in verified if one.state is not State.VERIFIED]
        if bad and len(verified) > 1:
            at = verified.index(bad[0]) + 1
            return replace(bad[0], reason=f"transparency log entry {at}: {bad[0].reason}")
        return (bad or verified)[0]

    def _bundle(self, found: Attestation, content: dict[str, Any], about: About) -> Attestation:
        bundle: Bundle | None = None
        try:
            if "publicKey" in content["verificationMaterial"]:
                return self._keyed(found, content, about)
            bundle = read_bundle(content)
            return self._verified(found, bundle, about)
        except NotAbout as error:
            return replace(found, reason=str(error))
        except SigstoreError as error:
            return self._failed(found, bundle, str(error))
        except Exception as error:  # noqa: BLE001 - parsers of others, on a stranger's bytes
            return self._failed(found, bundle, f"{type(error).__name__}: {error}")

    def _keyed(self, found: Attestation, content: dict[str, Any], about: About) -> Attestation:
        """By a registry's own key; errors as in :meth:`_verified`."""
        try:
            signed = verify_keyed(found, content, self._registry, self._log)
        except SigstoreError as error:
            return replace(found, reason=" ".join(str(error).split())[:300])
        if signed.payload is None:
            return signed.attestation
        return self._about(signed.attestation, signed.payload_type, signed.payload, about)

    def _about(self, found: Attestation, kind: str, payload: bytes, about: About) -> Attestation:
        """``found``, whose signature over ``payload`` is valid, with what that says of the file."""
        if kind != STATEMENT_TYPE:
            raise NotAbout(f"what was signed is of type {kind[:100]}")
        statement = read_statement(payload, found.form, about.name, about.digest, self._limits)
        return replace(found, predicate=statement.predicate, said=statement.said)

    def _intoto(self, bundle: Bundle) -> tuple[str, bytes]:
        """As the library's ``verify_dsse``, for an envelope that is logged as ``intoto/0.0.2``."""
        self._verifier._verify_common_signing_cert(bundle, _Seen())  # noqa: SLF001 - no other way
        envelope = bundle._dsse_envelope  # noqa: SLF001 - as above
        key = bundle.signing_certificate.public_key()
        if envelope is None or not isinstance(key, EllipticCurvePublicKey):
            raise NotAbout("no envelope, or no key on an elliptic curve")
        payload = verify_envelope(key, envelope)
        inner, entry = envelope._inner, bundle.log_entry._inner  # noqa: SLF001 - as above
        shown = Shown(
            payload=payload,
            payload_type=inner.payload_type,
            signature=inner.signatures[0].sig,
            verifier=_der(bundle.signing_certificate),
        )
        kind = entry.kind_version
        if why := mismatch(kind.kind, kind.version, entry.canonicalized_body, shown):
            raise NotAbout(why)
        return inner.payload_type, payload

    def _verified(self, found: Attestation, bundle: Bundle, about: About) -> Attestation:
        certificate = bundle.signing_certificate
        if bundle._dsse_envelope is not None:  # noqa: SLF001 - the library has no other way to ask
            if bundle.log_entry._inner.kind_version.kind == "intoto":  # noqa: SLF001 - as above
                kind, payload = self._intoto(bundle)
            else:
                kind, payload = self._verifier.verify_dsse(bundle, _Seen())
            found = self._about(found, kind, payload, about)
        else:
            digest = bytes.fromhex(about.digest("sha256"))
            hashed = Hashed(digest=digest, algorithm=HashAlgorithm.SHA2_256)
            self._verifier.verify_artifact(hashed, bundle, _Seen())
        signed_at = int(certificate.not_valid_before_utc.timestamp())
        if signed_at > about.now + DAY:
            day = datetime.fromtimestamp(signed_at, UTC).date()
            reason = f"it was signed on {day}, which is in the future by this machine's clock"
            return replace(found, state=State.UNCHECKED, reason=reason)
        claims = read_claims(_der(certificate), _subject(certificate), self._limits)
        return replace(found, state=State.VERIFIED, claims=claims, signed_at=signed_at)

    def _failed(self, found: Attestation, bundle: Bundle | None, why: str) -> Attestation:
        """Refused; not checked, if it is younger than the root and by what the root does not know."""
        reason = " ".join(why.split())[:300]
        if bundle is None:
            return replace(found, reason=f"not a bundle that can be verified: {reason}")
        try:
            unknown = self._unknown(bundle)
            is_young = self._root.is_older_than(bundle.signing_certificate.not_valid_before_utc)
        except Exception as error:  # noqa: BLE001 - as above
            return replace(found, reason=f"{reason}; {type(error).__name__} in its certificate")
        if unknown is None:
            return replace(found, reason=reason)
        if is_young:
            reason = f"{unknown} in the trust root of {self._root.made}, which is older than it"
            return replace(found, state=State.UNCHECKED, reason=reason)
        return replace(found, reason=f"{unknown} in the trust root")

    def _unknown(self, bundle: Bundle) -> str | None:
        """What the root does not know: the authority or the log; None if it knows both."""
        from cryptography.x509 import AuthorityKeyIdentifier  # noqa: PLC0415 - with the library

        extensions = bundle.signing_certificate.extensions
        issuer = extensions.get_extension_for_class(AuthorityKeyIdentifier).value.key_identifier
        if issuer not in self._authorities:
            return "its certificate is of no authority"
        if bundle.log_entry._inner.log_id.key_id not in self._logs:  # noqa: SLF001 - as above
            return "its log entry is of no log"
        return None


def _own_key(certificate: Certificate) -> bytes | None:
    from cryptography.x509 import (  # noqa: PLC0415 - with the library
        ExtensionNotFound,
        SubjectKeyIdentifier,
    )

    try:
        return certificate.extensions.get_extension_for_class(SubjectKeyIdentifier).value.digest
    except ExtensionNotFound:
        return None


def _der(certificate: Certificate) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415

    return certificate.public_bytes(Encoding.DER)


def _subject(certificate: Certificate) -> str | None:
    """The one subject alternative name that Fulcio writes: a URI or an e-mail address."""
    from cryptography.x509 import (  # noqa: PLC0415 - with the library
        RFC822Name,
        SubjectAlternativeName,
        UniformResourceIdentifier,
    )

    names = list(certificate.extensions.get_extension_for_class(SubjectAlternativeName).value)
    if len(names) != 1:
        raise ValueError(f"its certificate has {len(names)} subjects")
    name = names[0]
    return str(name.value) if isinstance(name, RFC822Name | UniformResourceIdentifier) else None
