"""``RECORD.jws`` and ``RECORD.p7s``: signatures over ``RECORD`` beside it.

https://packaging.python.org/en/latest/specifications/binary-distribution-format/#signed-wheel-files :
no installer checks them, and no key stands behind them here. A signature over another RECORD is false.
"""

from __future__ import annotations

import base64
import binascii
import re

from tallystick.explain.context import Context
from tallystick.explain.places import own_bytes
from tallystick.model import Difference, Explanation, Grade
from tallystick.project.bounded import Malformed, json_object

ID = "record-signature"

_PLACED = re.compile(r"[^/]+\.dist-info/RECORD\.(jws|p7s)")


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    found = _PLACED.fullmatch(difference.path)
    content = own_bytes(difference, context) if found and difference.source is None else None
    if found is None or content is None:
        return None
    problem = (_wrong_jws if found[1] == "jws" else _wrong_der)(content, context)
    return Explanation(
        grade=Grade.CONTRADICTED if problem else Grade.UNPROVEN,
        explainer=ID,
        claim="a signature over RECORD",
        evidence=problem or "its form fits; nothing here says whose key it was made with",
    )


def _wrong_jws(content: bytes, context: Context) -> str | None:
    """The payload is JSON with the digest of RECORD, in base64 (RFC 7515, 7.2)."""
    try:
        document = json_object(content, context.limits)
        payload = document.get("payload")
        if not isinstance(payload, str) or not document.keys() <= {
            "payload",
            "signatures",
            "recipients",
        }:
            return "not a signature as the wheel format describes it"
        padded = payload + "=" * (-len(payload) % 4)
        signed = json_object(
            base64.b64decode(padded, altchars=b"-_", validate=True), context.limits
        )
    except (Malformed, binascii.Error, ValueError) as error:
        return f"not a signature: {error}"
    record = context.artifact.tree.entries.get(f"{context.dist_info}/RECORD")
    if record is None or record.sha256 is None:
        return "there is no RECORD that it could be made over"
    digest = base64.urlsafe_b64encode(bytes.fromhex(record.sha256)).decode().rstrip("=")
    if signed != {"hash": f"sha256={digest}"}:
        return "it was made over another RECORD"
    return None


def _wrong_der(content: bytes, _context: Context) -> str | None:
    """One DER sequence from the first byte to the last (RFC 5652; X.690, 8.1.3)."""
    if len(content) < 4 or content[0] != 0x30:
        return "not a DER sequence"
    count = content[1] & 0x7F
    if content[1] < 0x80 or not 1 <= count <= 4:
        return "not a DER sequence of the size of a signature"
    size = int.from_bytes(content[2 : 2 + count], "big")
    return None if size == len(content) - 2 - count else "there are bytes behind its end"
