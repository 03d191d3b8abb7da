"""What a signing certificate of Fulcio says of repository and commit, read by hand from its DER.

Nothing is verified here: neither the certificate's chain, nor its log entry, nor the signature made with
its key. What comes out is a hint, to be tested against the contents; whoever wants to *know* who
published a file has to verify the attestation.
"""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.limits import Limits

# https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md : 1.3.6.1.4.1.57264.1.N
FULCIO = bytes.fromhex("2b0601040183bf3001")
"""Content octets of the object identifier that all extensions of Fulcio begin with."""
SOURCE_REPOSITORY = FULCIO + b"\x0c"
SOURCE_COMMIT = FULCIO + b"\x0d"

_SEQUENCE, _OID, _OCTETS, _UTF8, _EXTENSIONS = 0x30, 0x06, 0x04, 0x0C, 0xA3


class Unreadable(ValueError):  # noqa: N818 - a property of the input, caught where it is read
    """The bytes are not the DER of a certificate."""


def extension_text(der: bytes, oid: bytes, limits: Limits) -> str | None:
    """The UTF8String in the extension ``oid`` of the X.509 certificate ``der``; None without it.

    Args:
        der: RFC 5280, 4.1; five levels of it are opened, none twice.
        oid: content octets of the object identifier.
        limits: the caps.

    Raises:
        Unreadable: ``der`` is too large or no certificate, or the extension is there twice.
    """
    if len(der) > limits.certificate:
        raise Unreadable(f"a certificate of {len(der)} bytes")
    certificate = _only(der, _SEQUENCE)
    signed = next((content for tag, content in _elements(certificate) if tag == _SEQUENCE), b"")
    extensions = next((content for tag, content in _elements(signed) if tag == _EXTENSIONS), None)
    if extensions is None:
        return None
    found = []
    for tag, extension in _elements(_only(extensions, _SEQUENCE)):
        fields = list(_elements(extension)) if tag == _SEQUENCE else []
        if fields and fields[0] == (_OID, oid) and fields[-1][0] == _OCTETS:
            found.append(fields[-1][1])
    if len(found) > 1:
        raise Unreadable("an extension is there twice")
    if not found:
        return None
    try:
        return _only(found[0], _UTF8).decode("utf-8")
    except UnicodeDecodeError:
        raise Unreadable("an extension is not UTF-8") from None


def _only(content: bytes, wanted: int) -> bytes:
    """The content of the one element that ``content`` is."""
    elements = list(_elements(content))
    if len(elements) != 1 or elements[0][0] != wanted:
        raise Unreadable("not the DER of a certificate")
    return elements[0][1]


def _elements(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Tag and content of each element, in definite lengths and low tag numbers (X.690, 8.1, 10.1)."""
    at = 0
    while at < len(content):
        header = content[at : at + 2]
        if len(header) < 2 or header[0] & 0x1F == 0x1F:
            raise Unreadable("not the DER of a certificate")
        tag, length = header
        at += 2
        if length >= 0x80:
            octets = length - 0x80
            if not 1 <= octets <= 3:
                raise Unreadable("not the DER of a certificate")
            length = int.from_bytes(content[at : at + octets], "big")
            at += octets
        if at + length > len(content):
            raise Unreadable("a certificate that breaks off")
        yield tag, content[at : at + length]
        at += length
