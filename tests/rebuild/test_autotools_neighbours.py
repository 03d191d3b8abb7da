"""An Automake known in one variant: what no version writes is rejected, what one may write is not."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tallystick.model import Grade, VerdictValue
from tallystick.rebuild.autotools.catalogue import Recipe, shipped_recipes
from tallystick.rebuild.autotools.neighbours import neighbours, writes_otherwise
from toolchains import AUTOCONF, AUTOMAKE, PROJECT, ledger, line_of, made, variant

pytestmark = pytest.mark.first

LATER = "1.16.77"

OURS = b"SHELL = @SHELL@\nall: all-am\n\tmkdir one\ninstall:\n"
PATCHED = b"SHELL = @SHELL@\nall: all-am\n\tmkdir -p one\ninstall:\n"


def automake(version: str, variant_: str = "pristine") -> Recipe:
    return Recipe(name="automake", version=version, variant=variant_, commit="0" * 40)


def test_neighbours_are_all_variants_of_the_next_version_that_has_several() -> None:
    later = (automake("1.16.10"), automake("1.16.10", "debian"))
    older = (automake("1.9"), automake("1.9", "debian"))
    others = (automake("1.16.3"), automake("1.16.2"), automake("1.16.2", "debian"))
    autoconf = replace(automake("1.16.3", "debian"), name="autoconf")
    recipes = (*older, *others, *later, autoconf)
    assert neighbours("1.16.2", recipes) == later
    assert neighbours("1.16.90", recipes) == later
    assert neighbours("1.8", recipes) == older
    assert neighbours("1.16.2", others) == ()


@pytest.mark.parametrize(
    "published",
    [
        pytest.param(OURS, id="the-same"),
        pytest.param(PATCHED, id="as-a-distribution-patched-its-next-version"),
        pytest.param(OURS.replace(b"all-am\n", b"all-am\nlocal = 1\n"), id="line-of-Makefile.am"),
        pytest.param(b"\n".join(reversed(OURS.split(b"\n"))), id="other-order"),
        pytest.param(
            b"am__DIST_COMMON = b \\\n\t$(srcdir)/a \\\n\tChangeLog\n" + OURS,
            id="other-DIST_COMMON",
        ),
    ],
)
def test_what_a_patched_automake_may_have_written_is_not_contradicted(published: bytes) -> None:
    head = b"am__DIST_COMMON = $(srcdir)/a b\n" if b"DIST_COMMON" in published else b""
    outputs = [head + OURS, head + PATCHED]
    assert not writes_otherwise(published, outputs, [b"local = 1\nbin_PROGRAMS = one\n"])


@pytest.mark.parametrize(
    "published",
    [
        pytest.param(OURS.replace(b"all-am\n", b"all-am\n\t: inert\n"), id="line-more"),
        pytest.param(OURS.replace(b"mkdir", b"mkdlr"), id="letter"),
        pytest.param(OURS.replace(b"install:\n", b""), id="line-less"),
    ],
)
def test_what_no_automake_writes_is_contradicted(published: bytes) -> None:
    assert writes_otherwise(published, [OURS, PATCHED], [b"bin_PROGRAMS = one\n"])


def test_nothing_is_contradicted_by_nothing() -> None:
    assert not writes_otherwise(OURS, [], [])


@pytest.fixture
def one_variant(monkeypatch: pytest.MonkeyPatch) -> dict[str, str | bytes]:
    """A release whose Automake the catalogue has in one variant, and a later one in both."""
    for which in ("pristine", "debian"):
        variant("autoconf", AUTOCONF, which)
        variant("automake", AUTOMAKE, which)
    recipes = shipped_recipes()
    both = tuple(r for r in recipes if (r.name, r.version) == ("automake", AUTOMAKE))
    kept = tuple(r for r in recipes if r.name != "automake")
    known = (
        *kept,
        *(r for r in both if r.variant == "pristine"),
        *(replace(r, version=LATER) for r in both),
    )
    monkeypatch.setattr("tallystick.rebuild.autotools.supply.shipped_recipes", lambda: known)
    return {**PROJECT, **made(PROJECT)}


def test_a_rule_more_in_a_makefile_of_an_automake_of_one_variant_is_rejected(
    one_variant: dict[str, str | bytes],
) -> None:
    content = one_variant["Makefile.in"]
    assert isinstance(content, bytes)
    planted = content.replace(b"\nall: ", b"\nnotch:\n\t: inert\nall: ", 1)
    found = ledger({**one_variant, "Makefile.in": planted}, PROJECT)
    line = line_of(found, "Makefile.in")
    assert line.grade is Grade.CONTRADICTED
    assert f"beside it automake {LATER} (debian)" in str(line.evidence)
    assert "+\t: inert" in str(line.delta)
    assert found.verdict is not None
    assert found.verdict.value is VerdictValue.REJECTED
    assert found.verdict.reasons[0].paths[0] == "Makefile.in"
