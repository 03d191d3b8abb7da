"""What the report says first of a tarball: how it was packed, and which gnulib it was made with."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tallystick.audit import audit
from tallystick.explain.toolchain.generation import ENOUGH
from tallystick.model import Artifact, ArtifactKind, Evidence, Source
from tallystick.upstreams import KnownFiles
from tallystick.upstreams.build import Builder, Version
from trees import COMMIT, artifact, source, tree

DAY = 19_000
GNULIB = "b" * 40


def evidence(released: Artifact, reviewed: Source) -> dict[str, Evidence]:
    ledger = audit(released, reviewed)
    assert ledger.source is not None
    return {fact.kind: fact for fact in ledger.source.evidence}


def tarball(*paths: str) -> Artifact:
    return artifact(tree(dict.fromkeys(paths, "1\n")), ArtifactKind.TARBALL)


def test_a_git_archive_names_its_commit_and_must_name_the_audited_one() -> None:
    reviewed = source(tree({"a": "1\n"}))
    named = evidence(replace(tarball("a"), commit=COMMIT), reviewed)["tarball"]
    assert (named.value, named.agrees) == (f"git archive of {COMMIT}", True)
    other = evidence(replace(tarball("a"), commit="c" * 40), reviewed)["tarball"]
    assert other.agrees is False


def test_what_make_dist_adds_tells_its_tarball() -> None:
    reviewed = source(tree({"configure.ac": "1\n"}))
    found = evidence(tarball("configure.ac", "configure", "Makefile.in"), reviewed)["tarball"]
    assert found.value == "make dist: configure, Makefile.in not in the source"


def test_a_committed_configure_tells_nothing() -> None:
    reviewed = source(tree({"configure": "1\n"}))
    assert "other means" in evidence(tarball("configure"), reviewed)["tarball"].value


def test_an_sdist_has_no_such_line() -> None:
    assert evidence(artifact(tree({"a": "1\n"})), source(tree({"a": "1\n"}))) == {}


def test_the_commit_of_gnulib_stands_beside_the_days_of_its_files(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    builder = Builder()
    files = {f"m4/part-{n}.m4": b"AC_DEFUN([PART_%d], [new])\n" % n for n in range(ENOUGH)}
    for path, content in files.items():
        builder.add("gnulib", Version(path=path, content=content, first=DAY, last=DAY + 9))
    known = KnownFiles(builder.packed(), "this test")
    monkeypatch.setattr("tallystick.accounting.shipped", lambda: known)
    reviewed = source(tree({"autogen.sh": f"gnulib_hash={GNULIB}\n"}))
    released = artifact(
        tree({**files, "autogen.sh": reviewed.tree.read("autogen.sh")}), ArtifactKind.TARBALL
    )
    assert evidence(released, reviewed)["gnulib"].value == (
        f"{GNULIB} (autogen.sh); its files in this release were all current from 2022-01-08 to 2022-01-17"
    )
