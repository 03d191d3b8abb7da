"""DSSE envelopes (Dead Simple Signing Envelope 1.0.2), read from anybody's hands.

https://github.com/secure-systems-lab/dsse/blob/v1.0.0/protocol.md
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from typing import Any, NoReturn

from msgspec import Struct
from msgspec.structs import replace

from tallystick.errors import UsageError
from tallystick.limits import Limits

PAYLOAD_TYPE = "application/vnd.in-toto+json"
"""What an in-toto statement is called in an envelope (in-toto attestation framework, "Envelope")."""


class Envelope(Struct, frozen=True, kw_only=True):
    """A payload, and signatures over it that nobody has verified yet.

    ``bundle`` is the JSON of the Sigstore bundle that it stands in; None for one that stands alone.
    """

    payload_type: str
    payload: bytes
    signatures: tuple[bytes, ...]
    bundle: str | None = None


def signed_bytes(payload_type: str, payload: bytes) -> bytes:
    """What is signed: the pre-authentication encoding ("PAE") of type and payload."""
    kind = payload_type.encode("utf-8")
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)


def encode(envelope: Envelope, key_ids: Sequence[str] = ()) -> str:
    """An envelope as one line of JSON; ``key_ids`` are hints, and nobody may trust them."""
    names = (*key_ids, *("" for _ in envelope.signatures[len(key_ids) :]))
    return json.dumps(
        {
            "payloadType": envelope.payload_type,
            "payload": base64.b64encode(envelope.payload).decode("ascii"),
            "signatures": [
                {"keyid": name, "sig": base64.b64encode(signature).decode("ascii")}
                for name, signature in zip(names, envelope.signatures, strict=True)
            ],
        }
    )


def parse_envelopes(content: bytes, limits: Limits) -> tuple[Envelope | UsageError, ...]:
    """The envelopes in a file: one JSON object, or one a line; in the place of one that is none, why.

    Raises:
        UsageError: the file is larger than ``limits.statements``, or not text.
    """
    if len(content) > limits.statements:
        raise UsageError(f"{len(content)} bytes; statements have at most {limits.statements}")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise UsageError("not UTF-8, so no statements") from None
    try:
        return (_envelope(loads(text), limits),)
    except UsageError as error:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) == 1:
            return (error,)
    if len(lines) > limits.statement_lines:
        raise UsageError(
            f"{len(lines)} lines; at most {limits.statement_lines} statements are read"
        )
    return tuple(_parsed(line, limits) for line in lines)


def loads(text: str) -> Any:  # noqa: ANN401 - JSON; whoever asks checks what it got
    """JSON in which no key stands twice: two readers could take different ones.

    Raises:
        UsageError: it is not.
    """
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise UsageError("not JSON, or a key stands twice in it") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _parsed(line: str, limits: Limits) -> Envelope | UsageError:
    try:
        return _envelope(loads(line), limits)
    except UsageError as error:
        return error


def _envelope(document: object, limits: Limits) -> Envelope:
    if not isinstance(document, dict):
        raise UsageError("no DSSE envelope: not an object")
    if "dsseEnvelope" in document:
        inside = document["dsseEnvelope"]
        if isinstance(inside, dict) and "dsseEnvelope" in inside:
            raise UsageError("no DSSE envelope: a bundle in a bundle")
        return replace(_envelope(inside, limits), bundle=json.dumps(document))
    kind, signatures = document.get("payloadType"), document.get("signatures")
    if not isinstance(kind, str) or not isinstance(signatures, list):
        raise UsageError("no DSSE envelope: payloadType or signatures are missing")
    if len(signatures) > limits.statement_signatures:
        raise UsageError(f"{len(signatures)} signatures on one statement")
    return Envelope(
        payload_type=kind,
        payload=_bytes(document.get("payload")),
        signatures=tuple(
            _bytes(one.get("sig") if isinstance(one, dict) else None) for one in signatures
        ),
    )


def _bytes(value: object) -> bytes:
    if isinstance(value, str):
        try:
            return base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError):
            pass
    raise UsageError("no DSSE envelope: a payload or signature is not base64")
