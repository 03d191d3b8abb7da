"""By which key something says that it is signed, and which keys a file holds: names, and no proof.

Read from anybody's bytes without any of the mathematics: OpenPGP packets (RFC 9580) and SSH (PROTOCOL.sshsig,
RFC 4253, section 6.6).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator

_PGP_SIGNATURE, _PGP_KEYS, _SSH_SIGNATURE = (
    b"PGP SIGNATURE",
    b"PGP PUBLIC KEY BLOCK",
    b"SSH SIGNATURE",
)
"""What stands in the first and last line of each kind of ASCII armour."""

_SSH_KEY = re.compile(
    rb"(?:^|[\s,])(?:ssh-[a-z0-9-]+|ecdsa-sha2-nistp[0-9]+|sk-[a-z0-9@.-]+) ([A-Za-z0-9+/]{40,4000}={0,2})"
)

_KEY_ID = re.compile(r"[0-9A-F]{16}")
_FINGERPRINT = re.compile(r"[0-9A-F]{40}(?:[0-9A-F]{24})?")

_SIGNATURE, _KEYS = 2, frozenset({6, 14})
"""Tags of packets (RFC 9580, section 5): a signature; a public key and a public subkey."""

_MOST = 10_000
"""Packets of one file: a certificate with a thousand signatures by others has some more."""

_ISSUER, _ISSUER_FINGERPRINT = 16, 33


def key_of(signature: bytes) -> str | None:
    """The key that a signature in ASCII armour names.

    Returns:
        ``SHA256:…`` as OpenSSH writes it; of OpenPGP the fingerprint or, of an old signature, the key id, in
        capitals; None if it names none, or is of another kind (X.509).
    """
    for body in _blocks(signature, _SSH_SIGNATURE):
        # "SSHSIG", a version, then the public key as a string (PROTOCOL.sshsig, "Blob format").
        key = _string(body, 10) if body.startswith(b"SSHSIG") else None
        return None if key is None else _ssh_name(key)
    for body in _blocks(signature, _PGP_SIGNATURE):
        issuers = (_issuer(content) for tag, content in _packets(body) if tag == _SIGNATURE)
        return next(issuers, None)
    return None


def keys_in(content: bytes) -> frozenset[str]:
    """The keys that a file holds (``KEYS``, ``*.asc``, ``allowed_signers``), named as by :func:`key_of`."""
    found = set()
    for body in _blocks(content, _PGP_KEYS):
        found |= _fingerprints(body)
    if content[:1] and content[0] & 0x80:
        found |= _fingerprints(content)
    found |= {_ssh_name(_base64(line[1])) for line in _SSH_KEY.finditer(content)}
    return frozenset(found)


def is_same(one: str, other: str) -> bool:
    """Whether two names can be of one key: a key id is the end of a fingerprint (version 6: its start)."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if not (_KEY_ID.fullmatch(short) and _FINGERPRINT.fullmatch(long)):
        return False
    return long.endswith(short) if len(long) == 40 else long.startswith(short)


def _fingerprints(content: bytes) -> set[str]:
    return {
        name
        for tag, body in _packets(content)
        if tag in _KEYS and (name := _fingerprint(body)) is not None
    }


def _fingerprint(body: bytes) -> str | None:
    """RFC 9580, section 5.5.4: of version 4 and 6."""
    size = len(body)
    if body[:1] == b"\x04" and size < 0x10000:
        # The digest is the standard's; no security of ours rests on it.
        sha1 = hashlib.sha1(b"\x99" + size.to_bytes(2, "big") + body, usedforsecurity=False)
        return sha1.hexdigest().upper()
    if body[:1] == b"\x06":
        return hashlib.sha256(b"\x9b" + size.to_bytes(4, "big") + body).hexdigest().upper()
    return None


def _issuer(body: bytes) -> str | None:
    """Whom a signature packet names (RFC 9580, section 5.2): the fingerprint rather than the key id."""
    if body[:1] == b"\x03" and len(body) >= 15:
        return body[7:15].hex().upper()
    width = {b"\x04": 2, b"\x06": 4}.get(body[:1])
    if width is None:
        return None
    found: dict[int, str] = {}
    at = 4
    for _ in range(2):  # the hashed subpackets, then the others
        size = int.from_bytes(body[at : at + width], "big")
        for kind, content in _subpackets(body[at + width : at + width + size]):
            if kind == _ISSUER_FINGERPRINT and len(content) > 20:
                found.setdefault(kind, content[1:].hex().upper())
            elif kind == _ISSUER and len(content) == 8:
                found.setdefault(kind, content.hex().upper())
        at += width + size
    return found.get(_ISSUER_FINGERPRINT, found.get(_ISSUER))


def _packets(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Tag and body of each packet (RFC 9580, section 4.2); of one in parts, the first part."""
    at = 0
    for _ in range(_MOST):
        if at >= len(content) or not content[at] & 0x80:
            return
        first = content[at]
        at += 1
        if first & 0x40:
            tag = first & 0x3F
            size, at = _length(content, at)
        else:
            tag = (first >> 2) & 0x0F
            width = {0: 1, 1: 2, 2: 4}.get(first & 3, 0)
            size = int.from_bytes(content[at : at + width], "big") if width else len(content)
            at += width
        yield tag, content[at : at + size]
        at += size


def _subpackets(content: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(content):
        size, at = _length(content, at)
        if size == 0 or at >= len(content):
            return
        yield content[at] & 0x7F, content[at + 1 : at + size]
        at += size


def _length(content: bytes, at: int) -> tuple[int, int]:
    """A length of one, two or five octets, or of a first part, and where it ends."""
    first = content[at] if at < len(content) else 0
    if first < 192:
        return first, at + 1
    if first < 224:
        second = content[at + 1] if at + 1 < len(content) else 0
        return ((first - 192) << 8) + second + 192, at + 2
    if first < 255:
        return 1 << (first & 0x1F), at + 1
    return int.from_bytes(content[at + 1 : at + 5], "big"), at + 5


def _string(content: bytes, at: int) -> bytes | None:
    """A string of SSH (RFC 4251, section 5)."""
    size = int.from_bytes(content[at : at + 4], "big")
    found = content[at + 4 : at + 4 + size]
    return found if found and len(found) == size else None


def _ssh_name(key: bytes) -> str:
    digest = base64.b64encode(hashlib.sha256(key).digest()).decode("ascii")
    return f"SHA256:{digest.rstrip('=')}"


def _blocks(content: bytes, kind: bytes) -> Iterator[bytes]:
    """What stands in each armour of ``kind``; in one pass, however many beginnings have no end."""
    begin, end = b"-----BEGIN %b-----" % kind, b"-----END %b-----" % kind
    at = content.find(begin)
    while at >= 0:
        start = at + len(begin)
        stop = content.find(end, start)
        if stop < 0:
            return
        yield _decoded(content[start:stop].lstrip(b"\r").removeprefix(b"\n"))
        at = content.find(begin, stop)


def _decoded(body: bytes) -> bytes:
    """What stands in ASCII armour (RFC 9580, section 6.2), without its headers and checksum."""
    lines = [line.strip() for line in body.split(b"\n")]
    start = lines.index(b"") + 1 if b"" in lines[:20] and b":" in lines[0] else 0
    return _base64(b"".join(line for line in lines[start:] if not line.startswith(b"=")))


def _base64(text: bytes) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return b""
