"""Files that releases and sources hold: read one by one, and by the explainers in a whole audit."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from fuzz.harness import DATA, LARGEST, SMALL, Harness
from tallystick.audit import audit
from tallystick.explain.formats.mo_catalogue import BadCatalogue, read_catalogue
from tallystick.explain.formats.source_map import read_map
from tallystick.explain.proto.source import NotKnown, parse
from tallystick.explain.translations.catalogue import parse_po
from tallystick.model import Artifact, ArtifactKind, Source, Tree
from tallystick.policy import Policy
from tallystick.project import bounded
from tallystick.project.headers import read_headers
from tallystick.project.meson import calls
from tallystick.project.setup_py import read_setup_py
from tallystick.upstreams.macros import parts
from tallystick.upstreams.unified_diff import MalformedPatch, read_patch
from trees import MemoryReader, artifact, entry, folder_tree, source

CASES = sorted(path.parent for path in (DATA / "explain").glob("*/*/case.toml"))
"""The explainers' own fixtures: a release of a few files beside its source."""


@functools.cache
def case(number: int) -> tuple[Artifact, Source, str]:
    """The release and the source of one case, and the path that it is about."""
    folder = CASES[number]
    said = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
    released = artifact(
        folder_tree(folder / "artifact"),
        ArtifactKind(said["kind"]),
        project=said.get("project", "example"),
        version=said.get("version", "1.0"),
        tag=said.get("tag", "py3-none-any"),
    )
    reviewed = source(folder_tree(folder / "source"), subdir=said.get("subdir", ""))
    return released, reviewed, said["path"]


def put(tree: Tree, path: str, content: bytes) -> Tree:
    """``tree`` with other bytes at ``path``."""
    contents = {name: tree.read(name) for name in tree.entries if not tree.entries[name].is_gitlink}
    entries = {**tree.entries, path: entry(path, content)}
    return Tree(entries=entries, reader=MemoryReader({**contents, path: content}))


def explained(content: bytes) -> None:
    """Two bytes choose a case; the rest takes the place of the file that the case is about."""
    released, reviewed, path = case(int.from_bytes(content[:2], "big") % len(CASES))
    _audit(replace(released, tree=put(released.tree, path, content[2:])), reviewed)


def configured(content: bytes) -> None:
    """Two bytes choose a case, the third a file of its source, whose place the rest takes."""
    released, reviewed, _ = case(int.from_bytes(content[:2], "big") % len(CASES))
    paths = sorted(reviewed.tree.entries) or ["setup.cfg"]
    path = paths[int.from_bytes(content[2:3], "big") % len(paths)]
    at = reviewed.tree.entries.get(path)
    if at is None or not at.is_gitlink:
        _audit(released, replace(reviewed, tree=put(reviewed.tree, path, content[3:])))


def _audit(released: Artifact, reviewed: Source) -> None:
    ledger = audit(released, reviewed, policy=Policy(), limits=SMALL)
    assert sorted(line.path for line in ledger.lines) == sorted(released.tree.entries)
    assert ledger.verdict is not None


def released_files() -> Iterator[bytes]:
    """Each case as it is, in the form that :func:`explained` takes."""
    for number, folder in enumerate(CASES):
        released, _, path = case(number)
        if (folder / "artifact" / path).is_file():
            content = released.tree.read(path)
            yield number.to_bytes(2, "big") + content[: LARGEST - 2]


def source_files() -> Iterator[bytes]:
    """The build configuration of each case, in the form that :func:`configured` takes."""
    for number in range(len(CASES)):
        _, reviewed, _ = case(number)
        for at, path in enumerate(sorted(reviewed.tree.entries)):
            if Path(path).name in CONFIGURATION and not reviewed.tree.entries[path].is_gitlink:
                content = reviewed.tree.read(path)
                yield number.to_bytes(2, "big") + bytes([at % 256]) + content[: LARGEST - 3]


CONFIGURATION = frozenset(
    {
        "pyproject.toml", "setup.cfg", "setup.py", "MANIFEST.in", "package.json", "meson.build", "Cargo.toml",
        "configure.ac", "Makefile.am", ".gitattributes", ".gitmodules", "CMakeLists.txt",
    }
)  # fmt: skip


def parsed(content: bytes) -> None:
    """Each language that configuration is written in; one refusing is no reason for another to."""
    for read in (
        bounded.toml,
        bounded.json_object,
        bounded.ini,
        bounded.python,
        bounded.entry_points,
    ):
        try:
            read(content, SMALL)
        except bounded.Malformed:
            continue


HARNESSES = (
    Harness(
        id="explained",
        read=explained,
        rooms=("explain/*.py", "accounting.py"),
        made=released_files,
    ),
    Harness(
        id="configured", read=configured, rooms=("project/*.py", "match.py"), made=source_files
    ),
    Harness(id="configuration", read=parsed, rooms=("project/bounded.py",)),
    Harness(
        id="setup-py",
        read=lambda content: read_setup_py(content, SMALL),
        rooms=("project/setup_py.py", "project/literal.py"),
        fixtures=("explain/*/*/source/setup.py",),
    ),
    Harness(
        id="meson-build",
        read=lambda content: list(
            calls(content.decode("utf-8", "replace"), "project", "install_data")
        ),
        rooms=("project/meson.py",),
        fixtures=("explain/*/*/source/meson.build",),
    ),
    Harness(
        id="headers",
        read=lambda content: read_headers(content, SMALL),
        rooms=("project/headers.py",),
        refuses=(bounded.Malformed,),
        fixtures=("explain/*/*/artifact/*/METADATA", "explain/*/*/artifact/*/WHEEL"),
    ),
    Harness(
        id="mo",
        read=read_catalogue,
        rooms=("explain/formats/mo_catalogue.py",),
        refuses=(BadCatalogue,),
        fixtures=("explain/gettext-mo/*/artifact/**/*.mo",),
    ),
    Harness(
        id="po",
        read=parse_po,
        rooms=("explain/translations/catalogue.py",),
        refuses=(BadCatalogue,),
        fixtures=("explain/gettext-mo/*/source/**/*.po",),
    ),
    Harness(
        id="source-map",
        read=lambda content: read_map(content, SMALL),
        rooms=("explain/formats/source_map.py",),
        refuses=(bounded.Malformed,),
        fixtures=("explain/*/*/artifact/**/*.map",),
    ),
    Harness(
        id="patch",
        read=read_patch,
        rooms=("upstreams/unified_diff.py",),
        refuses=(MalformedPatch,),
        fixtures=("explain/*/*/source/**/*.patch",),
    ),
    Harness(
        id="proto",
        read=lambda content: parse(content.decode("utf-8", "replace")),
        rooms=("explain/proto/source.py",),
        refuses=(NotKnown,),
        fixtures=("explain/*/*/source/**/*.proto",),
    ),
    Harness(
        id="m4-macros",
        read=lambda content: parts(content.decode("utf-8", "replace")),
        rooms=("upstreams/macros.py",),
    ),
)
