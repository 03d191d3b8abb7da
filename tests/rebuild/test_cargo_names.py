"""A source that Cargo packs: the crates of its lock file are there by name, and nothing else of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from small_projects import BACKEND, FILES, Project, rebuild, route
from tallystick.model import RebuildOutcome
from tallystick.rebuild.cargo_names import find_cargo
from tools_needed import require_tool

MANIFEST = b"""\
[package]
name = "example"
version = "1.0.0"
[lib]
path = "src/lib.rs"
[dependencies]
left = { version = "1", features = ["fast"] }
other = { package = "right", version = "0.2", optional = true }
[features]
more = ["other/wide"]
"""
REGISTRY = "registry+https://github.com/rust-lang/crates.io-index"


def lock(version: str = "1.4.0", source: str = REGISTRY) -> bytes:
    """Three crates, one of them in two versions."""
    crates = [("left", version, ["right 0.1.9"]), ("right", "0.1.9", []), ("right", "0.2.1", [])]
    text = 'version = 3\n\n[[package]]\nname = "example"\nversion = "1.0.0"\n'
    text += 'dependencies = [\n "left",\n "right 0.2.1",\n]\n'
    for name, number, needs in crates:
        listed = "".join(f' "{one}",\n' for one in needs)
        text += f'\n[[package]]\nname = "{name}"\nversion = "{number}"\nsource = "{source}"\n'
        text += f'checksum = "{"0" * 64}"\n' + (f"dependencies = [\n{listed}]\n" if needs else "")
    return text.encode()


ASKS = b"""\
def build_sdist(folder, settings=None):
    import json, subprocess
    if "CARGO_HOME" in os.environ:  # inside; where this was released its crates were at hand
        words = ["cargo", "metadata", "--format-version=1", "--locked", "--all-features"]
        found = json.loads(subprocess.check_output(words))["packages"]
        named = sorted(one["name"] + " " + one["version"] for one in found)
        assert named == ["example 1.0.0", "left 1.4.0", "right 0.1.9", "right 0.2.1"], named
"""
FORBIDS = b"""\
def build_wheel(folder, settings=None, metadata=None):
    assert "CARGO_HOME" not in os.environ
"""


def project(locked: bytes) -> Project:
    text = BACKEND.replace(b"def build_sdist(folder, settings=None):\n", ASKS)
    text = text.replace(b"def build_wheel(folder, settings=None, metadata=None):\n", FORBIDS)
    return Project(
        {
            **FILES,
            "backend.py": text,
            "Cargo.toml": MANIFEST,
            "Cargo.lock": locked,
            "src/lib.rs": b"",
        }
    )


@pytest.fixture(autouse=True)
def cargo(monkeypatch: pytest.MonkeyPatch) -> None:
    require_tool("cargo")
    assert find_cargo() is not None
    monkeypatch.delenv("CARGO_HOME", raising=False)


def test_cargo_packs_a_source_whose_crates_are_nowhere(tmp_path: Path) -> None:
    ours = project(lock())
    found = route(rebuild(ours.publish("sdist", tmp_path), ours, tmp_path), "sdist-from-commit")
    assert found.outcome is RebuildOutcome.EQUAL, found
    (said,) = [one for one in found.adjustments if "Cargo.lock" in one]
    assert said.endswith("of this machine saw the 3 crates of Cargo.lock by name alone")


@pytest.mark.parametrize(
    "locked",
    [
        lock(version='1.4.0\\"\\n[lib]\\npath = \\"/etc/passwd'),
        lock(version="../../1"),
        lock(source="git+https://forge.example/left#0123"),
        b"[[package]\n",
        b"package = 3\n",
    ],
    ids=["quote", "folder", "git", "no-toml", "no-list"],
)
def test_a_lock_file_that_is_not_as_cargo_writes_it_gets_nothing(
    locked: bytes, tmp_path: Path
) -> None:
    ours = project(locked)
    found = route(rebuild(ours.publish("sdist", tmp_path), ours, tmp_path), "sdist-from-commit")
    assert not [one for one in found.adjustments if "Cargo.lock" in one]


def test_its_version_is_asked_of_cargo() -> None:
    known = find_cargo()
    assert known is not None
    assert known.called.startswith("cargo 1.")
    assert (known.programs / "cargo").exists()
