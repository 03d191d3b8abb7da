"""Which interpreter may have made an artifact, and which are here."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from tallystick.model import ArtifactKind
from tallystick.rebuild.interpreter import Interpreter, fitting, interpreters, missing
from trees import artifact, tree

KNOWN = tuple(
    Interpreter(
        program=Path(f"/opt/{minor}/bin/python3"),
        version=(3, minor, 1),
        implementation="CPython",
        prefix=Path(f"/opt/{minor}"),
    )
    for minor in (13, 12, 11, 8)
)


def minors(tag: str | None, requires: str | None = None, day: str = "2025-06-01") -> list[int]:
    kind = ArtifactKind.SDIST if tag is None else ArtifactKind.WHEEL
    made = artifact(tree({}), kind, tag=tag or "")
    return [one.version[1] for one in fitting(made, requires, day, KNOWN)]


@pytest.mark.parametrize(
    ("tag", "requires", "day", "expected"),
    [
        (None, None, "2025-06-01", [13, 12, 11, 8]),
        ("py3-none-any", None, "2025-06-01", [13, 12, 11, 8]),
        ("py3-none-any", ">=3.9,<3.13", "2025-06-01", [12, 11]),
        # 3.13 came out in October 2024, 3.12 in October 2023
        (None, None, "2024-03-01", [12, 11, 8, 13]),
        (None, None, "2020-03-18", [8, 13, 12, 11]),
        ("cp311-cp311-manylinux_2_17_x86_64", None, "2025-06-01", [11]),
        ("cp39-cp39-manylinux_2_17_x86_64", None, "2025-06-01", []),
        # the stable ABI is made with its oldest version, and could have been with another
        ("cp38-abi3-manylinux_2_17_x86_64", None, "2025-06-01", [8, 13, 12, 11]),
        (None, "nonsense", "2025-06-01", [13, 12, 11, 8]),
    ],
)
def test_the_likeliest_is_first(
    tag: str | None, requires: str | None, day: str, expected: list[int]
) -> None:
    assert minors(tag, requires, day) == expected


def test_a_missing_one_is_named() -> None:
    wheel = artifact(tree({}), ArtifactKind.WHEEL, tag="cp39-cp39-linux_x86_64")
    assert missing(wheel, None) == "CPython 3.9"
    assert missing(artifact(tree({})), ">=3.20") == "CPython >=3.20"
    odd = replace(wheel, name="no wheel's name.whl")
    assert missing(odd, None) == "CPython 3"


def test_the_one_that_runs_this_is_found_and_each_minor_version_once() -> None:
    found = interpreters()
    assert sys.version_info[:2] in {one.minor for one in found}
    assert len({one.minor for one in found}) == len(found)
    assert all(one.program.is_file() and not one.program.is_symlink() for one in found)
