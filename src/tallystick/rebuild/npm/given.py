"""A registry of one lock file: its packages, fetched by name and digest, and served inside the sandbox.

An installer asks a registry, and there is no network inside. So what the lock file names is fetched before,
from the one registry that this program asks, whatever addresses stand in the lock; each tarball is checked
against the lock's digest, or the registry's where the lock has none. Inside, ``inside/registry.py`` serves
these files and nothing else on loopback. No package is unpacked, and no script is run, outside.

A package that the registry does not have any more is there by name alone, as crates are: an installer wants
all of a lock, and a build may need fewer.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from importlib import resources
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from tallystick.errors import (
    DigestMismatch,
    IndexFailure,
    LimitExceeded,
    NotReleased,
    TallystickError,
)
from tallystick.index.npm import Npm
from tallystick.index.release import ReleaseFile
from tallystick.limits import MIB
from tallystick.model import Sha256, Tree
from tallystick.rebuild.npm.locks import Package, nearest, packages, usual_place
from tallystick.rebuild.regenerator import Subject
from tallystick.rebuild.toolchain import Toolchains
from tallystick.sandbox.command import SEARCH_PATH
from tallystick.tools import missing, said_version

FOLDER = ("registries",)

INDEX = "index.json"

READABLE = 0o644
"""Inside they are read by another user; who may come this far, the cache's own folder says."""

BYTES = 1_024 * MIB
"""Of all packages of one lock file: 1,617 have 210 MB, and a browser for tests some 150 MB more."""

LOST = 20
"""Packages of one lock file that may be there by name alone; of 3,018 in three lock files, three were."""

AT_ONCE = 4
"""Packages that are asked for at a time: each takes a connection of its own."""

_SAYS = re.compile(rb"v?(\d[\w.-]{0,40})")


class Given(Struct, frozen=True, kw_only=True):
    """What a run is given.

    Attributes:
        folder: with the tarballs and their index; None: nothing could be had, and ``said`` has why.
        lock: the lock file.
        said: how a ledger line says it.
    """

    folder: Path | None
    lock: str
    said: str

    def wrapped(self, argv: tuple[str, ...], python: str, source: str) -> tuple[str, ...]:
        """``argv`` with the registry beside it; ``source`` is the folder of the tree with the lock file."""
        if self.folder is None:
            return argv
        inside = resources.files("tallystick.rebuild.inside").joinpath("registry.py")
        program = inside.read_text("utf-8")
        return (python, "-s", "-c", program, str(self.folder), f"{source}/{self.lock}", *argv)

    @property
    def reads(self) -> tuple[Path, ...]:
        """What the sandbox has to be shown."""
        return () if self.folder is None else (self.folder,)


@cache
def installers() -> str | None:
    """Node.js and npm where the sandbox has them, with their versions; None where one is missing."""
    environment = {"PATH": SEARCH_PATH, "HOME": "/nonexistent"}
    found = []
    for name in ("node", "npm"):
        program = shutil.which(name, path=SEARCH_PATH)
        if program is None:
            return None
        version = said_version(program, _SAYS, environment=environment)
        if version is None:
            return None
        found.append(f"{name} {version}")
    return ", ".join(found)


def given(subject: Subject, tree: Tree, folder: str) -> Given | None:
    """The registry of the lock file by which ``folder`` of ``tree`` is installed; None without one."""
    path = nearest(tree, folder)
    if path is None:
        return None
    key = f"npm {path} {tree.entries[path].blob}"
    if key not in subject.kept:
        subject.kept[key] = _given(subject, tree, path)
    kept = subject.kept[key]
    assert isinstance(kept, Given)  # noqa: S101 - what was put there
    return kept


def _given(subject: Subject, tree: Tree, path: str) -> Given:
    tools = installers()
    if tools is None:
        return Given(
            folder=None, lock=path, said=f"no package of {path} was given: {missing('npm')}"
        )
    try:
        wanted = packages(path.rpartition("/")[2], tree.read(path), subject.limits)
        folder = _registry(subject.toolchains, wanted)
        lost = _lost(folder)
    except TallystickError as error:
        return Given(folder=None, lock=path, said=f"no package of {path} was given: {error}")
    said = f"{tools} of this machine, and the {len(wanted)} packages of {path}, served inside"
    if lost:
        said += f"; by name alone, as the registry has them no more: {', '.join(lost)}"
    return Given(folder=folder, lock=path, said=said)


def _registry(toolchains: Toolchains, wanted: Sequence[Package]) -> Path:
    """The folder with all of ``wanted``; it appears when it is whole.

    Raises:
        TallystickError: one of them cannot be had.
    """
    limits = toolchains.limits
    rows = sorted([p.name, p.version, p.place, *sorted(map(str, p.digests))] for p in wanted)
    digest = hashlib.sha256(json.dumps([toolchains.npm_index, rows]).encode()).hexdigest()[:32]
    final = toolchains.cache.folder(*FOLDER) / digest
    if final.is_dir():
        return final
    npm = Npm(toolchains.npm_index, toolchains.cache, limits, offline=toolchains.offline)
    try:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            paths = list(pool.map(lambda one: _fetched(one, npm), wanted))
    finally:
        npm.close()
    if paths.count(None) > LOST:
        raise IndexFailure(f"{paths.count(None)} of its packages are not in {npm.url}")
    if sum(path.stat().st_size for path in paths if path is not None) > BYTES:
        raise LimitExceeded("registry", f"the packages have more than {BYTES // MIB} MiB")
    with toolchains.cache.lock(f"registry-{digest}", seconds=limits.toolchain_seconds):
        if not final.is_dir():
            with toolchains.cache.build(final, has_many=True) as partial:
                _fill(partial, wanted, paths)
    return final


def _fetched(package: Package, npm: Npm) -> Path | None:
    """One tarball, by the lock's digest, or else by the registry's; None if the registry has it no more."""
    known = dict(package.digests) if len(package.digests) == 1 else {}
    place = usual_place(package.name, package.version).lstrip("/")
    file = ReleaseFile(name=place.rpartition("/")[2], url=npm.url + place)
    if "sha512" in known or "sha256" in known:
        sha256 = known.get("sha256")
        bound = replace(file, sha256=Sha256(sha256) if sha256 else None, sha512=known.get("sha512"))
        with suppress(IndexFailure):  # it may lie elsewhere; the registry says where
            return npm.download(bound)
    try:
        (file,) = npm.release(package.name, package.version, wanted=lambda _file: False).files
    except NotReleased:
        return None
    for algorithm, value in known.items():
        announced = file.sha512 if algorithm == "sha512" else file.sha256
        if announced != value:
            raise DigestMismatch(f"{file.name}: the registry has other bytes than the lock names")
    return npm.download(file)


def _fill(folder: Path, wanted: Sequence[Package], paths: Sequence[Path | None]) -> None:
    """Numbered tarballs, and an index from the path that is asked for to the number, name and version."""
    index: dict[str, list[object]] = {}
    for number, (package, path) in enumerate(zip(wanted, paths, strict=True)):
        if path is not None:
            copy = folder / f"{number}.tgz"
            shutil.copyfile(path, copy)
            copy.chmod(READABLE)
        for place in {package.place, usual_place(package.name, package.version)}:
            index[place] = [number if path else None, package.name, package.version]
    listed = folder / INDEX
    listed.write_text(json.dumps(index), encoding="ascii")
    listed.chmod(READABLE)
    folder.chmod(READABLE | 0o111)


def _lost(folder: Path) -> list[str]:
    """The packages that are there by name alone."""
    index = json.loads((folder / INDEX).read_bytes())
    return sorted(
        {f"{name} {version}" for number, name, version in index.values() if number is None}
    )
