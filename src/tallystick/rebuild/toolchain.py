"""Environments with the tools of a day, made by uv from wheels alone, and kept by what is in them.

Nothing of others is run here: a wheel is unpacked, an sdist would run its ``setup.py``. The first process
that starts what is in an environment is inside the sandbox, where it cannot be written.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from msgspec import Struct, field

from tallystick.cache import PARTIAL, Cache
from tallystick.errors import StorageError
from tallystick.index.default import DEFAULT_NPM
from tallystick.limits import Limits
from tallystick.model import Skip
from tallystick.rebuild.interpreter import Interpreter, interpreters
from tallystick.rebuild.uv import Uv, UvFailure, find_uv, packages, plain
from tallystick.tools import missing

CHECK = "toolchain"
"""The check that a skip names."""

RESOLUTIONS = ("resolutions",)
ENVIRONMENTS = ("environments",)

END = b"# end\n"
"""The last line of a resolution that was kept whole."""


class Wanted(Struct, frozen=True, kw_only=True):
    """An environment that somebody wants.

    Attributes:
        interpreter: the one it is for.
        requirements: as PEP 508 writes them.
        constraints: likewise: which version, where something asks for that project at all.
        day: what was uploaded later is not there.
    """

    interpreter: Interpreter
    requirements: tuple[str, ...]
    day: datetime
    constraints: tuple[str, ...] = ()


class Environment(Struct, frozen=True, kw_only=True):
    """An environment on disk.

    Attributes:
        root: the folder; nothing in it is written again.
        interpreter: the one it is for.
        packages: version by normalised name, of each project in it.
        digest: SHA-256 of the names, versions and digests of its wheels and of the interpreter's name.
    """

    root: Path
    interpreter: Interpreter
    packages: Mapping[str, str]
    digest: str

    @property
    def python(self) -> str:
        """The path of its interpreter, here and inside."""
        return str(self.root / "bin" / "python")

    @property
    def reads(self) -> tuple[Path, ...]:
        """What the sandbox has to be shown."""
        return (self.root, *self.interpreter.reads)

    @property
    def search_path(self) -> str:
        """PATH with its programs first."""
        return f"{self.root / 'bin'}:/usr/local/bin:/usr/bin:/bin"


class Toolchains(Struct, frozen=True, kw_only=True):
    """Makes environments; several processes and threads may share one cache.

    Attributes:
        cache: where they are kept.
        limits: the caps.
        index: the Simple API that is asked; None: uv's own default.
        npm_index: the npm registry that is asked for what a lock file names.
        offline: use only what is kept.
        uv: uv's program; None: it is not installed.
        files: a folder with what other tools are built from; None: only what apt can fetch.
        known: says which interpreters there are.
    """

    cache: Cache
    limits: Limits
    index: str | None = None
    npm_index: str = DEFAULT_NPM
    offline: bool = False
    uv: str | None = field(default_factory=find_uv)
    files: Path | None = None
    known: Callable[[], tuple[Interpreter, ...]] = interpreters

    def environment(self, wanted: Wanted) -> Environment | Skip:
        """The environment, made unless it is kept; a skip that says what is missing.

        Raises:
            StorageError: the disk failed.
        """
        if self.uv is None:
            return Skip(check=CHECK, reason=missing("uv"))
        uv = Uv(
            program=self.uv,
            cache=self.cache,
            limits=self.limits,
            index=self.index,
            offline=self.offline,
        )
        try:
            requirements = sorted({plain(one) for one in wanted.requirements})
            constraints = sorted({plain(one) for one in wanted.constraints})
            lock = self._resolved(uv, wanted, requirements, constraints)
            called = f"{wanted.interpreter.called} {os.uname().sysname} {os.uname().machine}"
            digest = hashlib.sha256(f"{called}\n{lock}".encode()).hexdigest()
            root = self._made(uv, wanted.interpreter, digest, lock)
        except UvFailure as error:
            return Skip(check=CHECK, reason=str(error))
        return Environment(
            root=root, interpreter=wanted.interpreter, packages=packages(lock), digest=digest
        )

    def _resolved(
        self, uv: Uv, wanted: Wanted, requirements: list[str], constraints: list[str]
    ) -> str:
        """Every wheel of the environment, pinned by version and digests; as long as its day is past."""
        day = wanted.day.strftime("%Y-%m-%dT%H:%M:%SZ")
        asked = (wanted.interpreter.called, os.uname().machine, self.index or "", day)
        key = hashlib.sha256("\0".join((*asked, *requirements, "", *constraints)).encode())
        name = key.hexdigest()
        kept = self.cache.get(RESOLUTIONS, name, self.limits.lock)
        # Written without waiting for the disk: what a power cut tore has no end.
        if kept is not None and kept.endswith(END):
            return kept.decode("utf-8").removesuffix(END.decode())
        lock = uv.resolve(wanted.interpreter.program, requirements, constraints, day)
        self.cache.put(RESOLUTIONS, name, lock.encode() + END)
        return lock

    def _made(self, uv: Uv, interpreter: Interpreter, digest: str, lock: str) -> Path:
        """The folder with everything that ``lock`` pins; it appears when it is whole."""
        place = hashlib.sha256(f"{digest}\n{interpreter.program}".encode()).hexdigest()[:32]
        parent = self.cache.folder(*ENVIRONMENTS)
        final = parent / place
        if final.is_dir():
            return final
        with self.cache.lock(_lock_of(place), seconds=self.limits.toolchain_seconds):
            self._sweep(parent)
            if not final.is_dir():
                with self.cache.build(final, has_many=True) as partial:
                    uv.install(partial, interpreter.program, lock)
        return final

    def _sweep(self, parent: Path) -> None:
        """Remove what processes left that died; a living one holds the lock of its environment."""
        for orphan in parent.glob(f"*{PARTIAL}*"):
            place = orphan.name.partition(PARTIAL)[0]
            with suppress(StorageError), self.cache.lock(_lock_of(place), seconds=0):
                shutil.rmtree(orphan, ignore_errors=True)


def _lock_of(place: str) -> str:
    return f"environment-{place}"
