"""Two archives laid side by side: what each normalisation makes equal, and what none of them hides."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from tallystick.limits import DEFAULT
from tallystick.model import ArtifactKind, RebuildOutcome, Sha256
from tallystick.rebuild.comparison import Comparison, compare
from trees import artifact, tree

EQUAL, DIFFERS = RebuildOutcome.EQUAL, RebuildOutcome.DIFFERS
INFO = "example-1.0.dist-info"
EGG = "src/example.egg-info"


def sdists(published: Mapping[str, str], rebuilt: Mapping[str, str]) -> Comparison:
    return compared(published, rebuilt, ArtifactKind.SDIST)


def wheel(generator: str, *, row: str | None = None, more: str = "") -> dict[str, str]:
    """A wheel with a right RECORD, but for the row of WHEEL if one is given."""
    files = {
        "example.py": "a = 1\n",
        f"{INFO}/WHEEL": f"Wheel-Version: 1.0\nGenerator: {generator}\nTag: py3-none-any\n{more}",
    }
    rows = {path: row_of(path, content) for path, content in files.items()}
    if row is not None:
        rows[f"{INFO}/WHEEL"] = row
    files[f"{INFO}/RECORD"] = "".join(rows.values()) + f"{INFO}/RECORD,,\n"
    return files


def row_of(path: str, content: str) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(content.encode()).digest())
    return f"{path},sha256={digest.rstrip(b'=').decode()},{len(content)}\n"


def wheels(published: Mapping[str, str], rebuilt: Mapping[str, str]) -> Comparison:
    return compared(published, rebuilt, ArtifactKind.WHEEL)


def compared(
    published: Mapping[str, str], rebuilt: Mapping[str, str], kind: ArtifactKind
) -> Comparison:
    theirs, ours = (
        replace(artifact(tree(files), kind), sha256=Sha256(digit * 64))
        for files, digit in ((published, "a"), (rebuilt, "b"))
    )
    return compare(theirs, ours, DEFAULT)


def named(found: Comparison) -> list[str]:
    return [said.partition(":")[0] for said in found.normalisations[1:]]


def test_a_generator_that_calls_itself_otherwise_is_named_and_its_rows_are_checked() -> None:
    found = wheels(wheel("setuptools (9.8.0)"), wheel("setuptools (80.9.0)"))
    assert found.outcome is EQUAL
    assert named(found) == ["wheel-generator", "record-rows"]


@pytest.mark.parametrize(
    "row",
    [
        f"{INFO}/WHEEL,sha256=AAAA,1\n",
        f"{INFO}/WHEEL,,\n",
        "",
        f"{INFO}/WHEEL,md5=x,100\n",
    ],
)
def test_a_record_that_is_wrong_about_such_an_entry_is_never_hidden(row: str) -> None:
    found = wheels(wheel("setuptools (9.8.0)", row=row), wheel("setuptools (80.9.0)"))
    assert (found.outcome, found.differing) == (DIFFERS, (f"{INFO}/RECORD",))


@pytest.mark.parametrize(
    "more",
    ["Root-Is-Purelib: true\n", "Generator: twice\n", "Tag: cp311-cp311-linux_x86_64\n"],
)
def test_nothing_else_of_wheel_is_hidden(more: str) -> None:
    found = wheels(wheel("setuptools (9.8.0)", more=more), wheel("setuptools (80.9.0)"))
    assert f"{INFO}/WHEEL" in found.differing


@pytest.mark.parametrize(
    "said", ["x\n evil: folded", "x\0y", "x" * 200, "x\rRoot-Is-Purelib: true"]
)
def test_a_generator_that_is_more_than_a_name_is_compared(said: str) -> None:
    assert wheels(wheel(said), wheel("setuptools (80.9.0)")).outcome is DIFFERS


def test_another_row_of_record_is_never_hidden() -> None:
    published = wheel("setuptools (9.8.0)")
    published[f"{INFO}/RECORD"] = published[f"{INFO}/RECORD"].replace("example.py", "other.py")
    assert wheels(published, wheel("setuptools (80.9.0)")).differing == (f"{INFO}/RECORD",)


def test_lists_of_what_somebody_had_in_the_folder_are_named() -> None:
    published = {
        "example.py": "",
        f"{EGG}/SOURCES.txt": "example.py\nbuild/old.py\n",
        f"{EGG}/top_level.txt": "dist\nexample\n",
    }
    rebuilt = {
        "example.py": "",
        f"{EGG}/SOURCES.txt": "example.py\n",
        f"{EGG}/top_level.txt": "example\n",
    }
    found = sdists(published, rebuilt)
    assert found.outcome is EQUAL
    assert sorted(named(found)) == ["egg-info-sources", "egg-info-top-level"]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("SOURCES.txt", "../../home/user/.profile"),
        ("SOURCES.txt", "/etc/passwd"),
        ("SOURCES.txt", "a/../../b"),
        ("SOURCES.txt", "a\0b"),
        ("top_level.txt", "planted"),  # a module of the archive
        ("top_level.txt", "inner"),
        ("top_level.txt", ".."),
        ("requires.txt", "evil"),
        ("PKG-INFO", "Requires-Dist: evil"),
        ("entry_points.txt", "x = evil:main"),
    ],
)
def test_a_line_that_leads_anywhere_is_not_hidden(name: str, line: str) -> None:
    rebuilt = {f"{EGG}/{name}": "example\n", "planted.py": "", "src/inner/a.py": ""}
    published = {**rebuilt, f"{EGG}/{name}": f"example\n{line}\n"}
    assert sdists(published, rebuilt).differing == (f"{EGG}/{name}",)


def test_such_lists_are_compared_in_a_wheel_and_elsewhere() -> None:
    assert wheels({f"{EGG}/top_level.txt": "dist\n"}, {f"{EGG}/top_level.txt": ""}).differing
    assert sdists({"docs/SOURCES.txt": "a\n"}, {"docs/SOURCES.txt": ""}).differing
