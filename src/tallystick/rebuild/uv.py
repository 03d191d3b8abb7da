"""uv: the one program that fetches tools, told everything and configured by nobody else.

https://docs.astral.sh/uv/reference/cli/
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from tallystick.cache import Cache, storing
from tallystick.limits import Limits

_PASSED = (
    "PATH", "HOME", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR", "NETRC",
    "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY",
    "http_proxy", "https_proxy", "all_proxy", "no_proxy",
)  # fmt: skip
"""Variables of ours that uv sees: how to reach an index, and nothing of how it is configured here."""

_SAID = 400
"""Characters of uv's own words that a skip repeats."""

_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


class UvFailure(Exception):  # noqa: N818 - becomes a skip
    """An environment is not to be had; the text says why."""


def find_uv() -> str | None:
    """The program of the ``uv`` project that is installed beside us, else of PATH; None without one."""
    try:
        return str(import_module("uv").find_uv_bin())
    except (ImportError, AttributeError, FileNotFoundError):
        return shutil.which("uv")


def plain(requirement: str) -> str:
    """A requirement that names a project of the index, written once more.

    Raises:
        UvFailure: it is none, or names a place; neither is what an index of a day can answer.
    """
    try:
        parsed = Requirement(requirement)
    except (InvalidRequirement, RecursionError):
        raise UvFailure(f"{requirement!r:.200} is no requirement") from None
    if parsed.url is not None:
        raise UvFailure(f"{requirement!r:.200} names a place, not a project of an index")
    return str(parsed)


def packages(lock: str) -> Mapping[str, str]:
    """Version by normalised name."""
    return {canonicalize_name(name): version for name, version in _PINNED.findall(lock)}


class Uv(Struct, frozen=True, kw_only=True):
    """How uv is called.

    Attributes:
        program: its path.
        cache: ours; uv keeps its own below it.
        limits: how long it may take.
        index: the Simple API that is asked; None: uv's default.
        offline: ask nobody.
    """

    program: str
    cache: Cache
    limits: Limits
    index: str | None
    offline: bool

    def resolve(
        self, python: Path, requirements: Sequence[str], constraints: Sequence[str], day: str
    ) -> str:
        """Pins, with digests, of wheels alone that were there on ``day`` (RFC 3339).

        Raises:
            UvFailure: there are none.
        """
        if not requirements:
            return ""
        with self._inputs(requirements=requirements, constraints=constraints) as paths:
            return self._run(
                "pip", "compile", paths["requirements"], "--quiet", "--no-header",
                "--constraints", paths["constraints"], "--python", str(python),
                "--exclude-newer", day, "--only-binary", ":all:", "--generate-hashes",
                "--no-annotate", *self._index(), given=paths,
            )  # fmt: skip

    def install(self, root: Path, python: Path, lock: str) -> None:
        """Make a virtual environment in ``root`` that holds what ``lock`` pins, and runs anywhere.

        Raises:
            UvFailure: a wheel is not to be had, or is not the pinned one.
        """
        self._run(
            "venv", "--quiet", "--relocatable", "--no-project", "--allow-existing",
            "--python", str(python), str(root),
        )  # fmt: skip
        if lock:
            with self._inputs(lock=lock.splitlines()) as paths:
                self._run(
                    "pip", "install", "--quiet", "--requirement", paths["lock"], "--no-deps",
                    "--require-hashes", "--only-binary", ":all:", "--link-mode", "copy",
                    "--python", str(root / "bin" / "python"), *self._index(), given=paths,
                )  # fmt: skip
        with storing("make readable", root):
            root.chmod(0o755)  # inside it is read by another user

    def _index(self) -> tuple[str, ...]:
        return ("--default-index", self.index) if self.index is not None else ()

    @contextmanager
    def _inputs(self, **texts: Sequence[str]) -> Iterator[Mapping[str, str]]:
        """Files for uv to read, in memory alone (memfd_create(2)): none is left where we are killed."""
        with ExitStack() as files:
            paths = {}
            for name, lines in texts.items():
                file = files.enter_context(os.fdopen(os.memfd_create(name), "wb"))
                file.write("".join(f"{line}\n" for line in lines).encode())
                file.flush()
                paths[name] = f"/proc/self/fd/{file.fileno()}"
            yield paths

    def _run(self, *words: str, given: Mapping[str, str] = MappingProxyType({})) -> str:
        """What uv prints; it sees the files of ``given``.

        Raises:
            UvFailure: it failed; its own words.
        """
        environment = {name: os.environ[name] for name in _PASSED if name in os.environ}
        environment |= {
            "UV_CACHE_DIR": str(self.cache.folder("uv")),
            "UV_PYTHON_DOWNLOADS": "never",
            "UV_HTTP_TIMEOUT": "60",
            "UV_NO_PROGRESS": "1",
        }
        offline = ("--offline",) if self.offline else ()
        # A killed tallystick takes uv along (PR_SET_PDEATHSIG); without setpriv it ends by itself.
        setpriv = shutil.which("setpriv")
        dying = (setpriv, "--pdeathsig", "KILL", "--") if setpriv else ()
        try:
            done = subprocess.run(
                [*dying, self.program, "--no-config", "--no-python-downloads", *offline, *words],
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                timeout=self.limits.toolchain_seconds,
                umask=0o022,
                cwd="/",
                pass_fds=[int(path.rpartition("/")[2]) for path in given.values()],
            )
        except subprocess.TimeoutExpired:
            raise UvFailure(f"uv took more than {self.limits.toolchain_seconds} s") from None
        except OSError as error:
            raise UvFailure(f"uv cannot be run: {error.strerror}") from error
        if done.returncode != 0:
            said = " ".join(done.stderr.decode("utf-8", "backslashreplace").split())
            raise UvFailure(f"uv: {said[:_SAID]}")
        return done.stdout.decode("utf-8")
