"""What is kept between audits: downloads by their digest, and bare clones by their URL.

Everything here becomes visible by one ``rename(2)`` of something that is already whole and on disk,
so that a crash at any moment leaves either nothing or all of it, and never a half that is believed.
Reading needs no lock and no right to write: a cache on a read-only disk serves what it holds.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from tallystick.errors import DigestMismatch, LimitExceeded, StorageError
from tallystick.model import Sha256

PARTIAL = ".partial-"
"""Stands in the name of everything that is not yet whole."""

POLL_SECONDS = 0.05
"""Between two tries for a lock: flock(2) has no timeout, and a signal to end one is no library's."""

READABLE = 48
"""Characters of a URL that the name of its clone keeps; the digest beside them makes it unique."""


_UNFINISHED: set[Path] = set()


def abandon() -> None:
    """Remove what threads of this process have not finished and never will: the program is ending."""
    for path in list(_UNFINISHED):
        with contextlib.suppress(OSError):
            path.unlink()


@contextlib.contextmanager
def storing(doing: str, path: Path) -> Iterator[None]:
    """Turn an OSError inside into one line that says what failed, where and why.

    Raises:
        StorageError: in place of the OSError (ENOSPC, EACCES, EROFS, …).
    """
    try:
        yield
    except OSError as error:
        raise StorageError(f"{path}: cannot {doing}: {error.strerror or error}") from error


class Cache(Struct, frozen=True, kw_only=True):
    """One folder on disk; it is made, for its owner alone, when the first thing is kept."""

    root: Path

    @classmethod
    def default(cls, environment: Mapping[str, str] | None = None) -> Cache:
        """The cache of this user, where the XDG Base Directory Specification puts it.

        Raises:
            StorageError: nothing says where the user's home is.
        """
        environment = os.environ if environment is None else environment
        if named := environment.get("TALLYSTICK_CACHE"):
            return cls(root=Path(named).absolute())
        # The specification: a relative path in XDG_CACHE_HOME is invalid and to be ignored.
        xdg = environment.get("XDG_CACHE_HOME", "")
        if xdg.startswith("/"):
            return cls(root=Path(xdg) / "tallystick")
        try:
            home = Path(environment["HOME"]) if environment.get("HOME") else Path.home()
        except RuntimeError as error:
            raise StorageError("no home folder: set TALLYSTICK_CACHE to one to write to") from error
        return cls(root=home.absolute() / ".cache" / "tallystick")

    def find(self, sha256: Sha256) -> Path | None:
        """The file that has this digest, or None; it is read again, so a rotten one is not found.

        Raises:
            StorageError: it is there and cannot be read.
        """
        self._refuse_strangers()
        path = self._download(sha256)
        with storing("read", path):
            try:
                with path.open("rb") as file:
                    digest = hashlib.file_digest(file, "sha256").hexdigest()
            except FileNotFoundError:
                return None
        return path if digest == sha256 else None

    def store(self, chunks: Iterable[bytes], *, sha256: Sha256 | None, cap: int) -> Path:
        """Keep what ``chunks`` yields, if it is what ``sha256`` (None: anything) announces.

        An error that ``chunks`` raises passes through, and nothing is kept.

        Raises:
            DigestMismatch: it is something else.
            LimitExceeded: it is larger than ``cap`` bytes.
            StorageError: the disk failed.
        """
        folder = self.folder("downloads")
        self._sweep(folder)
        with _partial_file(folder) as (descriptor, partial):
            digest, size = hashlib.sha256(), 0
            for chunk in chunks:
                size += len(chunk)
                if size > cap:
                    raise LimitExceeded("download", f"more than {cap} bytes were sent")
                digest.update(chunk)
                with storing("write", partial):
                    _write_all(descriptor, chunk)
            found = Sha256(digest.hexdigest())
            if sha256 is not None and found != sha256:
                raise DigestMismatch(f"sha256 {sha256} was announced, {found} was sent")
            final = self._download(found)
            self.folder("downloads", found[:2])
            with storing("keep", final):
                os.fsync(descriptor)
                partial.rename(final)
                _sync(final.parent)
            return final

    def put(self, folder: tuple[str, ...], name: str, content: bytes) -> None:
        """Keep ``content`` as the file ``name`` of ``folder``, in place of what was there before.

        The disk is not waited for: after a power cut it may be torn, and its reader has to see that.

        Raises:
            StorageError: the disk failed.
        """
        parent = self.folder(*folder)
        self._sweep(parent)
        with _partial_file(parent) as (descriptor, partial), storing("keep", parent / name):
            _write_all(descriptor, content)
            partial.rename(parent / name)

    def get(self, folder: tuple[str, ...], name: str, cap: int) -> bytes | None:
        """The first ``cap`` bytes of what :meth:`put` kept; None if there is nothing.

        Raises:
            StorageError: it is there and cannot be read.
        """
        self._refuse_strangers()
        path = self.root.joinpath(*folder, name)
        with storing("read", path):
            try:
                with path.open("rb") as file:
                    return file.read(cap)
            except FileNotFoundError:
                return None

    def clone(self, url: str) -> Path:
        """Where the bare clone of ``url`` (without credentials) is, or would be."""
        self._refuse_strangers()
        readable = re.sub(r"[^a-z0-9.]+", "-", url.partition("://")[2].lower())[-READABLE:]
        digest = hashlib.sha256(url.encode("utf-8", "surrogateescape")).hexdigest()[:16]
        return self.root / "clones" / f"{readable.strip('-.')}-{digest}"

    @contextlib.contextmanager
    def build(self, final: Path, *, has_many: bool = False) -> Iterator[Path]:
        """A folder to fill, that becomes ``final`` once the block is through; hold its lock.

        Args:
            final: where it will be.
            has_many: it will hold thousands of files: one sync(2) takes less than an fsync(2) for each.

        Raises:
            StorageError: the disk failed.
        """
        parent = self.folder(*final.parent.relative_to(self.root).parts)
        for orphan in parent.glob(f"{final.name}{PARTIAL}*"):
            # The lock is held, so whoever filled this one is dead.
            shutil.rmtree(orphan, ignore_errors=True)
        with storing("make a folder", parent):
            partial = Path(tempfile.mkdtemp(prefix=f"{final.name}{PARTIAL}", dir=parent))
        try:
            yield partial
            with storing("keep", final):
                if has_many:
                    os.sync()
                else:
                    for path in (partial, *partial.rglob("*")):
                        _sync(path)
                partial.rename(final)
                _sync(parent)
        finally:
            shutil.rmtree(partial, ignore_errors=True)

    @contextlib.contextmanager
    def lock(
        self, name: str, *, seconds: float, waiting: Callable[[str], None] | None = None
    ) -> Iterator[None]:
        """Be the only process that holds ``name``; the kernel lets go of it when a process dies.

        Args:
            name: a file name.
            seconds: how long to wait for another process.
            waiting: told once, in a sentence, that another process is waited for.

        Raises:
            StorageError: another process kept it for all that time, or the disk failed.
        """
        path = self.folder("locks") / name
        with storing("lock", path):
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            deadline = time.monotonic() + seconds
            told = False
            while not _try_lock(descriptor, path):
                if time.monotonic() >= deadline:
                    raise StorageError(f"{path}: another process has held it for {seconds:g} s")
                if waiting is not None and not told:
                    waiting(f"another process is at work on {name}; waiting up to {seconds:g} s")
                    told = True
                time.sleep(POLL_SECONDS)
            yield
        finally:
            os.close(descriptor)

    def folder(self, *parts: str) -> Path:
        """The folder ``parts`` of the cache, made if it is not there yet, for its owner alone.

        Raises:
            StorageError: it cannot be made, or others than its owner may write to the cache.
        """
        self._refuse_strangers()
        path = self.root.joinpath(*parts)
        with storing("make a folder", path):
            self.root.parent.mkdir(parents=True, exist_ok=True)
            for level in range(len(parts) + 1):
                self.root.joinpath(*parts[:level]).mkdir(mode=0o700, exist_ok=True)
        return path

    def _refuse_strangers(self) -> None:
        """What is in the cache is believed, so nobody else may be able to put something there."""
        with storing("look", self.root):
            try:
                status = self.root.stat()
            except FileNotFoundError:
                return
        if not stat.S_ISDIR(status.st_mode):
            raise StorageError(f"{self.root}: the cache is not a folder")
        me = os.geteuid()
        # Root is trusted by everyone, and may use (in a container) what belongs to its caller.
        if status.st_mode & 0o022 or (me != 0 and status.st_uid not in {0, me}):
            raise StorageError(
                f"{self.root}: other users could write to this cache; chmod it to 0700"
            )

    def _download(self, sha256: Sha256) -> Path:
        if re.fullmatch("[0-9a-f]{64}", sha256) is None:
            raise StorageError(f"not a sha256 in lower-case hex: {sha256!r}")
        return self.root / "downloads" / sha256[:2] / sha256

    def _sweep(self, folder: Path) -> None:
        """Remove what processes left that died; a living one holds a lock on its file."""
        for orphan in folder.glob(f"{PARTIAL}*"):
            with contextlib.suppress(OSError, StorageError):
                descriptor = os.open(orphan, os.O_RDWR | os.O_CLOEXEC)
                try:
                    if _try_lock(descriptor, orphan):
                        orphan.unlink()
                finally:
                    os.close(descriptor)


@contextlib.contextmanager
def _partial_file(folder: Path) -> Iterator[tuple[int, Path]]:
    """A new locked file in ``folder``, removed at the end unless it was renamed."""
    while True:
        with storing("make a file", folder):
            descriptor, name = tempfile.mkstemp(prefix=PARTIAL, dir=folder)
        path = Path(name)
        try:
            # Between its making and its locking, another process could have swept it away.
            if not (_try_lock(descriptor, path) and os.fstat(descriptor).st_nlink):
                continue
            _UNFINISHED.add(path)
            try:
                yield descriptor, path
            finally:
                _UNFINISHED.discard(path)
                path.unlink(missing_ok=True)
        finally:
            os.close(descriptor)
        return


def _try_lock(descriptor: int, path: Path) -> bool:
    with storing("lock", path):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def _write_all(descriptor: int, chunk: bytes) -> None:
    """Write all of ``chunk``: a disk that fills up takes a part of it first (write(2))."""
    view = memoryview(chunk)
    while view:
        view = view[os.write(descriptor, view) :]


def _sync(path: Path) -> None:
    """Have the disk hold ``path`` before anything says that it does."""
    if path.is_symlink():
        return
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
