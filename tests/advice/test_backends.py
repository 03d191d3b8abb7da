"""Advice followed to the letter, with real backends: what was missing comes, what was extra stays away."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from gitrepo import Content, GitRepo
from tallystick.advice import BACKENDS, WorkTree, advise
from tallystick.artifact import open_artifact
from tallystick.audit import audit
from tallystick.cache import Cache
from tallystick.limits import DEFAULT
from tallystick.model.advice import Advice, AdviceAbout
from tallystick.source import open_source
from tools_needed import require_tool

UV = Path(sys.executable).with_name("uv")

PROJECT = """\
[build-system]
requires = ["{requires}"]
build-backend = "{backend}"

[project]
name = "example"
version = "1.0"
description = "An example"
requires-python = ">=3.11"
"""

FILES: Mapping[str, bytes] = {
    ".gitignore": b"*.json\n",
    "src/example/__init__.py": b'"""An example."""\n',
    "src/example/core.py": b"X = 1\n",
    "checks/check_core.py": b"from example import core\n",
    "checks/data/one.json": b"{}\n",
    "checks/data/two.json": b"[]\n",
    "notes.txt": b"by hand\n",
}

REQUIRES = {
    "flit_core": ("flit_core>=3.11", "flit_core.buildapi"),
    "hatchling": ("hatchling", "hatchling.build"),
    "maturin": ("maturin>=1.7,<2", "maturin"),
    "pdm": ("pdm-backend", "pdm.backend"),
    "poetry": ("poetry-core>=2", "poetry.core.masonry.api"),
    "scikit_build_core": ("scikit-build-core", "scikit_build_core.build"),
    "setuptools": ("setuptools>=77", "setuptools.build_meta"),
    "uv_build": ("uv_build>=0.9,<1", "uv_build"),
}
"""All backends but meson-python, whose sdists hold what is committed."""

CRATE: Mapping[str, bytes] = {
    "Cargo.toml": b'[package]\nname = "example"\nversion = "1.0.0"\nedition = "2021"\n'
    b'include = ["/rust/**"]\n[[bin]]\nname = "example"\npath = "rust/main.rs"\n',
    "Cargo.lock": b'version = 3\n\n[[package]]\nname = "example"\nversion = "1.0.0"\n',
    "rust/main.rs": b"fn main() {}\n",
}
"""maturin packs what cargo would, which is what Cargo.toml includes, and the Python that it is told of."""

CONFIGURED: Mapping[str, tuple[str, Mapping[str, bytes]]] = {
    "maturin": ('\n[tool.maturin]\nbindings = "bin"\npython-source = "src"\n', CRATE),
}
"""What a backend wants more in ``pyproject.toml``, and beside it."""

TAKES = {"maturin": "/usr/bin/cargo"}
"""The program that a backend runs. What else is called ``cargo`` may be rustup's, which starts another."""

ALONE = {"hatchling"}
"""Backends that the locked tools bring along, so that nothing has to be asked for them."""


def build(repo: GitRepo, out: Path, *, alone: bool) -> Path:
    options = ["--no-build-isolation", "--offline"] if alone else []
    command = [str(UV), "build", "--quiet", "--sdist", *options, "--python", sys.executable]
    done = subprocess.run(
        [*command, "--out-dir", str(out), str(repo.path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (sdist,) = out.glob("*.tar.gz")
    return sdist


def names(sdist: Path) -> set[str]:
    with tarfile.open(sdist) as archive:
        return {one.name.partition("/")[2] for one in archive if one.isfile()}


def advice(repo: GitRepo, sdist: Path, cache: Path) -> dict[AdviceAbout, Advice]:
    """What is said of ``sdist``, less what is said of the files of tools."""
    source = open_source(str(repo.path), cache=Cache(root=cache), limits=DEFAULT, offline=True)
    with open_artifact(sdist, limits=DEFAULT, object_format=source.object_format) as opened:
        ledger = audit(opened.artifact, source)
    work_tree = WorkTree.at(repo.path)
    assert work_tree is not None
    said = advise(ledger, work_tree, DEFAULT)
    return {one.about: one for one in said if one.lines or ".gitignore" not in one.paths}


def follow(one: Advice, project: Path) -> None:
    """Do what a person would do with the lines."""
    assert one.file is not None, one
    assert one.lines, one
    path = project / one.file
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    added = "\n".join(one.lines) + "\n"
    if one.file == "MANIFEST.in" or one.lines[0].startswith("["):
        header = f"{one.lines[0]}\n"
        # Two pieces of advice may begin with the same table.
        is_there = header in text
        text = text.replace(header, added, 1) if is_there else f"{text}\n{added}"
    else:
        section = one.message.partition("below ")[2].partition(" write")[0]
        assert f"{section}\n" in text, one
        text = text.replace(f"{section}\n", f"{section}\n{added}", 1)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    "backend",
    [name if name in ALONE else pytest.param(name, marks=pytest.mark.online) for name in REQUIRES],
)
def test_what_it_says_is_what_the_backend_does(
    backend: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if backend in TAKES:
        folder = Path(require_tool(TAKES[backend])).parent
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    requires, module = REQUIRES[backend]
    settings, files = CONFIGURED.get(backend, ("", {}))
    repo = GitRepo(tmp_path / "example")
    project = PROJECT.format(requires=requires, backend=module) + settings
    everything = {**FILES, **files, "pyproject.toml": project.encode()}
    repo.commit(dict[str | bytes, Content](everything.items()))
    extra = repo.path / "src" / "example" / "scratch.py"
    extra.write_bytes(b"print('not yet')\n")

    first = build(repo, tmp_path / "first", alone=backend in ALONE)
    said = advice(repo, first, tmp_path / "cache")
    left_out = set(FILES) - names(first) - {".gitignore"}
    assert left_out, "the backend packs everything, so that this test shows nothing"
    assert "src/example/scratch.py" in names(first)
    assert said[AdviceAbout.EXTRA].paths == ("src/example/scratch.py",)
    named = said[AdviceAbout.MISSING].paths
    assert all(any(path.startswith(one.rstrip("/")) for one in named) for path in left_out)

    for one in said.values():
        follow(one, repo.path)
    configured = (repo.path / "pyproject.toml").read_bytes()
    manifest = repo.path / "MANIFEST.in"
    more = manifest.read_bytes() if manifest.exists() else b""
    repo.commit({"pyproject.toml": configured, **({"MANIFEST.in": more} if more else {})})

    second = build(repo, tmp_path / "second", alone=backend in ALONE)
    assert set(FILES) - names(second) <= {".gitignore"}
    assert "src/example/scratch.py" not in names(second)
    assert extra.exists()
    assert advice(repo, second, tmp_path / "cache") == {}


def test_the_command_says_it_where_the_source_is_a_work_tree(tmp_path: Path) -> None:
    requires, module = REQUIRES["hatchling"]
    repo = GitRepo(tmp_path / "example")
    project = PROJECT.format(requires=requires, backend=module).encode()
    repo.commit({**dict[str | bytes, Content](FILES.items()), "pyproject.toml": project})
    sdist = build(repo, tmp_path / "dist", alone=True)
    again = shutil.copy(sdist, tmp_path / "example-1.0.tar.gz")

    alone = run_audit(sdist, "--source", repo.path)
    assert "\nBefore you upload it\n  missing: in the source, and not packed\n" in alone
    assert '          "/checks/data",\n' in alone
    several = run_audit(sdist, again, "--source", repo.path)
    assert several.count("Before you upload it: example-1.0.tar.gz\n") == 2

    clone = f"file://{repo.path}"
    assert "Before you upload" not in run_audit(sdist, "--source", clone)


def run_audit(*arguments: str | Path) -> str:
    command = [Path(sys.executable).with_name("tallystick"), "audit", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done
    return done.stdout


@pytest.mark.online
def test_what_meson_adds_by_itself_is_said_to_be_made(tmp_path: Path) -> None:
    for tool in ("meson", "ninja"):
        require_tool(tool)
    repo = GitRepo(tmp_path / "example")
    script = (
        b"import os\nopen(os.path.join(os.environ['MESON_DIST_ROOT'], 'made.py'), 'w').close()\n"
    )
    repo.commit(
        {
            "pyproject.toml": PROJECT.format(requires="meson-python", backend="mesonpy").encode(),
            "meson.build": b"project('example', version: '1.0')\n"
            b"meson.add_dist_script(find_program('python3'), files('made.script'))\n",
            "made.script": script,
        }
    )
    sdist = build(repo, tmp_path / "dist", alone=False)
    said = advice(repo, sdist, tmp_path / "cache")
    assert "made.py" in names(sdist)
    assert said[AdviceAbout.EXTRA].paths == ("made.py",)
    assert BACKENDS["mesonpy"].hint in said[AdviceAbout.EXTRA].message
    assert said[AdviceAbout.EXTRA].lines == ()


def test_what_hatchling_never_packs_is_named_file_by_file(tmp_path: Path) -> None:
    requires, module = REQUIRES["hatchling"]
    repo = GitRepo(tmp_path / "example")
    project = PROJECT.format(requires=requires, backend=module).encode()
    fixtures = ("checks/old.pyc", "checks/__pycache__/core.pyc")
    dropped: dict[str | bytes, Content] = {path: path.encode() for path in fixtures}
    repo.commit({"src/example/__init__.py": b"", "pyproject.toml": project, **dropped})

    first = build(repo, tmp_path / "first", alone=True)
    assert not set(fixtures) & names(first)
    said = advice(repo, first, tmp_path / "cache")[AdviceAbout.MISSING]
    assert said.lines[0] == "[tool.hatch.build.targets.sdist.force-include]"
    assert '"checks/old.pyc" = "checks/old.pyc"' in said.lines

    follow(said, repo.path)
    repo.commit({"pyproject.toml": (repo.path / "pyproject.toml").read_bytes()})
    second = build(repo, tmp_path / "second", alone=True)
    assert set(fixtures) <= names(second)
