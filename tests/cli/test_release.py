"""Several artifacts of one release in one call: laid side by side, whatever the format."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command import Tally
from gitrepo import Content, GitRepo
from packing import Files, write_tar, write_zip
from tallystick.report import FORMATS

MODULES = {"example/__init__.py": b'"""Say hello."""\n', "example/core.py": b"def main(): ...\n"}
PYPROJECT = (
    b'[build-system]\nrequires = ["flit_core"]\nbuild-backend = "flit_core.buildapi"\n'
    b'[project]\nname = "example"\nversion = "1.0"\n'
)
METADATA = b"Metadata-Version: 2.1\nName: example\nVersion: 1.0\n"
ALLOWING = "".join(
    f'{rule} = "allow"\n' for rule in ("contradicted", "unexplained-code", "unproven", "absent")
)


@pytest.fixture
def repository(tally: Tally) -> GitRepo:
    repository = GitRepo(tally.folder / "source")
    files = {"pyproject.toml": PYPROJECT, **MODULES}
    repository.commit(dict[str | bytes, Content](files.items()))
    repository.git("tag", "v1.0")
    return repository


def wheel(tally: Tally, tag: str, more: Files | None = None) -> Path:
    files = {**MODULES, "example-1.0.dist-info/METADATA": METADATA, **(more or {})}
    return write_zip(tally.folder / f"example-1.0-{tag}.whl", files)


def sdist(tally: Tally) -> Path:
    files = {"PKG-INFO": METADATA, "pyproject.toml": PYPROJECT, **MODULES}
    named = {f"example-1.0/{name}": content for name, content in files.items()}
    return write_tar(tally.folder / "example-1.0.tar.gz", named)


def test_a_module_changed_in_one_wheel_is_named_with_the_wheels_that_hold_it_otherwise(
    tally: Tally, repository: GitRepo
) -> None:
    honest = wheel(tally, "py3-none-any")
    changed = wheel(
        tally, "py2-none-any", {"example/core.py": b"import os\n", "evil.pth": b"import x\n"}
    )
    done = tally(
        "audit", honest, changed, sdist(tally), "--source", repository.path, "--format", "json"
    )
    document = json.loads(done.out)
    (release,) = document["releases"]
    assert (release["project"], release["version"], release["same"]) == ("example", "1.0", 1)
    assert release["sdists"] == ["example-1.0.tar.gz"]
    (differing,) = release["differing"]
    assert (differing["path"], differing["proven"]) == ("example/core.py", False)
    assert [one["artifacts"] for one in differing["variants"]] == [
        [honest.name, "example-1.0.tar.gz"],
        [changed.name],
    ]
    first = release["wheel_only"][0]
    assert (first["path"], first["reach"]) == ("evil.pth", "startup")
    assert first["reach_reason"] == "Python runs the import lines of every .pth file"
    assert done.code == 1
    assert document["ledgers"][1]["disagreements"] == [
        {"path": "example/core.py", "others": [honest.name, "example-1.0.tar.gz"]}
    ]
    assert "wheels-differ" in {one["rule"] for one in document["ledgers"][1]["reasons"]}


@pytest.mark.parametrize(
    "format_", [known.id for known in FORMATS if known.id not in {"json", "sarif", "intoto"}]
)
def test_every_format_for_people_lays_a_release_side_by_side(
    tally: Tally, repository: GitRepo, format_: str
) -> None:
    changed = wheel(tally, "py2-none-any", {"example/core.py": b"import os\n"})
    targets = (wheel(tally, "py3-none-any"), changed)
    done = tally("audit", *targets, "--source", repository.path, "--format", format_)
    assert "1 Python file not the same in 2 wheels" in done.out
    assert "Side by side" in done.out


def test_a_policy_that_allows_residue_does_not_let_wheels_differ_in_it(
    tally: Tally, repository: GitRepo
) -> None:
    """Also where only rows of accepted artifacts are kept: in the terminal's overview."""
    (tally.folder / "policy.toml").write_text(f"[rules]\n{ALLOWING}")
    more = {"example/added.py": b"1\n"}
    ask = ("--source", str(repository.path), "--policy", "policy.toml")
    one, other = wheel(tally, "py3-none-any", more), wheel(tally, "py2-none-any", more)
    assert tally("audit", one, other, *ask).code == 0
    other = wheel(tally, "py2-none-any", {"example/added.py": b"2\n"})
    done = tally("audit", one, other, *ask)
    assert done.code == 3
    assert "wheels-differ" in done.out
    assert tally("audit", other, *ask).code == 0


def test_rows_of_accepted_artifacts_are_compared_as_well(tally: Tally, repository: GitRepo) -> None:
    (tally.folder / "policy.toml").write_text(f"[rules]\n{ALLOWING}")
    done = tally(
        "audit",
        wheel(tally, "py3-none-any", {"example/core.py": b"import os\n"}),
        sdist(tally),
        "--source",
        repository.path,
        "--policy",
        "policy.toml",
    )
    assert "1 Python file not the same in 1 wheel and the sdist" in " ".join(done.out.split())
