"""What real backends write is proven; one tampering with any file of it never passes.

Each case builds one small project, rich in metadata, with one version of one backend, from a tree that
is committed in git; the artifacts are then audited against that very tree.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from msgspec.structs import replace

from tallystick.audit import audit
from tallystick.model import Artifact, ArtifactKind, Grade, Ledger, Source, VerdictValue
from trees import artifact, source, tree

pytestmark = pytest.mark.online

README = """Rich example
============

It does nothing, very well: naïve, 日本, and a line with  two  blanks.

    an indented line

The end.
"""

PROJECT = """
[project]
name = "Rich.Example"
dynamic = ["version"]
description = "An examplé with everything"
readme = "README.rst"
requires-python = ">=3.9"
license = {licence}
keywords = ["one", "two words", "three"]
authors = [{{ name = "Zoë Example", email = "zoe@example.org" }}, {{ name = "Nobody" }}]
maintainers = [{{ name = "Some, One", email = "some@example.org" }}]
classifiers = ["Typing :: Typed", "Programming Language :: Python :: 3"]
dependencies = [
    "attrs >= 22, <99",
    "tomli>=2.0; python_version < '3.11'",
    "Typing.Extensions[a_b]!=4.0; sys_platform == 'linux' or os_name == 'nt'",
]

[project.optional-dependencies]
fast_path = ["ujson>=5; python_version >= '3.10' and os_name == 'posix'", "attrs"]
empty = []

[project.urls]
Homepage = "https://example.org"
"Source Code" = "https://example.org/source?a=b,c"

[project.scripts]
rich-example = "rich_example:main"

[project.gui-scripts]
rich-window = "rich_example:main"

[project.entry-points."rich.plugins"]
one = "rich_example.plugin:One"
"""

SETUP_CFG = """[metadata]
name = Rich.Example
version = attr: rich_example.__version__
description = An examplé with everything
long_description = file: README.rst
long_description_content_type = text/x-rst
url = https://example.org
project_urls =
    Source Code = https://example.org/source?a=b
author = Zoë Example
author_email = zoe@example.org
license = MIT
license_files = LICENSE
keywords = one, two, three
classifiers =
    Typing :: Typed
    Programming Language :: Python :: 3

[options]
package_dir =
    = src
packages = rich_example
python_requires = >=3.9
zip_safe = False
install_requires =
    attrs >= 22, <99
    tomli>=2.0; python_version < '3.11'

[options.extras_require]
fast_path =
    ujson>=5; python_version >= '3.10'
    attrs

[options.entry_points]
console_scripts =
    rich-example = rich_example:main
rich.plugins =
    one = rich_example.plugin:One
"""

SETUP_PY = """from setuptools import setup

import os

with open("README.rst", encoding="utf-8") as readme:
    long_description = readme.read()

setup(
    name="Rich.Example",
    version="1.2.3",
    description="An example",
    long_description=long_description,
    long_description_content_type="text/x-rst",
    url="https://example.org",
    author="Zoë Example",
    author_email="zoe@example.org",
    license="MIT",
    keywords=["one", "two"],
    platforms=["any"],
    package_dir={"": "src"},
    packages=["rich_example"],
    python_requires=">=3.9",
    install_requires=["attrs >= 22, <99"],
    extras_require={"fast_path": ["ujson>=5"], ":python_version < '3.11'": ["tomli>=2.0"]},
    entry_points={"console_scripts": ["rich-example = rich_example:main"]},
)
"""

POETRY = """
[tool.poetry]
name = "Rich.Example"
version = "1.2.3"
description = "An examplé with everything"
readme = "README.rst"
license = "MIT"
authors = ["Zoë Example <zoe@example.org>", "Nobody <nobody@example.org>"]
maintainers = ["Some One <some@example.org>"]
keywords = ["one", "two"]
classifiers = ["Typing :: Typed"]
homepage = "https://example.org"
repository = "https://example.org/source"
packages = [{ include = "rich_example", from = "src" }]

[tool.poetry.urls]
Changes = "https://example.org/changes"

[tool.poetry.dependencies]
python = "^3.9"
attrs = "^22.1"
tomli = { version = "~2.0", python = "<3.11" }
idna = ">=2.5,<4"
ujson = { version = "*", optional = true }

[tool.poetry.extras]
fast_path = ["ujson"]

[tool.poetry.scripts]
rich-example = "rich_example:main"

[tool.poetry.plugins."rich.plugins"]
one = "rich_example.plugin:One"
"""

FLIT_METADATA = """
[tool.flit.metadata]
module = "rich_example"
dist-name = "Rich.Example"
author = "Zoë Example"
author-email = "zoe@example.org"
home-page = "https://example.org"
license = "MIT"
description-file = "README.rst"
classifiers = ["Typing :: Typed"]
requires = ["attrs >=22,<99", "tomli>=2.0; python_version < '3.11'"]
requires-python = ">=3.9"
keywords = "one,two"

[tool.flit.metadata.requires-extra]
fast_path = ["ujson>=5", "attrs; os_name == 'posix'"]

[tool.flit.metadata.urls]
Source = "https://example.org/source"

[tool.flit.scripts]
rich-example = "rich_example:main"

[tool.flit.entrypoints."rich.plugins"]
one = "rich_example.plugin:One"
"""

TABLE, WORDS = '{ text = "MIT" }', '"MIT"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One backend at one version, and how the project is declared for it."""

    requires: tuple[str, ...]
    backend: str
    declared: str = ""
    files: tuple[tuple[str, str], ...] = ()


def setuptools(version: str, declared: str = "", **files: str) -> Case:
    return Case(
        requires=(f"setuptools=={version}", "wheel<0.46"),
        backend="setuptools.build_meta",
        declared=declared,
        files=tuple(files.items()),
    )


ATTRIBUTE = (
    '\n[tool.setuptools.dynamic]\nversion = { attr = "rich_example.__version__" }\n'
    '[tool.setuptools.packages.find]\nwhere = ["src"]\n'
)
STUB = "from setuptools import setup\n\nsetup()\n"

CASES = {
    "setuptools-44-cfg": setuptools("44.1.1", cfg=SETUP_CFG, py=STUB),
    "setuptools-58-cfg": setuptools("58.5.3", cfg=SETUP_CFG, py=STUB),
    "setuptools-58-py": setuptools("58.5.3", py=SETUP_PY),
    "setuptools-65": setuptools("65.7.0", PROJECT.format(licence=TABLE) + ATTRIBUTE),
    "setuptools-70": setuptools("70.3.0", PROJECT.format(licence=TABLE) + ATTRIBUTE),
    "setuptools-80": setuptools("80.9.0", PROJECT.format(licence=WORDS) + ATTRIBUTE),
    "setuptools-80-py": setuptools("80.9.0", py=SETUP_PY),
    "setuptools-scm": Case(
        requires=("setuptools==78.1.1", "setuptools-scm==8.3.1"),
        backend="setuptools.build_meta",
        declared=PROJECT.format(licence=WORDS) + "\n[tool.setuptools_scm]\n",
    ),
    "hatchling-1.18": Case(
        requires=("hatchling==1.18.0",),
        backend="hatchling.build",
        declared=PROJECT.format(licence=WORDS)
        + '\n[tool.hatch.version]\npath = "src/rich_example/__init__.py"\n',
    ),
    "hatchling-1.27": Case(
        requires=("hatchling==1.27.0",),
        backend="hatchling.build",
        declared=PROJECT.format(licence=WORDS)
        + '\n[tool.hatch.version]\npath = "src/rich_example/__init__.py"\n',
    ),
    "flit-3.8": Case(
        requires=("flit_core==3.8.0",),
        backend="flit_core.buildapi",
        declared=PROJECT.format(licence=TABLE) + '\n[tool.flit.module]\nname = "rich_example"\n',
    ),
    "flit-3.8-own-table": Case(
        requires=("flit_core==3.8.0",), backend="flit_core.buildapi", declared=FLIT_METADATA
    ),
    "uv-0.8": Case(
        requires=("uv_build==0.8.3",),
        backend="uv_build",
        declared=PROJECT.format(licence=WORDS).replace('dynamic = ["version"]', 'version = "1.2.3"')
        + '\n[tool.uv.build-backend]\nmodule-name = "rich_example"\n',
    ),
    "flit-3.12": Case(
        requires=("flit_core==3.12.0",),
        backend="flit_core.buildapi",
        declared=PROJECT.format(licence=WORDS) + '\n[tool.flit.module]\nname = "rich_example"\n',
    ),
    "poetry-1.9": Case(
        requires=("poetry-core==1.9.1",), backend="poetry.core.masonry.api", declared=POETRY
    ),
    "poetry-2.1": Case(
        requires=("poetry-core==2.1.3",), backend="poetry.core.masonry.api", declared=POETRY
    ),
    "poetry-2.1-project": Case(
        requires=("poetry-core==2.1.3",),
        backend="poetry.core.masonry.api",
        declared=PROJECT.format(licence=WORDS).replace('dynamic = ["version"]', 'version = "1.2.3"')
        + '\n[tool.poetry]\npackages = [{ include = "rich_example", from = "src" }]\n',
    ),
    "pdm-2.1": Case(
        requires=("pdm-backend==2.1.8",),
        backend="pdm.backend",
        declared=PROJECT.format(licence=TABLE)
        + '\n[tool.pdm.version]\nsource = "file"\npath = "src/rich_example/__init__.py"\n',
    ),
    "pdm-2.4": Case(
        requires=("pdm-backend==2.4.5",),
        backend="pdm.backend",
        declared=PROJECT.format(licence=WORDS)
        + '\n[tool.pdm.version]\nsource = "file"\npath = "src/rich_example/__init__.py"\n',
    ),
}

CODE = {
    "src/rich_example/__init__.py": '"""An example."""\n\n__version__ = "1.2.3"\n\n\n'
    "def main() -> None:\n    pass\n",
    "src/rich_example/plugin.py": "class One:\n    pass\n",
    "LICENSE": "Do as you like.\n",
    "README.rst": README,
}


def _git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def _project(case: Case, folder: Path) -> Mapping[str, str]:
    """Write the project into ``folder``, commit and tag it, and give back its files."""
    names = {"cfg": "setup.cfg", "py": "setup.py"}
    quoted = ", ".join(f'"{requirement}"' for requirement in case.requires)
    build = f'[build-system]\nrequires = [{quoted}]\nbuild-backend = "{case.backend}"\n'
    files = {
        **CODE,
        "pyproject.toml": build + case.declared,
        **{names[key]: content for key, content in case.files},
    }
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, encoding="utf-8", newline="\n")
    _git(folder, "init", "-q")
    _git(folder, "add", "-A")
    _git(folder, "commit", "-qm", "release")
    _git(folder, "tag", "v1.2.3")
    return files


def _build(folder: Path) -> tuple[Artifact, Artifact]:
    """The sdist of ``folder``, and the wheel that is built from that sdist."""
    uv = shutil.which("uv") or str(Path(sys.executable).parent / "uv")
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never", "SOURCE_DATE_EPOCH": "1700000000"}
    command = [uv, "build", "--quiet", "--no-config", "--python", sys.executable, "--out-dir"]
    out = folder.parent / "out"
    done = subprocess.run(
        [*command, str(out)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    sdist = next(out.glob("*.tar.gz"))
    wheel = next(out.glob("*.whl"))
    return (
        _artifact(sdist, ArtifactKind.SDIST, dict(_unpacked(sdist))),
        _artifact(wheel, ArtifactKind.WHEEL, dict(_unzipped(wheel))),
    )


def _unpacked(path: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(path) as archive:
        for member in archive:
            content = archive.extractfile(member) if member.isfile() else None
            if content is not None:
                yield member.name.split("/", 1)[1], content.read()


def _unzipped(path: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if not name.endswith("/"):
                yield name, archive.read(name)


def _artifact(path: Path, kind: ArtifactKind, contents: Mapping[str, bytes]) -> Artifact:
    return replace(artifact(tree(contents), kind, version="1.2.3"), name=path.name)


def _is_metadata(path: str) -> bool:
    return path == "PKG-INFO" or ".egg-info/" in path or ".dist-info/" in path


def _contents(released: Artifact) -> dict[str, bytes]:
    return {path: released.tree.read(path) for path in released.tree.entries}


def _tamperings(released: Artifact) -> Iterator[tuple[str, str, bytes]]:
    """What is done, to which file, and the file's new content: one for each way of hiding code."""
    for path, content in _contents(released).items():
        name = path.rpartition("/")[2]
        if name in {"METADATA", "PKG-INFO"}:
            head, separator, body = content.partition(b"\n\n")
            for header in (b"Requires-Dist: evil", b"Author: Mallory", b"Dynamic: Name"):
                yield header.decode(), path, head + b"\n" + header + separator + body
            yield (
                "Description",
                path,
                content.replace(b"naive", b"evil").replace(b"The end", b"The"),
            )
            yield "Version", path, content.replace(b"Version: 1.2.3", b"Version: 1.2.4")
        if not _is_metadata(path):
            continue
        if name == "entry_points.txt":
            yield "plugin", path, content + b"\n[pytest11]\nevil = evil\n"
        if name == "RECORD":
            yield "digest", path, content.replace(b"sha256=", b"sha256=A", 1)
            yield "line", path, content + b"../evil.pth,,\n"
        if name == "WHEEL":
            yield "tag", path, content.replace(b"py3-none-any", b"py2-none-any")
        if name == "requires.txt":
            yield "requirement", path, content + b"\nevil\n"
        if name == "top_level.txt":
            yield "package", path, content + b"pip\n"


def _explained(released: Artifact, reviewed: Source) -> Ledger:
    ledger = audit(released, reviewed)
    assert ledger.verdict is not None
    return ledger


@pytest.mark.parametrize("name", CASES)
def test_a_backends_metadata_is_proven_and_no_tampering_passes(name: str, tmp_path: Path) -> None:
    reviewed = source(tree(_project(CASES[name], tmp_path / "project")), tags=["v1.2.3"])
    for released in _build(tmp_path / "project"):
        ledger = _explained(released, reviewed)
        for line in ledger.lines:
            assert line.grade.is_proof or not _is_metadata(line.path), line
        for what, path, content in _tamperings(released):
            changed = replace(released, tree=tree({**_contents(released), path: content}))
            changed_ledger = _explained(changed, reviewed)
            line = next(line for line in changed_ledger.lines if line.path == path)
            verdict = changed_ledger.verdict
            assert verdict is not None
            if what == "Description" and CASES[name].files[:1] == (("py", SETUP_PY),):
                # A computed text that is no document of the source is a question, not a lie.
                assert not line.grade.is_proof, (what, line)
                assert verdict.value is not VerdictValue.ACCEPTED, (what, verdict)
            else:
                assert line.grade is Grade.CONTRADICTED, (what, line)
                assert verdict.value is VerdictValue.REJECTED, (what, verdict)
