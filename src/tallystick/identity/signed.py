"""Signed tags and commits, taken apart: what was signed, and the signature.

Pure. A tag carries its signature at its end, a commit in a header (gitformat-signature(5)). Nothing that a
repository says of itself is asked: which key may sign is for the user to say.
"""

from __future__ import annotations

import re
from pathlib import Path

from msgspec import Struct

KINDS = {
    b"-----BEGIN PGP SIGNATURE-----": "openpgp",
    b"-----BEGIN PGP MESSAGE-----": "openpgp",
    b"-----BEGIN SSH SIGNATURE-----": "ssh",
    b"-----BEGIN SIGNED MESSAGE-----": "x509",
}
"""The first line of each format of signature; the last is of S/MIME, and of gitsign."""

_BEGIN = re.compile(rb"^(?:" + b"|".join(map(re.escape, KINDS)) + rb")$", re.MULTILINE)
_HEADER = re.compile(rb"^gpgsig(?:-sha256)? ([^\n]*(?:\n [^\n]*)*)\n", re.MULTILINE)
_TIME = re.compile(rb"^(?:tagger|committer) [^\n]*> ([0-9]{1,12}) [-+0-9]{5}$", re.MULTILINE)


class Signed(Struct, frozen=True, kw_only=True):
    """One signed thing.

    Attributes:
        on: ``tag v1.0``, ``commit 621e4974ca25``, or the name of a file.
        kind: ``openpgp``, ``ssh`` or ``x509``.
        payload: what was signed; a file where it lies in one, which may be large.
        signature: in ASCII armour.
        time: when its maker says, in seconds since the epoch; None if it does not.
    """

    on: str
    kind: str
    payload: bytes | Path
    signature: bytes
    time: int | None = None


def signed_tag(name: str, content: bytes) -> Signed | None:
    """The signature of the tag object ``content``; None if it is not signed."""
    found = list(_BEGIN.finditer(content))
    if not found:
        return None
    at = found[-1].start()  # git takes the last: the message may quote one
    return Signed(
        on=f"tag {name}",
        kind=KINDS[found[-1][0]],
        payload=content[:at],
        signature=content[at:],
        time=_time(content),
    )


def signed_commit(commit: str, content: bytes) -> Signed | None:
    """The signature of the commit object ``content``; None if it is not signed, or signed twice."""
    head, blank, message = content.partition(b"\n\n")
    headers = list(_HEADER.finditer(head + b"\n"))
    if len(headers) != 1:
        return None
    signature = headers[0][1].replace(b"\n ", b"\n") + b"\n"
    start, end = headers[0].span()
    rest = (head + b"\n")[:start] + (head + b"\n")[end:]
    begin = _BEGIN.match(signature)
    return Signed(
        on=f"commit {commit[:12]}",
        kind=KINDS[begin[0]] if begin is not None else "unknown",
        payload=rest.removesuffix(b"\n") + blank + message,
        signature=signature,
        time=_time(head),
    )


def _time(content: bytes) -> int | None:
    found = _TIME.search(content.partition(b"\n\n")[0])
    return None if found is None else int(found[1])


def is_openpgp(content: bytes) -> bool:
    """Whether a file looks like an OpenPGP signature: others have files called ``.sig``, too.

    In ASCII armour, or a signature packet (RFC 9580, 4.2: the first bit is set, the type is 2).
    """
    if content.startswith(b"-----BEGIN PGP "):
        return True
    first = content[:1] or b"\0"
    return first[0] == 0xC2 or first[0] & 0xFC == 0x88
