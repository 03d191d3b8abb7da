"""What this machine has that a release may need: found out by the worker, asked for by the release."""

from __future__ import annotations

import platform
import shutil
import sys
from functools import cache
from typing import Final

from tallystick.model import Skip
from tallystick.rebuild.interpreter import interpreters
from tallystick.sandbox import Sandbox

_PROGRAMS: Final = {
    "autotools": ("autoconf", "automake", "libtoolize", "m4", "make", "perl"),
    "compiler": ("gcc", "make"),
    "git": ("git",),
    "strace": ("strace",),
}
"""Names for programs that are of use together only."""

_MACHINES: Final = {"aarch64": "arm64", "amd64": "x86_64"}
"""Other spellings of one architecture (platform.machine(), by system)."""


@cache
def resources() -> frozenset[str]:
    """What is here, by the names of docs/survey.md, "Resources"."""
    found = {name for name, programs in _PROGRAMS.items() if all(map(shutil.which, programs))}
    if not isinstance(Sandbox.find(), Skip):
        found.add("sandbox")
    if shutil.which("bwrap"):
        found.add("bubblewrap")
    found |= {f"python{'.'.join(map(str, one.version[:2]))}" for one in interpreters()}
    machine = platform.machine().lower()
    return frozenset({*found, _MACHINES.get(machine, machine), sys.platform})
