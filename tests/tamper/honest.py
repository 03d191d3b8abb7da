"""Honest releases to tamper with: a project in git, and what its backend makes of it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HONEST = ("sdist", "wheel")

PROJECT: Mapping[str, str] = {
    "pyproject.toml": """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "example"
version = "1.0"
description = "A project to tamper with"
readme = "README.md"
license = "MIT"
license-files = ["LICENSE"]
requires-python = ">=3.9"
dependencies = ["packaging>=20"]
keywords = ["ledger"]

[project.urls]
Source = "https://example.org/example"

[project.scripts]
example = "example.core:main"

[project.optional-dependencies]
extra = ["rich; python_version >= '3.9'"]
""",
    "README.md": "# example\n\nA project to tamper with.\n",
    "LICENSE": "MIT\n",
    ".gitignore": "dist/\n",
    "src/example/__init__.py": '"""Example."""\n\n__version__ = "1.0"\n',
    "src/example/core.py": (
        '"""Core."""\n\n\ndef main() -> None:\n    """Say hello."""\n    if True:\n        print("hello")\n'
    ),
    "src/example/more.py": 'def more() -> int:\n    """Count."""\n    return 1\n',
    "src/example/zone/__init__.py": '"""Zone."""\n',
    "src/example/zone/deep.py": 'def deep() -> int:\n    """Dig."""\n    return 2\n',
    "noxfile.py": "import nox  # stands in the repository, and belongs in no wheel\n",
    "tests/test_core.py": "def test_nothing():\n    assert True\n",
    "tests/test_more.py": "def test_more():\n    assert True\n",
    "tests/data/table.bin": "\x01\x02\x03\n",
}


@dataclass(frozen=True, slots=True)
class Honest:
    """A repository and its released artifacts."""

    repository: Path
    artifacts: Mapping[str, Path]


def make_honest(folder: Path) -> Honest:
    """Write the project, commit it, and build it with hatchling, which needs no network."""
    repository = folder / "example"
    for name, content in PROJECT.items():
        path = repository / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")} | {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "T",
        "GIT_AUTHOR_EMAIL": "t@example.org",
        "GIT_COMMITTER_NAME": "T",
        "GIT_COMMITTER_EMAIL": "t@example.org",
        "SOURCE_DATE_EPOCH": "1700000000",
    }
    for command in (
        ["git", "init", "--quiet", "--initial-branch=main"],
        ["git", "add", "--all"],
        ["git", "commit", "--quiet", "--message=One"],
        ["git", "tag", "v1.0"],
        [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-t", "wheel"],
    ):
        subprocess.run(command, cwd=repository, env=environment, check=True, capture_output=True)
    built = list((repository / "dist").iterdir())
    artifacts = {"wheel" if path.suffix == ".whl" else "sdist": path for path in built}
    return Honest(repository=repository, artifacts=artifacts)
