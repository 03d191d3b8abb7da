"""The database's format: what is packed is found again, by digest and by name, and damage is said."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.errors import StorageError
from tallystick.upstreams import Head, KnownFiles, Row
from tallystick.upstreams.table import DIGEST, pack

HEADS = (Head(upstream="gnulib", place="https://git.example.org/gnulib", commit="a" * 40, day=9),)

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)
ROWS = st.lists(
    st.builds(
        Row,
        digest=st.binary(min_size=DIGEST, max_size=DIGEST)
        | st.integers(0, 3).map(lambda last: bytes(DIGEST - 1) + bytes([last])),
        name=NAMES,
        stamp=NAMES,
        upstream=st.sampled_from(["gnulib", "libtool"]),
        first=st.integers(0, 0xFFFF),
        last=st.integers(0, 0xFFFF),
    ),
    max_size=20,
)


@given(ROWS)
def test_what_is_packed_is_found_by_digest_and_by_name(rows: list[Row]) -> None:
    known = KnownFiles(pack(rows, HEADS), "this test")
    assert set(known.rows()) == set(rows)
    assert known.heads == HEADS
    for row in rows:
        assert set(known.find(row.digest)) == {r for r in rows if r.digest == row.digest}
        named = known.named(row.name)
        assert set(named) == {r for r in rows if r.name == row.name}
        assert [r.first for r in named] == sorted(r.first for r in named)
    assert known.named("a name that is longer than any") == ()


@given(ROWS)
def test_the_order_of_rows_changes_nothing(rows: list[Row]) -> None:
    assert pack(rows, HEADS) == pack([*reversed(rows), *rows], HEADS)


@pytest.mark.parametrize("cut", [1, 4, 40])
def test_a_database_that_was_cut_off_is_refused(cut: int) -> None:
    with pytest.raises(StorageError, match="cut off"):
        KnownFiles(packed()[:-cut], "this test")


def test_a_table_that_points_outside_is_refused_when_it_is_used() -> None:
    content = packed()
    # The last three numbers say where the rows of each of the three strings begin.
    damaged = content[:-8] + struct.pack("<2I", 900, 901)
    with pytest.raises(StorageError, match="not there"):
        KnownFiles(damaged, "this test").named("serial 1")


def packed() -> bytes:
    row = Row(
        digest=b"d" * DIGEST, name="a.m4", stamp="serial 1", upstream="gnulib", first=1, last=2
    )
    return pack([row], HEADS)
