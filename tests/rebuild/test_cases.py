"""Every regenerator against its fixtures, run for real, and every regenerator complete.

A case is a folder ``tests/data/rebuild/<id>/<honest|hostile>-<name>/`` with ``artifact/``, ``source/`` and a
``case.toml``::

    kind = "sdist"            # or wheel, …
    path = "PKG-INFO"         # the entry that it is about
    grade = "regenerated"     # what the ledger must say of it
    evidence = "the same"     # a part of what it says (optional, also: delta, note, project, version, tag,
                              # subdir, tags, normalisation)
    verdict = "accepted"      # of the whole; inconclusive where nothing is said of a hostile case
    seconds = 3               # the cap on one run
    online = true             # it takes tools from the package index
    run = ["re2c", "-o", …]   # a tool of this machine: what it writes in a copy of source/ is published
    day = "2024-01-10"        # when an index took the artifact
    like = "honest-a"         # the case beside it whose files these are,
    lacks = ["a.bin"]         # files of the source whose contents the clone does not have
    replace = ["a.c", "1", "2"]  # but for this: a path of the artifact, a text, and another one

A folder ``registry/`` beside them has the tarballs (``NAME-VERSION.tgz``) of an npm registry on loopback.
"""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from index_server import IndexServer, serving
from rebuilding import deeper
from tallystick import rebuild
from tallystick.audit import audit
from tallystick.model import ArtifactKind, Grade, Ledger, Tree, VerdictValue
from tallystick.policy import DEFAULT_CONSEQUENCES, Policy
from tallystick.rebuild import REGENERATORS
from tallystick.rebuild.normalisation import NORMALISATIONS
from tallystick.rebuild.trees import only, together
from tools_needed import require_tool
from trees import Lacking, artifact, entry, folder_tree, source, tree

CASES = Path(__file__).parent.parent / "data" / "rebuild"
TARBALLS = frozenset({"autotools", "gnulib-tool", "libtool-copy"})
"""Tried on whole trees in ``test_autotools_regenerating.py``, and by ``benchmarks/autotools.py``."""

DOCS = Path(__file__).parent.parent.parent / "docs" / "regenerate.md"

CUT_OUT = Policy(
    consequences={rule: value for rule, value in DEFAULT_CONSEQUENCES.items() if rule != "absent"}
)
"""A case is cut out of a release: that the rest of it is absent says nothing."""


def _cases() -> list[Any]:
    found = []
    for folder in sorted(CASES.glob("*/*/")):
        case = tomllib.loads((folder / "case.toml").read_text())
        marks = [pytest.mark.online] if case.get("online") else []
        found.append(
            pytest.param(folder, case, id=f"{folder.parent.name}/{folder.name}", marks=marks)
        )
    return found


def made_by(command: list[str], folder: Path, scratch: Path) -> Tree:
    """The new files that a tool of this machine makes in a copy of ``folder``."""
    require_tool(command[0])
    shutil.copytree(folder, scratch)
    subprocess.run(command, cwd=scratch, check=True, capture_output=True)
    made = folder_tree(scratch)
    return only(made, frozenset(made.entries.keys() - folder_tree(folder).entries.keys()))


def lacking(held: Tree, paths: list[str]) -> Tree:
    """``held`` with further files, as a clone has them that fetched no contents."""
    absent = {path: entry(path, b"not in this clone") for path in paths}
    return Tree(entries={**held.entries, **absent}, reader=Lacking(held.reader, frozenset(paths)))


@pytest.fixture
def registry(
    folder: Path, case: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> Iterator[IndexServer | None]:
    """The npm registry of a case that has one."""
    held = folder.parent / case.get("like", folder.name) / "registry"
    if not held.is_dir():
        yield None
        return
    require_tool("npm")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving() as server:
        for tarball in held.iterdir():
            name = tarball.name.rpartition("-")[0]
            server.send(f"/{name}/-/{tarball.name}", tarball.read_bytes())
        yield server


def audited(
    folder: Path, case: dict[str, Any], scratch: Path, registry: IndexServer | None = None
) -> Ledger:
    files = folder.parent / case.get("like", folder.name)
    contents = folder_tree(files / "artifact")
    if "run" in case:
        contents = together(contents, made_by(case["run"], files / "source", scratch / "made"))
    if "replace" in case:
        path, old, new = case["replace"]
        changed = contents.read(path).replace(old.encode(), new.encode())
        assert changed != contents.read(path), "nothing was tampered with"
        read = {name: contents.read(name) for name in contents.entries}
        contents = tree({**read, path: changed})
    released = artifact(
        contents,
        ArtifactKind(case["kind"]),
        project=case.get("project", "example"),
        version=case.get("version", "1.0"),
        tag=case.get("tag", "py3-none-any"),
    )
    reviewed = source(
        lacking(folder_tree(files / "source"), case.get("lacks", [])),
        subdir=case.get("subdir", ""),
        tags=case.get("tags", ["v1.0"]),
    )
    day = case.get("day")
    depth = deeper(scratch, offline=not case.get("online"), seconds=case.get("seconds", 60))
    tools = depth.toolchains
    if registry is not None:
        urls = {"index": registry.url, "npm_index": f"{registry.root}/"}
        tools = msgspec.structs.replace(tools, offline=False, **urls)
    depth = rebuild.Deeper(
        regenerators=depth.regenerators,
        sandbox=depth.sandbox,
        toolchains=tools,
        limits=depth.limits,
        caps=depth.caps,
        uploaded=datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None,
    )
    return audit(released, reviewed, policy=CUT_OUT, deepen=depth)


@pytest.mark.parametrize(("folder", "case"), _cases())
def test_case(
    folder: Path, case: dict[str, Any], tmp_path: Path, registry: IndexServer | None
) -> None:
    ledger = audited(folder, case, tmp_path, registry)
    line = next(line for line in ledger.lines if line.path == case["path"])
    assert line.grade == Grade(case["grade"]), line
    assert case.get("evidence", "") in (line.evidence or ""), line
    assert case.get("delta", "") in (line.delta or ""), line
    assert case.get("note", "") in "".join(line.notes), line
    assert case.get("normalisation", "") in "".join(line.normalisations), line
    assert ledger.verdict is not None
    if folder.name.startswith("hostile-"):
        assert not line.grade.is_proof, line
        assert ledger.verdict.value is VerdictValue(case.get("verdict", "inconclusive")), ledger
    else:
        assert line.explainer == folder.parent.name, line
        assert ledger.verdict.value is VerdictValue(case.get("verdict", "accepted")), ledger.verdict


@pytest.mark.parametrize("identifier", [one.id for one in REGENERATORS if one.id not in TARBALLS])
def test_a_regenerator_is_a_file_two_cases_and_a_heading(identifier: str) -> None:
    room = Path(rebuild.__file__).parent / f"{identifier.replace('-', '_')}.py"
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
            f"heading in {DOCS}": f"\n### `{identifier}`\n" in DOCS.read_text(),
        }.items()
        if not is_there
    ]
    assert not missing


@pytest.mark.parametrize("identifier", sorted(TARBALLS))
def test_a_regenerator_of_tarballs_stands_in_the_docs_of_autotools(identifier: str) -> None:
    assert f"`{identifier}`" in (DOCS.parent / "autotools.md").read_text()


def test_no_case_belongs_to_a_regenerator_that_is_gone() -> None:
    cases = {folder.name for folder in CASES.iterdir()}
    assert cases == {one.id for one in REGENERATORS} - TARBALLS


@pytest.mark.parametrize("identifier", sorted(NORMALISATIONS))
def test_a_normalisation_says_in_the_docs_what_it_hides(identifier: str) -> None:
    text = DOCS.read_text()
    assert f"\n### `{identifier}`\n" in text
    assert "Hides" in text.partition(f"\n### `{identifier}`\n")[2].partition("\n#")[0]
