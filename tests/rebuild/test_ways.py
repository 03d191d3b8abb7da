"""Toolchains that are tried where an artifact came out otherwise; what was tampered with never comes out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import polib
import pytest
from msgspec.structs import replace

from index_server import IndexServer, serving
from rebuilding import deeper
from small_projects import BACKEND, FILES, Project, rebuild, rebuild_from, route
from tallystick.audit import audit
from tallystick.model import ArtifactKind, Ledger, RebuildOutcome, Skip, VerdictValue
from tallystick.project import Layout
from tallystick.project import Project as Configuration
from tallystick.rebuild.comparison import Comparison
from tallystick.rebuild.regenerator import Subject
from tallystick.rebuild.ways import as_released, could_be_the_toolchain, likely
from tool_index import offer
from trees import artifact, source, tree

EQUAL, DIFFERS = RebuildOutcome.EQUAL, RebuildOutcome.DIFFERS


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Iterator[IndexServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving() as server:
        yield server


def subject(
    files: dict[str, bytes | str],
    released: dict[str, bytes | str],
    folder: Path,
    *,
    kind: ArtifactKind = ArtifactKind.SDIST,
    version: str = "1.0",
) -> Subject:
    """What a rebuild of an artifact looks at."""
    depth = deeper(folder)
    assert not isinstance(depth.sandbox, Skip)
    found: list[Subject] = []

    def deepen(ledger: Ledger, project: Configuration, layout: Layout) -> Ledger:
        assert ledger.source is not None
        assert not isinstance(depth.sandbox, Skip)
        made = depth.subject(ledger, ledger.source, project, layout, depth.sandbox)
        found.append(replace(made, lines={line.path: line for line in ledger.lines}))
        return ledger

    audit(artifact(tree(released), kind, version=version), source(tree(files)), deepen=deepen)
    return found[0]


def compared(
    differing: tuple[str, ...] = (), missing: tuple[str, ...] = (), added: tuple[str, ...] = ()
) -> Comparison:
    return Comparison(outcome=DIFFERS, differing=differing, missing=missing, added=added)


SWITCHED = """\
if os.environ.get("EXAMPLE_NO_EXTENSIONS") != "1": open("src/speed.so", "wb").write(b"\\x7fELF")
"""


def test_a_pure_wheel_of_a_project_with_compiled_code_is_built_as_its_build_offers_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = Project.with_backend(SWITCHED)
    monkeypatch.setenv("EXAMPLE_NO_EXTENSIONS", "1")
    wheel = project.publish("wheel", tmp_path)
    found = route(rebuild(wheel, project, tmp_path), "wheel-from-commit")
    assert found.outcome is RebuildOutcome.IDENTICAL
    assert found.adjustments == ("EXAMPLE_NO_EXTENSIONS=1 was set",)


def test_what_was_planted_in_a_pure_wheel_does_not_come_out_by_any_switch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = Project.with_backend(SWITCHED)
    monkeypatch.setenv("EXAMPLE_NO_EXTENSIONS", "1")
    wheel = Project({**project.files, "src/evil.py": b"evil = 1\n"}).publish("wheel", tmp_path)
    ledger = rebuild(wheel, project, tmp_path)
    found = route(ledger, "wheel-from-commit")
    assert found.outcome is DIFFERS
    assert "evil.py" in found.missing
    assert ledger.verdict is not None
    assert ledger.verdict.value is VerdictValue.REJECTED


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ('NO = bool(os.environ.get("MULTIDICT_NO_EXTENSIONS"))', "MULTIDICT_NO_EXTENSIONS", "1"),
        ("PURE_PYTHON_ENV_VAR = 'FROZENLIST_NO_EXTENSIONS'", "FROZENLIST_NO_EXTENSIONS", "1"),
        ("os.environ.get('DISABLE_SPEEDUPS') == '1'", "DISABLE_SPEEDUPS", "1"),
        ('os.environ.get("DISABLE_SQLALCHEMY_CEXT")', "DISABLE_SQLALCHEMY_CEXT", "1"),
        ('os.environ.get("MSGPACK_PUREPYTHON")', "MSGPACK_PUREPYTHON", "1"),
        ('if os.environ.get("BUILD_EXTENSION") == "no":', "BUILD_EXTENSION", "no"),
    ],
)
def test_the_names_that_builds_have_for_it(
    text: str, name: str, value: str, tmp_path: Path
) -> None:
    looked = subject({"setup.py": text}, {}, tmp_path, kind=ArtifactKind.WHEEL)
    way = as_released(next(likely(looked, "wheel")), compared(added=("a.so",)), looked)
    assert way.environment == {name: value}


@pytest.mark.parametrize(
    "text",
    ['os.environ.get("LD_PRELOAD")', "'PYTHONPATH'", '"CFLAGS"', '"EXTENSIONS"', "NO_EXTENSIONS"],
)
def test_no_other_variable_is_ever_set(text: str, tmp_path: Path) -> None:
    looked = subject({"setup.py": text}, {}, tmp_path, kind=ArtifactKind.WHEEL)
    way = next(likely(looked, "wheel"))
    assert as_released(way, compared(added=("a.so",)), looked) == way


@pytest.mark.parametrize(
    ("setup_cfg", "version", "is_taken_away"),
    [
        ("[egg_info]\ntag_build = .post\ntag_date = 1\n", "80.9.0", True),
        ("[egg_info]\ntag_build = dev\n", "1.0", True),
        ("[egg_info]\ntag_build = dev\n", "1.0.dev3", False),
        ("[egg_info]\ntag_build =\ntag_date = 0\n", "1.0", False),
        ("[metadata]\nname = example\n", "1.0", False),
    ],
)
def test_the_tag_of_development_is_taken_away_where_the_release_has_none(
    setup_cfg: str, version: str, is_taken_away: bool, tmp_path: Path
) -> None:
    looked = subject({"setup.cfg": setup_cfg, "setup.py": ""}, {}, tmp_path, version=version)
    way = as_released(next(likely(looked, "sdist")), compared(differing=("PKG-INFO",)), looked)
    assert bool(way.settings) is is_taken_away
    assert bool(way.says) is is_taken_away


@pytest.mark.parametrize(
    ("tags", "version", "given"),
    [
        (["v1.0"], "1.0", "1.0"),
        (["release-1.0.0"], "1.0", "1.0"),
        (["example/1.0", "latest"], "1.0", "1.0"),
        (["v1.1"], "1.0", None),  # what the artifact calls itself is not enough
        ([], "1.0", None),
        (["1.0-dirty-tag"], "1.0", None),
    ],
)
def test_a_version_is_given_to_a_build_without_git_only_if_a_tag_has_it(
    tags: list[str], version: str, given: str | None, tmp_path: Path
) -> None:
    looked = subject({"setup.py": ""}, {}, tmp_path, version=version)
    looked = replace(looked, source=replace(looked.source, tags=tuple(tags)))
    way = next(likely(looked, "sdist"))
    found = replace(compared(differing=("_version.py",)), causes=("built-without-git",))
    name = "SETUPTOOLS_SCM_PRETEND_VERSION"
    assert as_released(way, found, looked).environment == ({name: given} if given else {})
    assert as_released(way, replace(found, causes=()), looked) == way


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("example-1.0-py2.py3-none-any.whl", "[bdist_wheel]\nuniversal = 1\n"),
        ("example-1.0-2-py3-none-any.whl", "[bdist_wheel]\nbuild_number = 2\n"),
        ("example-1.0-2b-py3-none-any.whl", "[bdist_wheel]\nbuild_number = 2b\n"),
        ("example-1.0-2;x=1-py3-none-any.whl", ""),
        ("example-1.0-py3-none-any.whl", ""),
        ("no wheel", ""),
    ],
)
def test_a_wheel_is_named_as_it_is_built(name: str, settings: str, tmp_path: Path) -> None:
    looked = subject({"setup.py": ""}, {}, tmp_path, kind=ArtifactKind.WHEEL)
    looked = replace(looked, artifact=replace(looked.artifact, name=name))
    way = next(likely(looked, "wheel"))
    differing = compared(differing=("example-1.0.dist-info/WHEEL",))
    assert as_released(way, differing, looked).settings == settings
    assert as_released(way, compared(differing=("example.py",)), looked) == way


@pytest.mark.parametrize(
    ("paths", "could"),
    [
        ({"differing": ("PKG-INFO", "setup.cfg", "example.egg-info/SOURCES.txt")}, True),
        ({"missing": ("docs/index.rst",)}, True),  # an older backend may leave it out
        ({"added": ("LICENSE",)}, True),
        ({"differing": ("PKG-INFO",), "missing": ("tests/.cache/x",)}, False),
        ({"differing": ("src/example.py",)}, False),
        ({"differing": ("example-1.0.dist-info/METADATA", "a.so")}, False),
        ({}, False),
    ],
)
def test_another_toolchain_is_tried_where_it_could_make_the_difference(
    paths: dict[str, tuple[str, ...]], could: bool, tmp_path: Path
) -> None:
    looked = subject({"setup.py": "", "docs/index.rst": "x"}, {}, tmp_path)
    assert could_be_the_toolchain(compared(**paths), looked) is could


VERSIONED = BACKEND.replace(
    b'files["PKG-INFO"] = METADATA.encode()',
    b'files["PKG-INFO"] = (METADATA + "Keywords: " + __import__("tool").VERSION + "\\n").encode()',
)
ASKING = FILES["pyproject.toml"].replace(b"requires = []", b'requires = ["tool"]')
DAY = datetime(2024, 6, 1, tzinfo=UTC)


def published_with(version: str, folder: Path) -> tuple[Path, Project]:
    """An sdist that somebody built with that version of the tool."""
    project = Project({**FILES, "backend.py": VERSIONED, "pyproject.toml": ASKING})
    tools = folder / "tools"
    tools.mkdir()
    (tools / "tool.py").write_text(f"VERSION = {version!r}\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(tools))
        return project.publish("sdist", folder), project


def test_an_sdist_of_an_older_backend_is_built_with_that_one(
    index: IndexServer, tmp_path: Path
) -> None:
    offer(index, "tool", ("1.0", "2024-01-01T00:00:00Z"), ("2.0", "2024-05-25T00:00:00Z"))
    sdist, project = published_with("1.0", tmp_path)
    ledger = rebuild_from(
        sdist, source(tree(dict(project.files))), tmp_path, index=index.url, uploaded=DAY
    )
    found = route(ledger, "sdist-from-commit")
    assert found.outcome is EQUAL
    assert "tool 1.0" in found.tools
    assert found.adjustments == ("tools as of 2024-04-02, 60 days before",)


def test_metadata_that_no_version_writes_stays_different(
    index: IndexServer, tmp_path: Path
) -> None:
    offer(index, "tool", ("1.0", "2024-01-01T00:00:00Z"), ("2.0", "2024-05-25T00:00:00Z"))
    sdist, project = published_with("evil", tmp_path)
    ledger = rebuild_from(
        sdist, source(tree(dict(project.files))), tmp_path, index=index.url, uploaded=DAY
    )
    found = route(ledger, "sdist-from-commit")
    assert (found.outcome, found.differing) == (DIFFERS, ("PKG-INFO",))
    assert ledger.verdict is not None
    assert ledger.verdict.value is not VerdictValue.ACCEPTED


PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "a"\nmsgstr "b"\n'


@pytest.mark.parametrize("is_honest", [True, False])
def test_what_was_made_before_the_build_and_is_proven_stands_in_the_tree(
    is_honest: bool, tmp_path: Path
) -> None:
    reviewed = Project({**FILES, "src/de.po": PO.encode(), ".gitignore": b"*.mo\n"})
    (tmp_path / "de.po").write_text(PO if is_honest else PO.replace('"b"', '"evil"'))
    compiled = polib.pofile(str(tmp_path / "de.po")).to_binary()
    released = Project({**reviewed.files, "src/de.mo": compiled})
    ledger = rebuild(released.publish("sdist", tmp_path), reviewed, tmp_path)
    found = route(ledger, "sdist-from-commit")
    assert found.is_same is is_honest, found
    assert found.missing == (() if is_honest else ("src/de.mo",))
    said = "1 files that the artifact has and that are proven stood in the tree"
    assert found.adjustments == ((said,) if is_honest else ())
