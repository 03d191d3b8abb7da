"""Only what is proven, and can be unpacked safely, goes into the copy."""

from __future__ import annotations

import gzip
import io
import tarfile
from dataclasses import dataclass

import pytest
from msgspec.structs import replace

from tallystick.errors import LimitExceeded
from tallystick.model import (
    CLOSURE,
    MODE_EXECUTABLE,
    MODE_SYMLINK,
    Evidence,
    Grade,
    Ledger,
    LedgerLine,
    Reach,
    Tree,
)
from tallystick.scrub import NothingProven, divide, write_tarball
from trees import artifact, source, tree

CONTENTS = {
    "README": b"read me\n",
    "bin/run": b"#!/bin/sh\n",
    "latest": b"bin/run",
    "a" * 120 + "/" + "b" * 130: b"long\n",
    "odd\udcff\nname": b"odd\n",
    "planted.c": b"int evil;\n",
}
MODES = {"bin/run": MODE_EXECUTABLE, "latest": MODE_SYMLINK}


def ledger(contents: Tree, residue: tuple[str, ...] = ()) -> Ledger:
    """A ledger in which all is identical but ``residue``, which nobody claims."""
    return Ledger(
        artifact=artifact(contents),
        source=source(tree({})),
        lines=tuple(
            LedgerLine(
                entry=entry,
                grade=Grade.UNEXPLAINED if path in residue else Grade.IDENTICAL,
                reach=Reach.BUILD,
                source_path=None if path in residue else path,
            )
            for path, entry in contents.entries.items()
        ),
    )


def packed(of: Ledger) -> bytes:
    out = io.BytesIO()
    assert write_tarball(divide(of), out) == {}
    return out.getvalue()


def members(content: bytes) -> dict[str, tarfile.TarInfo]:
    with tarfile.open(
        fileobj=io.BytesIO(content), encoding="utf-8", errors="surrogateescape"
    ) as tar:
        return {member.name: member for member in tar}


def test_what_is_not_proven_is_not_in_the_copy_and_is_listed() -> None:
    judged = ledger(tree(CONTENTS, modes=MODES), ("planted.c",))
    division = divide(judged)
    assert [left.line.path for left in division.left_out] == ["planted.c"]
    assert "planted.c" not in {entry.path for entry in division.kept}
    assert b"evil" not in gzip.decompress(packed(judged))


def test_links_modes_long_and_odd_names_are_kept() -> None:
    found = members(packed(ledger(tree(CONTENTS, modes=MODES))))
    assert set(found) == {f"example-1.0/{path}" for path in CONTENTS}
    assert found["example-1.0/bin/run"].mode == 0o755
    assert found["example-1.0/README"].mode == 0o644
    assert found["example-1.0/latest"].issym()
    assert found["example-1.0/latest"].linkname == "bin/run"


def test_times_and_owners_say_nothing_of_who_made_it() -> None:
    content = packed(ledger(tree(CONTENTS, modes=MODES)))
    assert content[:10] == b"\x1f\x8b\x08\x00\0\0\0\0\x02\xff"
    for member in members(content).values():
        assert member.mtime == 1_700_000_000
        assert (member.uid, member.gid, member.uname, member.gname) == (0, 0, "", "")


def test_the_same_entries_in_any_order_make_the_same_bytes() -> None:
    forwards = ledger(tree(CONTENTS, modes=MODES))
    backwards = ledger(tree(dict(reversed(CONTENTS.items())), modes=MODES))
    assert packed(forwards) == packed(backwards)


@pytest.mark.parametrize(
    "path",
    [
        "../outside",
        "/etc/passwd",
        "a/../../outside",
        "./a",
        "a//b",
        "hidden/.git/hooks/post-checkout",
        ".GIT/config",
        "n" * 256,
        "nul\0",
    ],
)
def test_a_name_that_cannot_be_unpacked_safely_is_left_out_though_proven(path: str) -> None:
    division = divide(ledger(tree({"README": b"x", path: b"y"})))
    assert [entry.path for entry in division.kept] == ["README"]
    assert [left.line.path for left in division.left_out] == [path]
    assert division.left_out[0].reason.startswith("it is proven, and ")


def test_nothing_is_kept_below_a_link() -> None:
    contents = tree({"docs": b"/etc", "docs/passwd": b"root::0"}, modes={"docs": MODE_SYMLINK})
    assert [entry.path for entry in divide(ledger(contents)).kept] == ["docs"]


@pytest.mark.parametrize("top", ["..", "", "a/b", "-rf", "a\nb", "x" * 300, "/tmp"])  # noqa: S108
def test_a_hostile_top_folder_is_replaced_by_a_plain_name(top: str) -> None:
    judged = ledger(tree(CONTENTS, modes=MODES))
    hostile = replace(judged, artifact=replace(judged.artifact, top=top))
    assert divide(hostile).top == "example-1.0"
    unnamed = replace(hostile, artifact=replace(hostile.artifact, name="$(id).tar.gz"))
    assert divide(unnamed).top == "scrubbed"


@dataclass(frozen=True)
class Capped:
    """Reads all but one entry."""

    tree: Tree
    large: str

    def read(self, path: str) -> bytes:
        if path == self.large:
            raise LimitExceeded("content", "too many bytes")
        return self.tree.reader.read(path)

    def prefetch(self, paths: frozenset[str]) -> None:
        self.tree.reader.prefetch(paths)


def test_an_entry_that_is_too_large_to_be_read_is_dropped_with_its_reason() -> None:
    judged = ledger(tree({"README": b"x", "large": b"y"}))
    contents = judged.artifact.tree
    capped = Tree(entries=contents.entries, reader=Capped(contents, "large"))
    division = divide(replace(judged, artifact=replace(judged.artifact, tree=capped)))
    out = io.BytesIO()
    dropped = write_tarball(division, out)
    assert list(dropped) == ["large"]
    after = division.without(dropped, judged)
    assert [entry.path for entry in after.kept] == ["README"]
    assert [left.line.path for left in after.left_out] == ["large"]
    assert set(members(out.getvalue())) == {"example-1.0/README"}


@pytest.mark.parametrize(
    "evidence",
    [
        Evidence(kind=CLOSURE, value="its sdist", agrees=None),
        Evidence(kind="ref", value="only under a pull request", agrees=False),
    ],
)
def test_a_source_that_proves_nothing_makes_no_copy(evidence: Evidence) -> None:
    judged = ledger(tree(CONTENTS, modes=MODES))
    assert judged.source is not None
    with pytest.raises(NothingProven):
        divide(replace(judged, source=replace(judged.source, evidence=(evidence,))))


def test_no_source_or_no_proven_entry_makes_no_copy() -> None:
    with pytest.raises(NothingProven, match="there was no source"):
        divide(replace(ledger(tree(CONTENTS)), source=None))
    with pytest.raises(NothingProven, match="no entry of it is proven"):
        divide(ledger(tree({"a": b"1"}), ("a",)))
