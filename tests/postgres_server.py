"""PostgreSQL from the system's packages, on a free port of loopback, with its data in a folder of its own."""

from __future__ import annotations

import os
import pwd
import secrets
import select
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

PACKAGE = "postgresql-15"
START_SECONDS = 120


def programs() -> Path | None:
    """The folder of the server's programs; Debian keeps them off the PATH."""
    known = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = shutil.which("initdb")
    if found is None and not known:
        return None
    return Path(found).resolve().parent if found is not None else known[-1].parent


def require_postgres() -> Path:
    """The same; absent on a laptop the test is skipped, absent in CI it fails."""
    found = programs()
    if found is None and os.environ.get("CI"):
        pytest.fail(f"CI must have {PACKAGE}, so that nothing goes unnoticed as skipped")
    if found is None:
        pytest.skip(f"{PACKAGE} is not installed")
    return found


def _as_its_user() -> list[str]:
    """What to put before a command: the server refuses to be run by root."""
    if os.geteuid() != 0:
        return []
    user = "postgres"
    return ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups", "--"]


def _children(parent: int) -> list[int]:
    """The processes that ``parent`` has started (proc(5))."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if int((path / "stat").read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(path.name))
    return found


@dataclass(slots=True)
class Postgres:
    """One server; it is down until it is started.

    Attributes:
        programs: the folder of its programs.
        folder: its data, and its socket.
        port: on 127.0.0.1.
        durable: whether it waits for the disk; a test that kills processes need not.
    """

    programs: Path
    folder: Path
    port: int
    durable: bool = False

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        options = [
            f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1",
            f"-c fsync={'on' if self.durable else 'off'} -c shared_buffers=256MB -c max_connections=60",
            "-c log_min_messages=fatal -c max_wal_size=4GB",
        ]
        self._control("start", "-l", self.folder / "log", "-o", " ".join(options))

    def stop(self, mode: str = "fast") -> None:
        """Stop it: ``fast`` ends the sessions, ``immediate`` is a crash that is recovered from."""
        self._control("stop", "-m", mode)

    def kill(self) -> None:
        """End the postmaster as SIGKILL does, and wait until it and all that it had started are gone.

        Its processes see that it is gone and end by themselves; it cannot begin anew before. Its lock files
        go, too: where nobody reaps it, its number stays taken, and the next one takes it for alive.
        """
        locks = [self.folder / "data" / "postmaster.pid"]
        locks += self.folder.glob(".s.PGSQL.*.lock")
        postmaster = int(locks[0].read_text("ascii").split()[0])
        with ExitStack() as ended:
            gone = select.poll()
            pending = set()
            for pid in (postmaster, *_children(postmaster)):
                with suppress(ProcessLookupError):
                    descriptor = os.pidfd_open(pid)
                    ended.callback(os.close, descriptor)
                    gone.register(descriptor, select.POLLIN)
                    pending.add(descriptor)
            os.kill(postmaster, signal.SIGKILL)
            while pending:
                seen = gone.poll(START_SECONDS * 1_000)
                assert seen, "what the postmaster had started did not end"
                for descriptor, _ in seen:
                    gone.unregister(descriptor)
                    pending.remove(descriptor)
        for lock in locks:
            lock.unlink(missing_ok=True)

    def url(self, database: str) -> str:
        """Where a client finds a database of this server."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def sql(self, statement: str) -> str:
        """Run a statement as the administrator; what it printed."""
        command: list[str | Path] = [
            self.programs / "psql",
            "-X",
            "-q",
            "-A",
            "-t",
            "-h",
            self.folder,
        ]
        done = subprocess.run(
            [*command, "-p", str(self.port), "-U", "postgres", "-d", "postgres", "-c", statement],
            check=True,
            capture_output=True,
            text=True,
        )
        return str(done.stdout)

    @contextmanager
    def database(self) -> Iterator[str]:
        """The URL of a new, empty database, that is dropped at the end."""
        name = f"t{secrets.token_hex(6)}"
        self.sql(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        try:
            yield self.url(name)
        finally:
            self.sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _control(self, *words: str | Path) -> None:
        command: list[str | Path] = [*_as_its_user(), self.programs / "pg_ctl"]
        command += ["-D", self.folder / "data", "-w"]
        # Not captured: the server would inherit the pipe, and its end would never come.
        subprocess.run(
            [*command, "-s", "-t", str(START_SECONDS), *words],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            cwd="/",
        )


@contextmanager
def postgres(*, durable: bool = False, folder: Path | None = None) -> Iterator[Postgres]:
    """A server that runs, and is gone at the end.

    Args:
        durable: it waits for the disk, as it should where its speed is measured.
        folder: where its data goes; the name of a socket may have 107 bytes (unix(7)).
    """
    where = Path(tempfile.mkdtemp(prefix="pg-", dir=folder))
    found = require_postgres()
    server = Postgres(found, where, _free_port(), durable)
    try:
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(where, user.pw_uid, user.pw_gid)
        make: list[str | Path] = [
            found / "initdb",
            "-D",
            where / "data",
            "-U",
            "postgres",
            "--auth=trust",
        ]
        subprocess.run(
            [*_as_its_user(), *make, "--encoding=UTF8", "--locale=C", "--no-sync"],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd="/",
        )
        server.start()
        yield server
    finally:
        if (where / "data" / "postmaster.pid").exists():
            server.stop("immediate")
        shutil.rmtree(where)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
