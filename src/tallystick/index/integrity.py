"""Subresource Integrity strings, as npm's ``dist.integrity`` has them (W3C SRI, 3.3)."""

from __future__ import annotations

import base64
import binascii

from msgspec import Struct

from tallystick.model import Sha256


class Announced(Struct, frozen=True, kw_only=True):
    """Digests in lower-case hex; None for those that are not announced."""

    sha512: str | None = None
    sha256: Sha256 | None = None


_LENGTHS = {"sha512": 64, "sha256": 32}
"""Strongest first. SHA-384 is allowed by the specification and used by no registry."""


def strongest(integrity: str) -> Announced | None:
    """The strongest digest that ``integrity`` announces; None if it has none that is checked.

    The specification takes any of several digests of one algorithm. Which file is meant would then be
    the server's choice, so several different ones are none.
    """
    found: dict[str, set[str]] = {}
    for word in integrity.split()[:16]:
        algorithm, _, rest = word.partition("-")
        try:
            digest = base64.b64decode(rest.partition("?")[0].encode(), validate=True)
        except (ValueError, binascii.Error):
            continue
        if len(digest) == _LENGTHS.get(algorithm):
            found.setdefault(algorithm, set()).add(digest.hex())
    for algorithm in _LENGTHS:
        digests = found.get(algorithm, set())
        if len(digests) > 1:
            return None
        for one in digests:
            is_longer = algorithm == "sha512"
            return Announced(sha512=one) if is_longer else Announced(sha256=Sha256(one))
    return None
