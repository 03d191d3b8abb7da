"""What is not the source's file, compressed: unexplained, as any other data that nobody knows."""

from __future__ import annotations

import gzip

import pytest

from tallystick.audit import audit
from tallystick.model import ArtifactKind, Grade
from tallystick.policy import Policy
from trees import artifact, source, tree

DATA = b'{"one": 1}\n' * 50
PLAIN = gzip.compress(DATA, mtime=1)
SETUP = b'import gzip\nfrom setuptools import setup\nsetup(name="example", packages=["example"])\n'


def grade(content: bytes, setup: bytes = SETUP) -> Grade:
    files = {"setup.py": setup, "example/__init__.py": b"", "example/data.json": DATA}
    released = tree({"example/__init__.py": b"", "example/data.json.gz": content})
    ledger = audit(artifact(released, ArtifactKind.WHEEL), source(tree(files)), policy=Policy())
    return next(line.grade for line in ledger.lines if line.path == "example/data.json.gz")


def test_the_sources_file_is_derived_at_any_degree_of_compression() -> None:
    assert grade(PLAIN) is Grade.DERIVED
    assert grade(gzip.compress(DATA, compresslevel=1)) is Grade.DERIVED


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(gzip.compress(DATA + b"{}"), id="other bytes"),
        pytest.param(gzip.compress(DATA[:-1]), id="a byte less"),
        pytest.param(PLAIN + gzip.compress(b"evil"), id="a second member"),
        pytest.param(PLAIN + b"evil", id="bytes behind the member"),
        pytest.param(PLAIN[:-8] + b"\0" * 8, id="another checksum"),
        pytest.param(PLAIN[:-8], id="cut short"),
        pytest.param(PLAIN[:3] + b"\x10" + PLAIN[4:10] + b"evil\0" + PLAIN[10:], id="a comment"),
        pytest.param(PLAIN[:3] + b"\x04" + PLAIN[4:10] + b"\4\0evil" + PLAIN[10:], id="a field"),
        pytest.param(PLAIN[:3] + b"\x08" + PLAIN[4:10] + b"evil\0" + PLAIN[10:], id="another name"),
        pytest.param(gzip.compress(b"\0" * 10_000_000), id="far more than the source's file"),
        pytest.param(b"\x1f\x8b", id="the beginning alone"),
    ],
)
def test_anything_else_is_unexplained(content: bytes) -> None:
    assert grade(content) is Grade.UNEXPLAINED


def test_blocks_that_hold_nothing_are_room_for_something_else() -> None:
    empty = b"\x00\x00\x00\xff\xff"  # a stored block of no bytes (RFC 1951, 3.2.4)
    assert grade(PLAIN[:10] + empty * 1_000 + PLAIN[10:]) is Grade.UNPROVEN


def test_what_nothing_in_the_source_compresses_is_unexplained() -> None:
    assert grade(PLAIN, SETUP.replace(b"import gzip\n", b"")) is Grade.UNEXPLAINED
