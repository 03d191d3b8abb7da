"""A real sandbox and real environments for tests: what is run is run."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from sandboxes import working
from tallystick.cache import Cache
from tallystick.limits import DEFAULT, MIB, Caps
from tallystick.rebuild import REGENERATORS, Deeper
from tallystick.rebuild.interpreter import Interpreter, interpreters
from tallystick.rebuild.toolchain import Toolchains

CAPS = Caps(
    seconds=60, cpu_seconds=60, memory=1024 * MIB, disk=256 * MIB, files=20_000, processes=64
)


def toolchains(
    folder: Path,
    *,
    index: str | None = None,
    offline: bool = False,
    known: Callable[[], tuple[Interpreter, ...]] = interpreters,
) -> Toolchains:
    """Toolchains with a cache below ``folder``; a skip of the test where uv is not installed."""
    made = Toolchains(
        cache=Cache(root=folder / "cache"),
        limits=DEFAULT,
        index=index,
        offline=offline,
        known=known,
    )
    if made.uv is None:
        if os.environ.get("CI"):
            pytest.fail("CI must have uv")
        pytest.skip("uv is not installed")
    return made


def deeper(
    folder: Path, *, index: str | None = None, offline: bool = True, seconds: int = 60
) -> Deeper:
    """Depth ``regenerate`` with small caps; offline, unless there is an index to ask."""
    return Deeper(
        regenerators=REGENERATORS,
        sandbox=working("bubblewrap"),
        toolchains=toolchains(folder, index=index, offline=offline),
        limits=DEFAULT,
        caps=replace(CAPS, seconds=seconds),
    )
