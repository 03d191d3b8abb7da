"""Where an artifact stands in a tree, from blob ids alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.locate.overlap import Fingerprint, Pair, measure, project_folder
from tallystick.model import ArtifactKind
from trees import artifact, tree


def text(name: str) -> str:
    return f"# the content of {name}, which nothing else has\n"


SDIST = {name: text(name) for name in ("setup.py", "README.md", "pkg/__init__.py", "pkg/a/b.py")}
WHEEL = {name: content for name, content in SDIST.items() if name.startswith("pkg/")}


def folder_of(
    released: dict[str, str], source: dict[str, str], kind: ArtifactKind = ArtifactKind.SDIST
) -> str:
    fingerprint = Fingerprint.of(artifact(tree(released), kind))
    files = tree(source).entries
    whole = kind is not ArtifactKind.WHEEL
    return project_folder(fingerprint, measure(fingerprint, files), files, whole=whole)


def below(prefix: str, files: dict[str, str]) -> dict[str, str]:
    return {f"{prefix}/{name}": content for name, content in files.items()}


def test_everything_at_the_root() -> None:
    overlap = measure(Fingerprint.of(artifact(tree(SDIST))), tree(SDIST).entries)
    assert (overlap.matched, overlap.of, overlap.figure) == (4, 4, "4 of 4 files")
    assert overlap.pairs == (Pair(artifact="", source=""),)


def test_what_differs_and_what_is_missing_is_said_by_path_of_the_source() -> None:
    source = below("part", {**SDIST, "pkg/a/b.py": "changed"})
    released = {**SDIST, "made.py": text("made.py"), "PKG-INFO": text("PKG-INFO")}
    fingerprint = Fingerprint.of(artifact(tree(released)))
    overlap = measure(fingerprint, tree(source).entries)
    assert overlap.found == {"setup.py", "README.md", "pkg/__init__.py"}
    assert set(overlap.differing) == {"part/pkg/a/b.py"}
    assert set(overlap.missing) == {"part/made.py"}


@pytest.mark.parametrize(
    ("kind", "released", "source", "folder"),
    [
        (ArtifactKind.SDIST, SDIST, below("packages/one", SDIST), "packages/one"),
        (ArtifactKind.WHEEL, WHEEL, below("packages/one", SDIST), "packages/one"),
        (
            ArtifactKind.WHEEL,
            WHEEL,
            {"one/pyproject.toml": text("one"), "pyproject.toml": "", **below("one/src", WHEEL)},
            "one",
        ),
        (ArtifactKind.WHEEL, WHEEL, {"setup.py": "", **below("src", WHEEL)}, ""),
        # A licence that stands at the root of the repository as well says nothing.
        (
            ArtifactKind.SDIST,
            {**SDIST, "LICENSE": text("LICENSE")},
            {"LICENSE": text("LICENSE"), "pyproject.toml": "", **below("one", SDIST)},
            "one",
        ),
        # A workspace of crates: pyproject.toml was brought up from where the bindings are.
        (
            ArtifactKind.SDIST,
            {"pyproject.toml": text("changed"), "core/lib.rs": text("lib"), "py/a.py": text("a")},
            {"core/lib.rs": text("lib"), "py/a.py": text("a"), "py/pyproject.toml": text("own")},
            "py",
        ),
    ],
)
def test_the_folder_of_the_project(
    kind: ArtifactKind, released: dict[str, str], source: dict[str, str], folder: str
) -> None:
    assert folder_of(released, source, kind) == folder


def test_empty_files_and_licences_do_not_tell() -> None:
    common = {"LICENSE": text("LICENSE"), "pkg/__init__.py": "", "pkg/py.typed": text("typed")}
    overlap = measure(Fingerprint.of(artifact(tree(common))), tree(common).entries)
    assert (overlap.matched, overlap.telling, overlap.of_telling) == (2, 0, 0)


def test_a_renamed_file_is_seen_elsewhere() -> None:
    released = {"pkg/__init__.pyi": text("stub")}
    overlap = measure(
        Fingerprint.of(artifact(tree(released))), tree({"pkg.pyi": text("stub")}).entries
    )
    assert (overlap.matched, overlap.elsewhere) == (0, 1)


def test_where_every_byte_was_rewritten_the_names_still_stand_for_each_other() -> None:
    rewritten = {name: content.replace("\n", "\r\n") for name, content in SDIST.items()}
    fingerprint = Fingerprint.of(artifact(tree(rewritten)))
    overlap = measure(fingerprint, tree(below("part", SDIST)).entries)
    assert overlap.matched == 0
    assert len(overlap.differing) == len(SDIST)


NAMES = st.lists(
    st.lists(st.sampled_from(["a", "b", "src", "x.py", "y.py"]), min_size=1, max_size=4).map(
        "/".join
    ),
    max_size=12,
    unique=True,
)


@given(released=NAMES, prefix=st.sampled_from(["", "one", "one/two", "src"]))
def test_a_tree_below_any_folder_is_found_whole(released: list[str], prefix: str) -> None:
    files = {name: text(name) for name in released}
    source = below(prefix, files) if prefix else files
    overlap = measure(Fingerprint.of(artifact(tree(files))), tree(source).entries)
    assert overlap.matched == overlap.of == len(files)


@given(released=NAMES, source=NAMES)
def test_every_entry_is_found_differs_or_is_missing_and_never_twice(
    released: list[str], source: list[str]
) -> None:
    fingerprint = Fingerprint.of(artifact(tree({name: text(name) for name in released})))
    overlap = measure(fingerprint, tree({name: text(name) for name in source}).entries)
    assert overlap.matched + len(overlap.differing) + len(overlap.missing) <= overlap.of
    assert overlap.found <= fingerprint.blobs.keys()


def test_a_project_that_holds_a_copy_is_not_where_it_came_from() -> None:
    copied = below("other/_vendor", WHEEL)
    overlap = measure(Fingerprint.of(artifact(tree(WHEEL))), tree(copied).entries)
    assert overlap.matched == 0
    # The other way round, what an artifact holds of others does not tell where it is from.
    overlap = measure(Fingerprint.of(artifact(tree(copied))), tree(copied).entries)
    assert (overlap.matched, overlap.telling, overlap.of_telling) == (2, 0, 0)
