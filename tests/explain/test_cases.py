"""Every explainer against its fixtures, and every explainer complete.

A case is a folder ``tests/data/explain/<id>/<honest|hostile>-<name>/`` with ``artifact/``, ``source/``
and a ``case.toml``::

    kind = "sdist"            # or wheel, …
    path = "setup.cfg"        # the entry that the explainer is asked about
    grade = "derived"         # what the ledger must say of it
    evidence = "no other"     # a part of what it says (optional, also: claim, version, project,
                              # tag (of a wheel), subdir, tags, commit, gitlinks,
                              # submodules: the paths of those that were read)
    verdict = "accepted"      # of the whole; a hostile case is `rejected` and named first

A folder ``releases/`` holds what third parties released, as ``<registry>/<name>@<version>/``.
A folder ``later/`` is the tree of a later commit of the source. ``gitattributes`` is the text of both
trees' ``.gitattributes`` where git would obey one that stands in this repository.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from msgspec.structs import replace

from tallystick import explain as explain_package
from tallystick.audit import audit
from tallystick.explain import EXPLAINERS, egg_info
from tallystick.explain.releases import Files, Named
from tallystick.model import ArtifactKind, BlobId, Grade, Sighting, Tree, VerdictValue
from tallystick.policy import DEFAULT_CONSEQUENCES, Policy
from trees import COMMIT, artifact, folder_tree, source


@dataclass(frozen=True, slots=True)
class LaterTree:
    """A history of one later commit."""

    tree: Tree

    def later(self, path: str, blob: BlobId) -> Sighting | None:
        held = self.tree.entries.get(path)
        if held is None or held.blob != blob:
            return None
        return Sighting(commit="f" * 40, days_later=2.0)

    def later_trees(self, folder: str) -> Iterator[tuple[Sighting, Tree]]:
        del folder
        yield Sighting(commit="f" * 40, days_later=2.0), self.tree


@dataclass(frozen=True, slots=True)
class ReleasesInFolders:
    """Releases whose files lie below a folder; that they have the pinned digest is taken for granted."""

    folder: Path

    def files(self, named: Named) -> Files | str:
        called = f"{named.name}@{named.version}"
        held = {path.name: path for path in self.folder.glob(f"{named.registry}/*")}
        return folder_tree(held[called]).entries if called in held else "not in this fixture"


CUT_OUT = Policy(
    consequences={rule: value for rule, value in DEFAULT_CONSEQUENCES.items() if rule != "absent"}
)
"""A case is cut out of a release: that the rest of it is absent says nothing."""

CASES = Path(__file__).parent.parent / "data" / "explain"
DOCS = Path(__file__).parent.parent.parent / "docs" / "explainers.md"


@pytest.mark.parametrize(
    "folder", sorted(CASES.glob("*/*/")), ids=lambda folder: f"{folder.parent.name}/{folder.name}"
)
def test_case(folder: Path) -> None:
    case = tomllib.loads((folder / "case.toml").read_text())
    attributes = case.get("gitattributes")
    released = artifact(
        folder_tree(folder / "artifact", attributes=attributes),
        ArtifactKind(case["kind"]),
        project=case.get("project", "example"),
        version=case.get("version", "1.0"),
        tag=case.get("tag", "py3-none-any"),
    )
    reviewed = source(
        folder_tree(folder / "source", case.get("gitlinks"), attributes),
        subdir=case.get("subdir", ""),
        tags=case.get("tags", ["v1.0"]),
        commit=case.get("commit", COMMIT),
        submodules=case.get("submodules", ()),
    )
    if (folder / "later").is_dir():
        reviewed = replace(reviewed, history=LaterTree(folder_tree(folder / "later")))
    third_parties = ReleasesInFolders(folder / "releases")
    ledger = audit(released, reviewed, policy=CUT_OUT, releases=third_parties)
    line = next(line for line in ledger.lines if line.path == case["path"])
    assert line.grade == Grade(case["grade"]), line
    assert case.get("evidence", "") in (line.evidence or ""), line
    assert case.get("claim", "") in (line.claim or ""), line
    assert ledger.verdict is not None
    if folder.name.startswith("hostile-"):
        assert ledger.verdict.value is VerdictValue.REJECTED, ledger.verdict
        assert ledger.verdict.reasons[0].paths[0] == case["path"], ledger.verdict
    else:
        assert line.explainer == folder.parent.name, line
        assert ledger.verdict.value is VerdictValue(case.get("verdict", "accepted")), ledger.verdict


@pytest.mark.parametrize("identifier", [explainer.id for explainer in EXPLAINERS])
def test_an_explainer_is_a_file_two_cases_and_a_heading(identifier: str) -> None:
    room = Path(explain_package.__file__).parent / f"{identifier.replace('-', '_')}.py"
    missing = [
        what
        for what, is_there in {
            str(room): room.exists(),
            f"honest case in {CASES / identifier}": any(
                CASES.glob(f"{identifier}/honest-*/case.toml")
            ),
            f"hostile case in {CASES / identifier}": any(
                CASES.glob(f"{identifier}/hostile-*/case.toml")
            ),
            f"heading in {DOCS}": f"\n## `{identifier}`\n" in DOCS.read_text(),
        }.items()
        if not is_there
    ]
    assert not missing


def test_a_file_in_the_room_is_an_explainer_or_what_all_of_them_stand_on() -> None:
    files = {path.stem for path in Path(explain_package.__file__).parent.glob("*.py")}
    explainers = {explainer.id.replace("-", "_") for explainer in EXPLAINERS}
    assert files - explainers == {"__init__", "absence", "context", "delta", "places", "releases"}


def test_the_list_and_the_module_agree_on_what_is_in_egg_info() -> None:
    listed = next(explainer for explainer in EXPLAINERS if explainer.id == "egg-info")
    assert listed.names == egg_info.CHECKS.keys()


def test_no_case_belongs_to_an_explainer_that_is_gone() -> None:
    assert {folder.name for folder in CASES.iterdir()} == {explainer.id for explainer in EXPLAINERS}
