"""Crates that ``Cargo.lock`` names, in name alone: what Cargo wants to see before it says what is packed.

maturin asks ``cargo metadata`` for the files of an sdist, and Cargo does not answer unless each crate of the
lock file is at hand, though no byte of it is packed. There is no registry in the sandbox. So a crate is put
there for each: with the name, version, checksum and dependencies of the lock file, the features that the
source asks for, and no content: all of it words of the source, none of the artifact's.

Only what packs a source or writes its metadata is given them; nothing could be compiled with them.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.model import Tree
from tallystick.project import join
from tallystick.project.bounded import Malformed, toml
from tallystick.project.maturin import manifest
from tallystick.rebuild.regenerator import Subject
from tallystick.rebuild.trees import files
from tallystick.sandbox.command import TREE
from tallystick.tools import said_version

FOLDER = "cargo"
"""Cargo's home inside, beside the source (``CARGO_HOME``)."""

PACKING = frozenset({"metadata", "sdist", "sdist-file"})
"""The jobs that need a crate's name and nothing else of it."""

MOST = 2_000
"""Crates of one lock file: large programs have about a thousand."""

MANIFESTS = 200
"""Manifests of one source that are read for features."""

_SAYS = re.compile(rb"cargo (\d[\w.-]{0,40})")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_VERSION = re.compile(r"\d[0-9A-Za-z.-]{0,60}(?:\+[0-9A-Za-z.-]{1,60})?")
_CHECKSUM = re.compile(r"[0-9a-f]{64}")
_FEATURE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_+.-]{0,63}")
_DEPENDENCIES = ("dependencies", "dev-dependencies", "build-dependencies")

_CONFIG = f"""\
[source.crates-io]
replace-with = "names"
[source.names]
directory = "{TREE}/{FOLDER}/names"
[net]
offline = true
"""
"""https://doc.rust-lang.org/cargo/reference/source-replacement.html#directory-sources"""


class Cargo(Struct, frozen=True, kw_only=True):
    """Cargo of this machine: the folder of its programs, what the sandbox is to be shown, and its version."""

    programs: Path
    reads: tuple[Path, ...]
    called: str


class Crate(Struct, frozen=True, kw_only=True):
    """One package of a lock file that comes from a registry."""

    name: str
    version: str
    checksum: str
    needs: tuple[tuple[str, str], ...]


class Named(Struct, frozen=True, kw_only=True):
    """What stands in for a registry: the files of Cargo's home, and how a ledger line says it."""

    cargo: Cargo
    tree: Tree
    said: str

    @property
    def environment(self) -> Mapping[str, str]:
        """Where Cargo finds it."""
        return {"CARGO_HOME": f"{TREE}/{FOLDER}"}


@cache
def find_cargo() -> Cargo | None:
    """Debian's, or the default toolchain of rustup, whose ``cargo`` on PATH only starts another."""
    home = Path(os.environ.get("RUSTUP_HOME") or Path.home() / ".rustup")
    places = [Path("/usr")]
    try:
        settings = (home / "settings.toml").read_text(encoding="utf-8")
    except OSError:
        settings = ""
    if found := re.search(r'^default_toolchain = "([\w.-]{1,100})"$', settings, re.MULTILINE):
        places.append(home / "toolchains" / found[1])
    for place in places:
        program = place / "bin" / "cargo"
        if os.access(program, os.X_OK) and (version := said_version(program, _SAYS)) is not None:
            reads = () if place == Path("/usr") else (place.resolve(),)
            return Cargo(programs=place.resolve() / "bin", reads=reads, called=f"cargo {version}")
    return None


def named(subject: Subject, tree: Tree, do: object) -> Named | None:
    """What stands in for the registry in a run that packs ``tree``; None where nothing is to, or can.

    A lock file that names a git repository, or two registries, is left alone: Cargo says what it lacks.
    """
    if do not in PACKING or (lock := _lock(subject, tree)) is None:
        return None
    crates = _crates(lock)
    cargo = find_cargo() if crates else None
    if not crates or cargo is None:
        return None
    features = _features(subject, tree)
    contents = {"config.toml": _CONFIG.encode()}
    for crate in crates:
        folder = f"names/{crate.name}-{crate.version}"
        checksums = {"files": {}, "package": crate.checksum}
        contents[f"{folder}/Cargo.toml"] = _manifest(crate, features.get(crate.name, set()))
        contents[f"{folder}/lib.rs"] = b""
        contents[f"{folder}/.cargo-checksum.json"] = json.dumps(checksums).encode()
    said = (
        f"{cargo.called} of this machine saw the {len(crates)} crates of Cargo.lock by name alone"
    )
    return Named(cargo=cargo, tree=files(contents), said=said)


def _manifest(crate: Crate, features: set[str]) -> bytes:
    """Each value was matched against a pattern without quotes, so none ends its string."""
    rows = [
        "[package]",
        f'name = "{crate.name}"',
        f'version = "{crate.version}"',
        "[lib]",
        'path = "lib.rs"',
        "[dependencies]",
        *(
            f'needed{number} = {{ package = "{name}", version = "={version.partition("+")[0]}" }}'
            for number, (name, version) in enumerate(crate.needs)
        ),
        "[features]",
        *(f'"{feature}" = []' for feature in sorted(features)),
    ]
    return ("\n".join(rows) + "\n").encode()


def _lock(subject: Subject, tree: Tree) -> Mapping[str, object] | None:
    """The lock file of the crate that is built: beside its manifest, or above, where its workspace is."""
    folder = join(subject.project.subdir, manifest(subject.project)).rpartition("/")[0]
    while True:
        path = f"{folder}/Cargo.lock" if folder else "Cargo.lock"
        if path in tree.entries:
            return _toml(path, subject, tree)
        if not folder:
            return None
        folder = folder.rpartition("/")[0]


def _toml(path: str, subject: Subject, tree: Tree) -> Mapping[str, object] | None:
    entry = tree.entries[path]
    if entry.is_link or entry.is_gitlink:
        return None
    try:
        return toml(tree.read(path), subject.limits)
    except (Malformed, ContentUnavailable, LimitExceeded):
        return None


def _crates(lock: Mapping[str, object]) -> list[Crate]:
    """The packages of a registry; none at all where one could not be told from the lock file."""
    packages = lock.get("package")
    if not isinstance(packages, list) or len(packages) > MOST:
        return []
    rows = [row for row in packages if isinstance(row, dict)]
    versions: dict[str, set[str]] = {}
    for row in rows:
        versions.setdefault(str(row.get("name")), set()).add(str(row.get("version")))
    foreign = [row for row in rows if "source" in row]
    sources = {str(row["source"]) for row in foreign}
    if len(sources) != 1 or not next(iter(sources)).startswith(("registry+", "sparse+")):
        return []
    found = [_crate(row, versions) for row in foreign]
    whole = [crate for crate in found if crate is not None]
    return whole if len(whole) == len(found) else []


def _crate(row: Mapping[str, object], versions: Mapping[str, set[str]]) -> Crate | None:
    """One package; None if a word of it is not as Cargo writes it."""
    name, version, checksum = (str(row.get(key)) for key in ("name", "version", "checksum"))
    listed = row.get("dependencies", [])
    if not isinstance(listed, list):
        return None
    needs = []
    for one in listed:
        words = str(one).split(" ")
        known = versions.get(words[0], set())
        needed = words[1] if len(words) > 1 else next(iter(known), "")
        if needed not in known or (len(words) == 1 and len(known) != 1):
            return None
        needs.append((words[0], needed))
    if not (
        _NAME.fullmatch(name) and _VERSION.fullmatch(version) and _CHECKSUM.fullmatch(checksum)
    ):
        return None
    if not all(_NAME.fullmatch(n) and _VERSION.fullmatch(v) for n, v in needs):
        return None
    return Crate(name=name, version=version, checksum=checksum, needs=tuple(needs))


def _features(subject: Subject, tree: Tree) -> dict[str, set[str]]:
    """The features that manifests of the source ask of other crates, by the crate's name."""
    found: dict[str, set[str]] = {}
    manifests = [path for path in tree.entries if path.rpartition("/")[2] == "Cargo.toml"]
    for path in sorted(manifests, key=lambda one: (one.count("/"), one))[:MANIFESTS]:
        document = _toml(path, subject, tree)
        for crate, feature in _asked(document or {}):
            if _FEATURE.fullmatch(feature):
                found.setdefault(crate, set()).add(feature)
    return found


def _asked(document: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    called: dict[str, str] = {}
    for table in _tables(document):
        for key, value in table.items():
            stated = value if isinstance(value, dict) else {}
            called[key] = str(stated.get("package", key))
            listed = stated.get("features", [])
            for feature in listed if isinstance(listed, list) else ():
                yield called[key], str(feature)
    own = document.get("features")
    for values in own.values() if isinstance(own, dict) else ():
        for value in values if isinstance(values, list) else ():
            key, slash, feature = str(value).partition("/")
            key = key.removesuffix("?")
            if slash:
                yield called.get(key, key), feature


def _tables(document: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    """Each table of dependencies: a crate's own, those of its targets, and its workspace's."""
    workspace, targets = document.get("workspace"), document.get("target")
    holders: list[object] = [document, workspace]
    holders += targets.values() if isinstance(targets, dict) else []
    for holder in holders:
        if isinstance(holder, dict):
            yield from (holder[k] for k in _DEPENDENCIES if isinstance(holder.get(k), dict))
