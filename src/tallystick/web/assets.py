"""Style, script and icon of the viewer, each at an address with its digest: it may be kept for ever."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache
from importlib.resources import files

from msgspec import Struct

STYLE = "viewer.css"
SCRIPT = "viewer.js"
ICON = "icon.svg"


class Asset(Struct, frozen=True, kw_only=True):
    """A file for the browser.

    Attributes:
        address: with its digest.
        integrity: of Subresource Integrity, section 3.
    """

    content: bytes
    kind: str
    address: str
    integrity: str


@cache
def assets() -> dict[str, Asset]:
    """The files by name: the report's style with the viewer's own behind it, and the script."""
    report = files("tallystick.report").joinpath("page", "page.css").read_bytes()
    own = files("tallystick.web").joinpath("static", STYLE).read_bytes()
    script = files("tallystick.web").joinpath("static", SCRIPT).read_bytes()
    icon = files("tallystick.web").joinpath("static", ICON).read_bytes()
    return {
        STYLE: _asset(STYLE, report + own, "text/css"),
        SCRIPT: _asset(SCRIPT, script, "text/javascript"),
        ICON: _asset(ICON, icon, "image/svg+xml"),
    }


def _asset(name: str, content: bytes, kind: str) -> Asset:
    digest = hashlib.sha384(content).digest()
    return Asset(
        content=content,
        kind=kind,
        address=f"/static/{digest.hex()[:32]}/{name}",
        integrity=f"sha384-{b64encode(digest).decode()}",
    )
