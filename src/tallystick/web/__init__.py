"""The viewer: shows what a store holds. It audits, fetches and changes nothing (``docs/serve.md``).

Needs the extra ``serve`` (``pip install 'tallystick[serve]'``); nothing else of tallystick does.
"""

from __future__ import annotations

from tallystick.web.application import application
from tallystick.web.door import Door
from tallystick.web.making import Making
from tallystick.web.server import Listening, serve

__all__ = ["Door", "Listening", "Making", "application", "serve"]
