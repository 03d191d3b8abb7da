"""Running ``git`` so that neither a repository nor the caller's environment says what it does.

Three ways, and no others: *reading* opens no connection, runs nothing and knows no configuration but
the repository's own (which may be hostile: every key of it that starts a program is either switched
off here or not looked at by the few commands that are used); *network* talks to a server for a
clone that the cache owns, with the user's own configuration (proxies, credential helpers), over
named protocols only, and behind caps on time, memory and disk. A third, *keeping*, changes the refs of
such a clone, and talks to nobody. Repositories are named by ``GIT_DIR``, so nothing is discovered from the
current folder, and git's refusal of other people's folders (``safe.directory``, CVE-2022-24765)
is answered for exactly the one that was asked for.

git does not follow redirects here: it would ask the new place before anyone could say no, and of a
redirect within one protocol GIT_ALLOW_PROTOCOL knows nothing (redirect.py follows them instead).
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

from msgspec import Struct

from tallystick import traffic
from tallystick.errors import GitMissing, SourceError, StorageError
from tallystick.limits import Limits
from tallystick.source.complaints import COMPLAINT_BYTES, OUTAGE, failure, last_words
from tallystick.source.confined import Drain, confined
from tallystick.source.url import RemoteUrl
from tallystick.tools import missing

ALWAYS = (
    "--no-pager",
    "--literal-pathspecs",
    "--no-replace-objects",
    "-c", f"core.hooksPath={os.devnull}",
    "-c", "core.fsmonitor=false",
    "-c", f"core.attributesFile={os.devnull}",
    # A commit-graph repeats what commits say, and is believed without a look at the commits.
    "-c", "core.commitGraph=false",
    # git-log(1) and others would run the repository's own gpg.program on each signed commit.
    "-c", "log.showSignature=false",
    *(option for name in ("gpg", "gpg.openpgp", "gpg.x509", "gpg.ssh")
      for option in ("-c", f"{name}.program=false")),
    "-c", "gc.auto=0",
    "-c", "maintenance.auto=false",
)  # fmt: skip
"""Options of every call; the command line outranks every file of configuration."""

READING = ("-c", "protocol.allow=never")

NETWORK = (
    "-c", "protocol.version=2",
    "-c", "submodule.recurse=false",
    "-c", "http.lowSpeedLimit=1000",
    "-c", "http.lowSpeedTime=60",
    "-c", "http.followRedirects=false",
    # Neither may send us to other hosts by themselves (gitprotocol-v2(5)).
    "-c", "transfer.bundleURI=false",
    "-c", "fetch.uriProtocols=",
    # Nobody is asked for a password: not by this program, and (git 2.46) not by credential helpers.
    "-c", "core.askPass=",
    "-c", "credential.interactive=false",
    # Always one pack, which one cap on its size is enough for, and never thousands of loose objects.
    "-c", "fetch.unpackLimit=1",
)  # fmt: skip

_DURABLE = ("-c", "core.fsync=all")
"""What a crash leaves must be whole: fsync refs too (git 2.36; older ones ignore the key)."""

_HELPER = (
    '!f() { test "$1" = get && printf "username=%s\\npassword=%s\\n"'
    ' "$TALLYSTICK_URL_USER" "$TALLYSTICK_URL_PASSWORD"; }; f'
)
"""Hands git a URL's password from the environment, which other users' ``ps`` does not show."""

_KEPT = frozenset({"GIT_SSL_CAINFO", "GIT_SSL_CAPATH"})
"""The machine's own trust anchors, without which a proxied network is out of reach."""

_SAYS_WHAT_GIT_DOES = re.compile(r"GIT_|LC_|LANG$|LANGUAGE$|SSH_ASKPASS|TALLYSTICK_URL_")


class Outcome(Struct, frozen=True, kw_only=True):
    """How a git process ended: its status, what it wrote, and its last words."""

    status: int
    output: bytes
    complaint: str


def reading(
    git_dir: Path, arguments: Sequence[str], *, seconds: float, given: bytes = b""
) -> Outcome:
    """Run one command that only reads in the repository at ``git_dir``.

    Raises:
        SourceError: git is not installed, was not done after ``seconds``, or was killed.
    """
    process = _start([*ALWAYS, *READING, *arguments], _reading_environment(git_dir))
    return _finish(process, given, seconds, what=f"{git_dir}: git {arguments[0]}")


def start_reading(git_dir: Path, arguments: Sequence[str], complaints: IO[bytes]) -> Process:
    """Start one command that only reads in the repository at ``git_dir``, to talk to by pipes.

    Raises:
        SourceError: git is not installed.
    """
    command = [*ALWAYS, *READING, *arguments]
    return _start(command, _reading_environment(git_dir), complaints)


def keeping(git_dir: Path, arguments: Sequence[str], *, limits: Limits, given: bytes = b"") -> None:
    """Run one command that changes the refs or the configuration of a clone in the cache.

    Raises:
        SourceError: it failed, or git is not installed, or it was not done in time.
        StorageError: the disk is full or read-only.
    """
    options = [*ALWAYS, *READING, *_DURABLE]
    process = _start([*options, *arguments], _reading_environment(git_dir))
    what = f"{git_dir}: git {arguments[0]}"
    outcome = _finish(process, given, limits.git_seconds, what=what)
    if outcome.status != 0:
        raise failure(str(git_dir), outcome.complaint)


def network(
    url: RemoteUrl,
    arguments: Sequence[str],
    *,
    limits: Limits,
    git_dir: Path | None = None,
    given: bytes = b"",
    more: Mapping[str, str] | None = None,
) -> bytes:
    """What one command says that may talk to ``url``, and to nothing by another protocol.

    Args:
        url: whose host gets its credentials.
        arguments: of git.
        limits: the caps on its time, on each file that it writes, its memory and its output.
        git_dir: the clone.
        given: its input.
        more: added to its environment.

    Raises:
        Redirected: the server says that it is elsewhere.
        SourceError: it failed: no git, no network, no such repository, no password, no time.
        StorageError: the disk is full or read-only.
    """
    environment = {**_environment(git_dir), **(more or {})}
    # file and http only for the user's own URL of these; a server cannot redirect to them.
    alone = url.scheme in {"file", "http"}
    environment["GIT_ALLOW_PROTOCOL"] = url.scheme if alone else "https:ssh"
    environment["GIT_SSH_COMMAND"] = "ssh -oBatchMode=yes"
    environment["GCM_INTERACTIVE"] = "never"  # git 2.45 and older, with Git Credential Manager
    options = [*ALWAYS, *NETWORK, *_DURABLE]
    if url.credentials is not None:
        user, password = url.credentials
        environment |= {"TALLYSTICK_URL_USER": user, "TALLYSTICK_URL_PASSWORD": password}
        host = "/".join(url.public.split("/")[:3])
        # The empty one first: the user's helpers neither answer for this host nor keep the answer.
        options += ["-c", f"credential.{host}.helper="]
        options += ["-c", f"credential.{host}.helper={_HELPER}"]
    traffic.ask(url.host)
    process = _start([*options, *arguments], environment, limits=limits)
    what = f"{url.public}: git {arguments[0]}"
    outcome = _bounded(process, given, limits, what=what)
    if outcome.status != 0:
        if OUTAGE.search(outcome.complaint):
            traffic.outage()
        raise failure(url.public, outcome.complaint)
    return outcome.output


Process = subprocess.Popen[bytes]

_RUNNING: weakref.WeakSet[Process] = weakref.WeakSet()
_COUNTING = threading.Lock()
_STOPPED = threading.Event()


def stop_all() -> None:
    """End every git that runs, with what it started, and start none anymore: the program is ending.

    git runs in sessions of its own (see :func:`_start`), so that a terminal's Ctrl-C does not reach it;
    and only the main thread gets a KeyboardInterrupt, not the one that waits for git.
    """
    _STOPPED.set()
    with _COUNTING:
        running = list(_RUNNING)
    for process in running:
        if process.poll() is None:
            _kill(process)


def _start(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    err: IO[bytes] | None = None,
    *,
    limits: Limits | None = None,
) -> Process:
    if _STOPPED.is_set():
        raise SourceError("git is not started anymore: interrupted")
    command = ["git", *arguments]
    if limits is not None and shutil.which("git", path=environment.get("PATH")) is None:
        raise GitMissing(missing("git"))  # else a Python in between would be the one to find out
    try:
        process = subprocess.Popen(
            # The user's PATH says which git is theirs.
            command if limits is None else confined(command, limits),
            env=environment,
            cwd="/",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE if err is None else err,
            # Away from the terminal: nothing can ask there for a password.
            start_new_session=True,
        )
    except FileNotFoundError as error:
        raise GitMissing(missing("git")) from error
    except OSError as error:
        raise SourceError(f"git cannot be started: {error.strerror}") from error
    with _COUNTING:
        _RUNNING.add(process)
    if _STOPPED.is_set():  # between the look and the start
        _kill(process)
    return process


def pipes(process: Process) -> tuple[IO[bytes], IO[bytes]]:
    """The input and the output of a process of :func:`start_reading`."""
    if process.stdin is None or process.stdout is None:
        raise SourceError("git was started without pipes")
    return process.stdin, process.stdout


def _finish(process: Process, given: bytes, seconds: float, *, what: str) -> Outcome:
    """Wait for ``process``; if that ends early, end it with everything that it started."""
    with process:
        try:
            output, errors = process.communicate(given, timeout=seconds)
        except subprocess.TimeoutExpired as error:
            _kill(process)
            raise SourceError(f"{what}: not done after {seconds:g} s") from error
        except BaseException:
            _kill(process)
            raise
    return _ended(process, output, last_words(errors or b""), what=what)


def _bounded(process: Process, given: bytes, limits: Limits, *, what: str) -> Outcome:
    """As _finish, for a process that says what a stranger's server makes it say, for as long as it likes."""
    questions, answers = pipes(process)
    with process, contextlib.ExitStack() as ended:
        ended.callback(_kill, process)
        said = Drain(answers, cap=limits.git_refs)
        complaints = Drain(process.stderr, cap=COMPLAINT_BYTES) if process.stderr else said
        with contextlib.suppress(BrokenPipeError):
            # git reads its input to the end before it asks anybody.
            questions.write(given)
            questions.close()
        try:
            process.wait(timeout=limits.git_seconds)
        except subprocess.TimeoutExpired as error:
            traffic.outage()
            raise SourceError(f"{what}: not done after {limits.git_seconds:g} s") from error
        # What git started and left behind must not hold the pipes open.
        ended.close()
        said.join()
        complaints.join()
    if said.is_over:
        raise SourceError(f"{what}: more than {limits.git_refs} bytes of refs (cap: git_refs)")
    return _ended(process, bytes(said.kept), last_words(bytes(complaints.kept)), what=what)


def _ended(process: Process, output: bytes, complaint: str, *, what: str) -> Outcome:
    """What a process came to; one that was killed has said nothing, also where it says so by a status."""
    if process.returncode < 0:
        raise SourceError(f"{what}: ended by signal {-process.returncode}")
    return Outcome(status=process.returncode, output=output, complaint=complaint)


def _kill(process: Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _environment(git_dir: Path | None) -> dict[str, str]:
    """The caller's, without anything that tells git what to do."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in _KEPT or _SAYS_WHAT_GIT_DOES.match(name) is None
    }
    kept |= {
        "LC_ALL": "C",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_GRAFT_FILE": os.devnull,
        "GIT_OPTIONAL_LOCKS": "0",
        # git 2.45; on older ones GIT_ALLOW_PROTOCOL keeps the fetch from getting anywhere.
        "GIT_NO_LAZY_FETCH": "1",
    }
    if git_dir is not None:
        kept["GIT_DIR"] = str(git_dir)
    return kept


def _reading_environment(git_dir: Path) -> dict[str, str]:
    return _environment(git_dir) | {
        "GIT_ALLOW_PROTOCOL": "",
        "GIT_CONFIG_NOSYSTEM": "1",
        # git 2.32 knows GIT_CONFIG_GLOBAL; for older ones there is no home to find a file in.
        "GIT_CONFIG_GLOBAL": os.devnull,
        "HOME": os.devnull,
        "XDG_CONFIG_HOME": os.devnull,
    }


def temporary_complaints() -> IO[bytes]:
    """A nameless file for the complaints of a long-lived process: nobody has to drain it."""
    try:
        return tempfile.TemporaryFile()
    except OSError as error:
        raise StorageError(
            f"{tempfile.gettempdir()}: cannot make a file: {error.strerror}"
        ) from error


@contextlib.contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder for what git writes of itself; removed at the end."""
    try:
        folder = tempfile.TemporaryDirectory(prefix="tallystick-")
    except OSError as error:
        where = tempfile.gettempdir()
        raise StorageError(f"{where}: cannot make a folder: {error.strerror}") from error
    with folder as name:
        yield Path(name)
