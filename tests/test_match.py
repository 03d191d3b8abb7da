"""Two trees laid side by side: every entry in exactly one list, and only proof makes a pair."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tallystick.limits import DEFAULT
from tallystick.match import Match, match
from tallystick.model import (
    MODE_EXECUTABLE,
    MODE_FILE,
    MODE_SYMLINK,
    Artifact,
    ArtifactKind,
    Grade,
    Source,
    Tree,
)
from tallystick.project import layout_of, read_project
from trees import COMMIT, artifact, source, tree


def lay(released: Artifact | Tree, reviewed: Source | Tree) -> Match:
    released = released if isinstance(released, Artifact) else artifact(released)
    reviewed = reviewed if isinstance(reviewed, Source) else source(reviewed)
    project = read_project(reviewed.tree, reviewed.subdir, DEFAULT)
    return match(released.tree, reviewed, layout_of(released, project))


def test_the_same_blob_at_the_same_path_is_identical() -> None:
    (pair,) = lay(tree({"a.py": "x"}), tree({"a.py": "x"})).pairs
    assert (pair.grade, pair.source.path, pair.reason) == (Grade.IDENTICAL, "a.py", None)


def test_the_same_blob_at_another_path_is_a_difference() -> None:
    laid = lay(tree({"b.py": "x"}), tree({"a.py": "x"}))
    assert laid.pairs == ()
    assert [(d.path, d.source) for d in laid.differences] == [("b.py", None)]
    assert [omitted.path for omitted in laid.omitted] == ["a.py"]


def test_other_bytes_at_the_same_path_are_a_difference_that_names_the_source() -> None:
    (difference,) = lay(tree({"a.py": "x"}), tree({"a.py": "y"})).differences
    assert difference.source is not None
    assert (difference.source.path, difference.mode_only) == ("a.py", False)


def test_moved_needs_a_reason_in_the_configuration() -> None:
    moved = '[tool.hatch.build.targets.wheel.force-include]\n"schema.json" = "pkg/s.json"\n'
    configured = {"pyproject.toml": f'[build-system]\nbuild-backend = "hatchling.build"\n{moved}'}
    released = artifact(tree({"pkg/s.json": "{1}"}), ArtifactKind.WHEEL)
    (pair,) = lay(released, tree({"schema.json": "{1}", **configured})).pairs
    assert (pair.grade, pair.reason) == (Grade.MOVED, "hatch force-include")
    assert lay(released, tree({"schema.json": "{1}"})).pairs == ()


def test_a_link_and_a_file_with_the_same_blob_are_not_the_same() -> None:
    linked = tree({"a": "target"}, modes={"a": MODE_SYMLINK})
    plain = tree({"a": "target"})
    for released, reviewed in ((linked, plain), (plain, linked)):
        (difference,) = lay(released, reviewed).differences
        assert difference.source is not None
        assert not difference.mode_only
    assert len(lay(linked, linked).pairs) == 1


def test_an_executable_bit_that_the_source_does_not_set_is_a_difference_in_mode_alone() -> None:
    program = tree({"a": "x"}, modes={"a": MODE_EXECUTABLE})
    (difference,) = lay(program, tree({"a": "x"})).differences
    assert difference.mode_only


def test_an_executable_bit_that_only_the_source_sets_is_noted() -> None:
    program = tree({"a": "x"}, modes={"a": MODE_EXECUTABLE})
    (pair,) = lay(tree({"a": "x"}), program).pairs
    assert pair.dropped_executable


def test_a_file_of_a_submodule_is_upstream_at_its_commit() -> None:
    reviewed = replace(
        source(tree({"vendor/z/a.c": "x", "vendor/zz": "y"})), submodules={"vendor/z": COMMIT}
    )
    pairs = lay(tree({"vendor/z/a.c": "x", "vendor/zz": "y"}), reviewed).pairs
    assert [pair.grade for pair in pairs] == [Grade.UPSTREAM, Grade.IDENTICAL]
    assert pairs[0].reason == f"submodule vendor/z at commit {COMMIT}"


def test_a_file_where_the_source_has_a_gitlink_is_a_difference() -> None:
    (difference,) = lay(tree({"sub": "x"}), tree({}, gitlinks={"sub": COMMIT})).differences
    assert difference.source is not None
    assert difference.source.is_gitlink


def test_what_only_the_projects_folder_has_is_omitted() -> None:
    reviewed = source(tree({"a/x": "1", "a/y": "2", "b/z": "3"}), subdir="a")
    laid = lay(tree({"x": "1"}), reviewed)
    assert [omitted.path for omitted in laid.omitted] == ["a/y"]


paths = st.sampled_from(["a", "b", "src/a", "src/b", "pkg/a.py", "src/pkg/a.py", "README"])
modes = st.sampled_from([MODE_FILE, MODE_EXECUTABLE, MODE_SYMLINK])
trees = st.dictionaries(paths, st.tuples(st.sampled_from("xyz"), modes)).map(
    lambda made: tree(
        {path: content for path, (content, _) in made.items()},
        modes={path: mode for path, (_, mode) in made.items()},
    )
)


@given(released=trees, reviewed=trees, kind=st.sampled_from(ArtifactKind))
def test_every_entry_is_in_exactly_one_list_and_a_pair_is_the_same_blob(
    released: Tree, reviewed: Tree, kind: ArtifactKind
) -> None:
    laid = lay(artifact(released, kind), reviewed)
    placed = [pair.entry.path for pair in laid.pairs] + [d.path for d in laid.differences]
    assert sorted(placed) == sorted(released.entries)
    for pair in laid.pairs:
        assert pair.entry.blob == pair.source.blob
        assert pair.entry.is_link == pair.source.is_link
        assert not (pair.entry.is_executable and not pair.source.is_executable)
        assert pair.grade is Grade.IDENTICAL or pair.reason
    used = {pair.source.path for pair in laid.pairs}
    used |= {d.source.path for d in laid.differences if d.source is not None}
    assert {omitted.path for omitted in laid.omitted} == reviewed.entries.keys() - used
