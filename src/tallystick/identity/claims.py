"""What a certificate says of who signed; read after it was verified, and by the reader that locating uses."""

from __future__ import annotations

from tallystick.index.certificate import FULCIO, extension_text
from tallystick.limits import Limits
from tallystick.model.ladder import Claims

_EXTENSIONS = {
    "issuer": 8,
    "signer": 9,
    "signer_digest": 10,
    "runner": 11,
    "repository": 12,
    "commit": 13,
    "ref": 14,
    "repository_id": 15,
    "owner_id": 17,
    "workflow": 18,
    "workflow_digest": 19,
    "trigger": 20,
    "run": 21,
    "visibility": 22,
    "environment": 23,
}
"""Fulcio's extensions (docs/oid-info.md of Fulcio): 1.3.6.1.4.1.57264.1.N."""

LONGEST = 2_000


def read_claims(der: bytes, subject: str | None, limits: Limits) -> Claims:
    """The claims of the certificate ``der``.

    Args:
        der: a certificate whose chain, log entry and signature were verified.
        subject: its one subject alternative name.
        limits: the caps.

    Raises:
        Unreadable: an extension stands twice, or is none of UTF-8.
        ValueError: a claim is not printable, or too long to be meant.
    """
    found = {}
    for name, number in _EXTENSIONS.items():
        value = extension_text(der, FULCIO + bytes([number]), limits)
        if value is None or value in {"", '""'}:  # CircleCI has an empty JSON string in one
            continue
        if not value.isprintable() or len(value) > LONGEST:
            raise ValueError(f"extension {number} of the certificate is not one printable line")
        found[name] = value
    if subject is not None and (not subject.isprintable() or len(subject) > LONGEST):
        raise ValueError("the subject of the certificate is not one printable line")
    if "repository" in found:
        found["repository"] = _url(found["repository"])
    return Claims(subject=subject, **found)


def _url(repository: str) -> str:
    """CircleCI says ``github.com/owner/name``, without a scheme."""
    plain = repository.rstrip("/").removesuffix(".git")
    return plain if "://" in plain else f"https://{plain}"
