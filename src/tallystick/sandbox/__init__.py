"""The only room that runs what others wrote: no network, no keys, a read-only root, caps.

``Sandbox.find()`` says what this machine can do, ``Sandbox.run()`` runs one command on a copy of a
tree and returns what it wrote. ``docs/sandbox.md`` says what holds, and what does not.
"""

from __future__ import annotations

from tallystick.sandbox.command import Command
from tallystick.sandbox.finding import Sandbox, UnsafeSandboxWarning, read_folder
from tallystick.sandbox.outcome import Outcome, Refused

__all__ = ["Command", "Outcome", "Refused", "Sandbox", "UnsafeSandboxWarning", "read_folder"]
