"""What an artifact could try to have run, installed or believed; and what must not be let in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from index_server import IndexServer, serving
from rebuilding import deeper
from tallystick.audit import audit
from tallystick.errors import ContentUnavailable
from tallystick.model import (
    MODE_EXECUTABLE,
    MODE_SYMLINK,
    ArtifactKind,
    BlobId,
    Grade,
    Ledger,
    LedgerLine,
    Reach,
    Skip,
    SourceKind,
)
from tallystick.rebuild import REGENERATORS
from tallystick.rebuild.trees import files, moved, only, together
from trees import artifact, folder_tree, source, tree

CASE = (
    Path(__file__).parent.parent
    / "data/rebuild/core-metadata-hook/honest-computed-by-an-in-tree-backend"
)
HELD = folder_tree(CASE / "artifact")
CONTENTS = {path: HELD.read(path) for path in HELD.entries}
SOURCE = source(folder_tree(CASE / "source"))


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Iterator[IndexServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving() as server:
        yield server


def line_of(ledger: Ledger, path: str) -> LedgerLine:
    return next(line for line in ledger.lines if line.path == path)


def test_an_executable_bit_that_the_build_did_not_set_is_not_proven(tmp_path: Path) -> None:
    released = artifact(tree(CONTENTS, modes={"PKG-INFO": MODE_EXECUTABLE}))
    line = line_of(audit(released, SOURCE, deepen=deeper(tmp_path)), "PKG-INFO")
    assert line.grade is Grade.UNPROVEN
    assert "the same bytes with the mode 100644, not 100755" in (line.evidence or "")


def test_a_link_with_the_bytes_of_the_file_as_its_target_is_not_proven(tmp_path: Path) -> None:
    released = artifact(tree(CONTENTS, modes={"PKG-INFO": MODE_SYMLINK}))
    line = line_of(audit(released, SOURCE, deepen=deeper(tmp_path)), "PKG-INFO")
    assert not line.grade.is_proof, line


def test_the_generator_of_a_wheel_installs_nothing_that_the_source_does_not_ask_for(
    index: IndexServer, tmp_path: Path
) -> None:
    index.project("tool", [])
    index.project("evil", [])
    asking = CONTENTS["pyproject.toml"].replace(b"requires = []", b'requires = ["tool"]')
    held = {**CONTENTS, "pyproject.toml": asking}
    del held["PKG-INFO"]
    info = "example-1.0.dist-info"
    released = artifact(
        tree({
            "example.py": held["example.py"],
            f"{info}/METADATA": CONTENTS["PKG-INFO"],
            f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: evil (1.0)\nTag: py3-none-any\n",
        }),
        ArtifactKind.WHEEL,
    )  # fmt: skip
    depth = deeper(tmp_path, index=index.url, offline=False)
    ledger = audit(released, source(tree(held)), deepen=depth)
    assert not line_of(ledger, f"{info}/METADATA").grade.is_proof
    assert any("/tool/" in path for path in index.asked)
    assert not any("evil" in path for path in index.asked)
    assert any(skip.check == "core-metadata-hook" for skip in ledger.skips)


def test_where_nothing_can_be_run_each_line_says_so(tmp_path: Path) -> None:
    depth = replace(deeper(tmp_path), sandbox=Skip(check="sandbox", reason="no sandbox here"))
    ledger = audit(artifact(tree(CONTENTS)), SOURCE, deepen=depth)
    assert "no sandbox here" in (line_of(ledger, "PKG-INFO").evidence or "")
    assert [skip.reason for skip in ledger.skips].count("no sandbox here") == 1


def test_another_artifact_in_the_place_of_the_source_is_never_run(tmp_path: Path) -> None:
    from tallystick.model import CLOSURE, Evidence  # noqa: PLC0415 - beside its one use

    beside = Evidence(kind=CLOSURE, value="its sdist", agrees=None)
    stands_in = replace(SOURCE, kind=SourceKind.ARCHIVE, evidence=(beside,))
    ledger = audit(artifact(tree(CONTENTS)), stands_in, deepen=deeper(tmp_path))
    line = line_of(ledger, "PKG-INFO")
    assert line.grade is Grade.UNPROVEN
    assert "the source is another artifact" in (line.evidence or "")


def test_what_comes_out_without_a_file_of_the_source_that_is_not_here_is_proven_all_the_same(
    tmp_path: Path,
) -> None:
    held = folder_tree(CASE / "source")
    absent = replace(held.entries["example.py"], path="absent.py", blob=BlobId("1" * 40))
    partial = replace(held, entries={**held.entries, "absent.py": absent})
    ledger = audit(artifact(tree(CONTENTS)), source(partial), deepen=deeper(tmp_path))
    line = line_of(ledger, "PKG-INFO")
    assert line.grade is Grade.REGENERATED
    assert "the same bytes" in (line.evidence or "")


def test_of_the_artifact_only_proven_entries_can_be_read_for_a_run() -> None:
    part = only(tree({"proven": b"1", "other": b"2"}), frozenset({"proven"}))
    assert part.read("proven") == b"1"
    with pytest.raises(ContentUnavailable):
        part.reader.read("other")
    assert list(moved(part, {"proven": "a/proven"}).entries) == ["a/proven"]


def test_trees_put_together_keep_the_later_ones_files() -> None:
    both = together(tree({"a": b"1", "b": b"1"}), files({"b": b"2"}))
    both.reader.prefetch(frozenset({"a", "b"}))
    assert (both.read("a"), both.read("b")) == (b"1", b"2")


def test_a_proof_is_offered_to_nobody() -> None:
    entry = tree({"PKG-INFO": b""}).entries["PKG-INFO"]
    for grade in Grade:
        line = LedgerLine(entry=entry, grade=grade, reach=Reach.DATA, explainer="core-metadata")
        asked = [one.id for one in REGENERATORS if one.concerns(line, ArtifactKind.SDIST)]
        assert not (grade.is_proof and asked)
        assert bool(asked) == (grade is Grade.UNPROVEN)
