"""A variant of Automake that fails keeps no contradiction back where another was used."""

from __future__ import annotations

from typing import cast

import pytest

from tallystick.rebuild.autotools.catalogue import Recipe
from tallystick.rebuild.autotools.inputs import Root
from tallystick.rebuild.autotools.regenerating import _Best, _Regenerating
from tallystick.rebuild.autotools.running import Attempt
from tallystick.rebuild.autotools.toolchain import Autotools
from tallystick.rebuild.regenerator import Subject


@pytest.mark.parametrize(
    ("nobodys", "same", "steps"),
    [
        (True, {"src/Makefile.in"}, frozenset()),
        (False, {"src/Makefile.in"}, {"automake"}),
        (True, set[str](), {"automake"}),
    ],
    ids=["line-of-nobodys", "line-that-a-variant-may-write", "no-makefile-came-out-the-same"],
)
def test_a_variant_that_was_not_used_may_fail(
    monkeypatch: pytest.MonkeyPatch, *, nobodys: bool, same: set[str], steps: set[str]
) -> None:
    """nano 7.2: upstream's Automake made all other makefiles, and Debian's fails on them."""
    pristine, debian = (
        Recipe(name="automake", version="1.16.3", variant=variant)
        for variant in ("pristine", "debian")
    )
    autoconf = Recipe(name="autoconf", version="2.69", variant="pristine")
    best = _Best(
        attempt=Attempt(
            autoconf=autoconf, automake=pristine, aclocal=False, aux=False, strictness=""
        ),
        mode=0o644,
        content=b"",
    )
    regenerating = _Regenerating(
        root=cast("Root", None),
        subject=cast("Subject", None),
        tools=cast("Autotools", None),
        wanted=frozenset(),
        best=dict.fromkeys(("Makefile.in", *same), best),
        same=same,
        broken={debian: {"automake"}},
    )
    monkeypatch.setattr(_Regenerating, "_is_nobodys", lambda *_: nobodys)
    assert regenerating._broken_steps("Makefile.in", best) == steps  # noqa: SLF001
