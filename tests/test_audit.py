"""The whole audit over trees: one line an entry, and no acceptance without proof."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tallystick.accounting import NAME_FINDINGS
from tallystick.archive import MEANINGS
from tallystick.archive.findings import two_commits
from tallystick.audit import audit
from tallystick.clock import Clock
from tallystick.model import (
    MODE_EXECUTABLE,
    MODE_FILE,
    MODE_GITLINK,
    MODE_SYMLINK,
    ArtifactKind,
    Finding,
    Grade,
    Ledger,
    Reach,
    Skip,
    Source,
    Tree,
    VerdictValue,
)
from trees import COMMIT, MemoryReader, artifact, entry, source, tree

TARBALL = ArtifactKind.TARBALL


def verdict(ledger: Ledger) -> VerdictValue:
    assert ledger.verdict is not None
    return ledger.verdict.value


def grades(ledger: Ledger) -> Mapping[str, Grade]:
    return {line.path: line.grade for line in ledger.lines}


def test_every_entry_has_one_line_in_the_order_of_the_artifact() -> None:
    released = tree({"z": "1", "new": "2", "changed": "3", "a": "4"})
    ledger = audit(artifact(released), source(tree({"a": "4", "changed": "x", "z": "1"})))
    assert [line.path for line in ledger.lines] == ["z", "new", "changed", "a"]
    assert grades(ledger) == {
        "z": Grade.IDENTICAL,
        "new": Grade.UNEXPLAINED,
        "changed": Grade.CONTRADICTED,
        "a": Grade.IDENTICAL,
    }


def test_a_changed_file_is_contradicted_by_the_source_and_shows_how() -> None:
    ledger = audit(artifact(tree({"a.py": "x\n"})), source(tree({"a.py": "y\n"})))
    (line,) = ledger.lines
    assert line.evidence == "the source has other content at a.py"
    assert line.delta is not None
    assert "-y\n+x" in line.delta
    assert verdict(ledger) is VerdictValue.REJECTED


def test_known_bytes_at_a_place_that_nothing_says_are_unexplained_and_noted() -> None:
    ledger = audit(artifact(tree({"b.py": "x"})), source(tree({"a.py": "x"})))
    (line,) = ledger.lines
    assert line.grade is Grade.UNEXPLAINED
    assert line.notes == ("same bytes as a.py in the source; nothing says why they are here",)
    empty = audit(artifact(tree({"b.py": ""})), source(tree({"a.py": ""})))
    assert empty.lines[0].notes == ()


def test_what_the_artifact_does_not_hold_is_omitted_and_not_held_against_it() -> None:
    ledger = audit(artifact(tree({"a": "1"})), source(tree({"a": "1", "b": "2"})))
    assert [omitted.path for omitted in ledger.omitted] == ["b"]
    assert verdict(ledger) is VerdictValue.ACCEPTED


def test_without_a_source_everything_is_unproven_and_the_verdict_inconclusive() -> None:
    skip = Skip(check="source", reason="no network")
    ledger = audit(artifact(tree({"a.py": "1", "setup.py": "2"})), None, skips=(skip,))
    assert grades(ledger) == {"a.py": Grade.UNPROVEN, "setup.py": Grade.UNPROVEN}
    assert ledger.skips == (skip,)
    assert ledger.lines[1].reach is Reach.INSTALL
    assert verdict(ledger) is VerdictValue.INCONCLUSIVE


def test_an_artifact_without_an_entry_is_not_accepted() -> None:
    assert verdict(audit(artifact(tree({})), source(tree({"a": "1"})))) is VerdictValue.INCONCLUSIVE


def test_skips_of_the_source_and_of_its_configuration_are_the_ledgers() -> None:
    reviewed = replace(
        source(tree({"pyproject.toml": "["})), skips=(Skip(check="submodule", reason="absent"),)
    )
    ledger = audit(artifact(tree({"pyproject.toml": "["})), reviewed)
    assert [skip.check for skip in ledger.skips] == ["submodule", "build-configuration"]
    assert verdict(ledger) is VerdictValue.INCONCLUSIVE


def test_an_executable_bit_that_only_the_source_sets_is_noted_on_the_line() -> None:
    reviewed = source(tree({"run": "x"}, modes={"run": MODE_EXECUTABLE}))
    (line,) = audit(artifact(tree({"run": "x"})), reviewed).lines
    assert line.grade is Grade.IDENTICAL
    assert line.notes == ("executable in the source, not in the artifact",)


def test_a_proof_of_bytes_is_none_of_an_executable_bit() -> None:
    """A manifest that cargo rewrote is proven from the source's, which is not executable."""
    before = '[package]\nname = "x"\nversion = "1.0.0"\n'
    after = f"# written by cargo\n{before}"
    reviewed = source(tree({"Cargo.toml": before, "a": "1"}))
    plain = audit(artifact(tree({"Cargo.toml": after, "a": "1"})), reviewed)
    assert grades(plain)["Cargo.toml"] is Grade.DERIVED
    tampered = tree({"Cargo.toml": after, "a": "1"}, modes={"Cargo.toml": MODE_EXECUTABLE})
    ledger = audit(artifact(tampered), reviewed)
    assert grades(ledger)["Cargo.toml"] is Grade.UNPROVEN
    assert "executable bit" in (ledger.lines[0].evidence or "")
    assert verdict(ledger) is VerdictValue.INCONCLUSIVE


def test_a_key_called_executable_does_not_speak_for_the_executable_bit() -> None:
    before = '{"name": "x", "version": "1.0", "scripts": {"executable": "node a.js"}}'
    after = '{"name": "x", "version": "1.0"}'
    reviewed = source(tree({"package.json": before, "a.js": "1"}))
    files = {"package.json": after, "a.js": "1"}
    plain = audit(artifact(tree(files), ArtifactKind.NPM), reviewed)
    (line,) = (line for line in plain.lines if line.path == "package.json")
    assert line.grade is Grade.DERIVED
    assert any("executable" in each for each in line.normalisations)
    tampered = tree(files, modes={"package.json": MODE_EXECUTABLE})
    ledger = audit(artifact(tampered, ArtifactKind.NPM), reviewed)
    assert grades(ledger)["package.json"] is Grade.UNPROVEN
    assert verdict(ledger) is VerdictValue.INCONCLUSIVE


def test_a_file_of_a_submodule_is_upstream_by_its_explainer() -> None:
    reviewed = replace(source(tree({"z/a.c": "x"})), submodules={"z": COMMIT})
    (line,) = audit(artifact(tree({"z/a.c": "x"}), TARBALL), reviewed).lines
    assert (line.grade, line.explainer) == (Grade.UPSTREAM, "submodule")
    assert line.evidence == f"submodule z at commit {COMMIT}"


def test_the_seconds_of_each_step_are_on_the_ledger() -> None:
    clock = Clock()
    ledger = audit(artifact(tree({"a": "1"})), source(tree({"a": "1"})), clock=clock)
    assert list(ledger.timings) == [
        *("configure", "match", "fetch", "reach", "explain", "build system")
    ]
    assert ledger.timings == clock.seconds


# --- comparing bytes ------------------------------------------------------------------------------


def colliding(path: str, ours: bytes, theirs: bytes) -> tuple[Tree, Source]:
    """Two trees with one blob id and different contents, as after a SHA-1 collision."""
    held = entry(path, theirs)
    released = Tree(entries={path: held}, reader=MemoryReader({path: ours}))
    return released, source(Tree(entries={path: held}, reader=MemoryReader({path: theirs})))


def test_with_bytes_a_collision_is_contradicted() -> None:
    released, reviewed = colliding("a.py", b"evil", b"good")
    assert verdict(audit(artifact(released), reviewed)) is VerdictValue.ACCEPTED
    ledger = audit(artifact(released), reviewed, compare_bytes=True)
    assert grades(ledger) == {"a.py": Grade.CONTRADICTED}
    assert verdict(ledger) is VerdictValue.REJECTED


def test_with_bytes_the_same_bytes_are_compared_and_said_to_be() -> None:
    ledger = audit(artifact(tree({"a": "1"})), source(tree({"a": "1"})), compare_bytes=True)
    assert ledger.lines[0].evidence == "contents compared"
    assert verdict(ledger) is VerdictValue.ACCEPTED


def test_with_bytes_a_content_that_is_not_to_be_had_is_unproven() -> None:
    held = tree({"a": "1"})
    ids_alone = Tree(entries=held.entries, reader=MemoryReader({}))
    ledger = audit(artifact(held), source(ids_alone), compare_bytes=True)
    assert grades(ledger) == {"a": Grade.UNPROVEN}
    assert "contents not compared: a: not in this test" in (ledger.lines[0].evidence or "")


# --- findings about names -------------------------------------------------------------------------


def test_findings_that_a_source_can_settle_are_findings_that_archives_make() -> None:
    assert MEANINGS.keys() >= NAME_FINDINGS


@pytest.mark.parametrize("finding_id", sorted(NAME_FINDINGS))
@pytest.mark.parametrize("before", ["", "./"])
def test_names_that_the_source_has_too_are_no_ambiguity(finding_id: str, before: str) -> None:
    found = Finding(
        id=finding_id,
        offset=0,
        message="names",
        paths=(f"{before}example-1.0/README", f"{before}example-1.0/readme"),
    )
    both = {"README": "1", "readme": "2"}
    settled = audit(artifact(tree(both), findings=[found]), source(tree(both)))
    assert not settled.findings[0].ambiguous
    assert settled.findings[0].message == "names; the source has the same names"
    assert verdict(settled) is VerdictValue.ACCEPTED
    other = audit(artifact(tree(both), findings=[found]), source(tree({"README": "1"})))
    assert other.findings[0].ambiguous
    assert "container" in [reason.rule for reason in other.verdict.reasons if other.verdict]  # type: ignore[union-attr]


@pytest.mark.parametrize("finding_id", sorted(MEANINGS.keys() - NAME_FINDINGS))
def test_no_source_settles_a_finding_about_anything_but_names(finding_id: str) -> None:
    found = Finding(id=finding_id, offset=0, message="m", paths=("example-1.0/a",))
    ledger = audit(artifact(tree({"a": "1"}), findings=[found]), source(tree({"a": "1"})))
    assert ledger.findings[0].ambiguous
    assert verdict(ledger) is VerdictValue.REJECTED


def test_a_finding_without_paths_is_never_settled() -> None:
    found = Finding(id="name-control", offset=0, message="m")
    ledger = audit(artifact(tree({"a": "1"}), findings=[found]), source(tree({"a": "1"})))
    assert verdict(ledger) is VerdictValue.REJECTED


def test_the_commit_of_a_submodule_is_no_second_commit_of_the_archive() -> None:
    link = replace(tree({"lib": ""}).entries["lib"], mode=MODE_GITLINK, blob="b" * 40)
    held = tree({"a": "1"})
    its = replace(held, entries={**held.entries, "lib": link})
    found = Finding(id="pax-commit", offset=0, message=two_commits("a" * 40, "b" * 40))
    ours = replace(artifact(held, findings=[found]), commit="a" * 40)
    (settled,) = audit(ours, source(its)).findings
    assert not settled.ambiguous
    assert settled.message.endswith("b; it is a submodule's of the source")
    elsewhere = replace(found, message=two_commits("a" * 40, "c" * 40))
    assert (
        verdict(audit(replace(ours, findings=(elsewhere,)), source(its))) is VerdictValue.REJECTED
    )
    assert verdict(audit(ours, source(held))) is VerdictValue.REJECTED


# --- for any two trees ----------------------------------------------------------------------------

paths = st.sampled_from(["a", "b.py", "src/a", "src/b.py", "m4/x.m4", "README", "setup.py"])
modes = st.sampled_from([MODE_FILE, MODE_EXECUTABLE, MODE_SYMLINK])
files = st.dictionaries(paths, st.tuples(st.sampled_from(["", "x\n", "y\n"]), modes))
kinds = st.sampled_from([ArtifactKind.TARBALL, ArtifactKind.DEBIAN, ArtifactKind.NPM])


def made(contents: Mapping[str, tuple[str, int]]) -> Tree:
    return tree(
        {path: content for path, (content, _) in contents.items()},
        modes={path: mode for path, (_, mode) in contents.items()},
    )


@given(released=files, reviewed=files, kind=kinds)
def test_an_accepted_artifact_has_each_blob_at_its_path_in_the_source(
    released: dict[str, tuple[str, int]], reviewed: dict[str, tuple[str, int]], kind: ArtifactKind
) -> None:
    ledger = audit(artifact(made(released), kind), source(made(reviewed)))
    assert [line.path for line in ledger.lines] == list(released)
    if verdict(ledger) is not VerdictValue.ACCEPTED:
        return
    assert released
    for line in ledger.lines:
        if line.grade is Grade.IDENTICAL:
            assert released[line.path][0] == reviewed[line.path][0]
        else:
            assert line.explainer, line
            assert line.evidence, line


@given(contents=files.filter(bool), kind=kinds)
def test_a_release_that_is_its_source_is_accepted(
    contents: dict[str, tuple[str, int]], kind: ArtifactKind
) -> None:
    ledger = audit(artifact(made(contents), kind), source(made(contents)))
    assert verdict(ledger) is VerdictValue.ACCEPTED
    assert set(grades(ledger).values()) == {Grade.IDENTICAL}


def test_a_pickle_that_a_script_may_have_written_can_run_all_the_same() -> None:
    made = {
        ".gitignore": "*.dat\n",
        "MANIFEST.in": "include pkg/*.dat\n",
        "scripts/make.py": "pickle.dump({}, open('pkg/locale.dat', 'wb'))\n",
        "setup.py": "",
    }
    for content, expected in ((b"\x80\x02}q\x00.", Reach.IMPORT), (b"text", Reach.DATA)):
        released = artifact(tree({**made, "pkg/locale.dat": content}))
        line = audit(released, source(tree(made))).lines[-1]
        assert (line.grade, line.explainer) == (Grade.UNPROVEN, "script-data"), line
        assert line.reach is expected
