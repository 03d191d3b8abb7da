"""``tallystick serve``: the viewer on a socket."""

from __future__ import annotations

import argparse
import os
import signal
import stat
import sys
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Final

from tallystick.errors import StorageError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tallystick.model.surveyed import Surveyed
    from tallystick.web import Door

DESCRIPTION = """\
Show what a store holds: overview, projects, releases, ledgers, entries; as HTML and as JSON. It never
audits, never fetches and changes nothing. On this machine alone unless --host says otherwise; then a token
is demanded (--token-file), and HTTPS: its own (--certificate, --key) or a proxy's (--behind-proxy).

Exit codes: 0 stopped by a signal, 2 usage error or crash."""

SHORTEST_TOKEN: Final = 20
"""Characters: 120 bits, if they were drawn at random from letters and digits."""

LONGEST_TOKEN: Final = 1_024

MOST_WORKERS: Final = 64
"""Processes: each takes some 80 MB, and more than there are processors are of no use."""

WITHOUT: Final = "the viewer needs an extra: pip install 'tallystick[serve]'"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``tallystick serve`` takes."""
    add = parser.add_argument
    add("--store", metavar="URL", help="the store (default: TALLYSTICK_STORE, or the user's own)")
    add(
        "--host",
        default="127.0.0.1",
        help="address to listen on (default: %(default)s, which only this machine can reach)",
    )
    add(
        "--port",
        type=_port,
        default=8765,
        help="0 for any that is free (default: %(default)s)",
    )
    add(
        "--name",
        action="append",
        default=[],
        metavar="HOST",
        help="a name by which browsers may ask for it, besides --host; may be repeated",
    )
    add(
        "--token-file",
        type=Path,
        metavar="FILE",
        help=f"the first line is the token, {SHORTEST_TOKEN} characters or more; only its owner may read it",
    )
    add("--certificate", type=Path, metavar="FILE", help="PEM file, for HTTPS; needs --key")
    add("--key", type=Path, metavar="FILE", help="PEM file with the certificate's private key")
    add(
        "--behind-proxy",
        action="store_true",
        help="a proxy in front speaks HTTPS: plain HTTP is served beyond this machine",
    )
    add(
        "--rate",
        type=_rate,
        default=50.0,
        metavar="N",
        help="requests a second from one address, of each worker (default: %(default)g)",
    )
    add(
        "--workers",
        type=_workers,
        default=1,
        metavar="N",
        help="processes that answer (default: %(default)s)",
    )
    add("--survey", type=Path, metavar="DIR", help="show the results of `survey --out DIR`, too")
    add(
        "--incident",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="show a report of `trace --format json`, too; may be repeated",
    )
    add(
        "--contents",
        type=Path,
        metavar="DIR",
        help="artifacts, by name or SHA-256: their entries are shown in hex",
    )


def run(options: argparse.Namespace) -> int:
    """Serve until a signal comes; the exit code."""
    try:
        from tallystick.store.engine import default_url  # noqa: PLC0415 - an extra
        from tallystick.web import Listening, Making, serve  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise UsageError(WITHOUT) from error
    making = Making(
        address=options.store or default_url(),
        door=_door(options),
        survey=_gathering(options.survey) if options.survey else None,
        incidents=tuple(options.incident),
        contents=options.contents,
    )
    listening = Listening(
        host=options.host,
        port=options.port,
        certificate=options.certificate,
        key=options.key,
        workers=options.workers,
    )
    # uvicorn finishes what it answers, and raises the signal again for whoever handled it before. Nothing
    # is raised here: an exception in the middle of an import keeps its lock, and other threads wait for that.
    stopped = Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    try:
        serve(
            making,
            listening,
            ready=lambda where, at: _say(f"{where}: {at}"),
            stopped=stopped.is_set,
        )
    except KeyboardInterrupt:
        return 0
    return 0


def _gathering(folder: Path) -> Callable[[], Callable[[], Surveyed]]:
    """What makes the reader of a survey's results: each process has its own."""
    from tallystick.survey.gathered import Gathering  # noqa: PLC0415 - only where one is shown

    return partial(Gathering, folder)


def _door(options: argparse.Namespace) -> Door:
    """Who is let in.

    Raises:
        UsageError: more would be let in than is meant to.
    """
    from tallystick.web.door import Door, digest_of  # noqa: PLC0415 - an extra
    from tallystick.web.server import is_loopback  # noqa: PLC0415 - an extra

    if (options.certificate is None) != (options.key is None):
        raise UsageError("--certificate and --key need each other")
    token = None if options.token_file is None else digest_of(_token(options.token_file))
    if not is_loopback(options.host):
        if token is None:
            raise UsageError(f"--host {options.host}: beyond this machine needs --token-file")
        if options.certificate is None and not options.behind_proxy:
            raise UsageError(
                f"--host {options.host}: the token would go over the wire in the clear: "
                "--certificate and --key, or --behind-proxy"
            )
    own = {"localhost", "127.0.0.1", "::1"} if is_loopback(options.host) else {options.host}
    return Door(
        hosts=frozenset(name.strip("[]").lower() for name in (*own, options.host, *options.name)),
        token=token,
        rate=options.rate,
        is_tls=options.certificate is not None,
    )


def _token(path: Path) -> bytes:
    """The first line of a file that nobody but its owner can read.

    Raises:
        UsageError: others can, or it is no token.
        StorageError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            token = file.readline(LONGEST_TOKEN + 2).rstrip(b"\r\n")
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}") from error
    if stat.S_ISREG(mode) and mode & 0o077:
        raise UsageError(f"{path}: others can read it (chmod 600 {path})")
    if not SHORTEST_TOKEN <= len(token) <= LONGEST_TOKEN or not token.isascii():
        raise UsageError(
            f"{path}: a token has {SHORTEST_TOKEN} to {LONGEST_TOKEN} characters, all ASCII"
        )
    return token


def _say(line: str) -> None:
    sys.stderr.write(f"tallystick: {line}\n")
    sys.stderr.flush()


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65_535:
        raise argparse.ArgumentTypeError(f"{text}: 0 to 65535")
    return int(text)


def _workers(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"{text}: 1 to {MOST_WORKERS}")
    return int(text)


def _rate(text: str) -> float:
    try:
        rate = float(text)
    except ValueError:
        rate = 0.0
    if not 0.1 <= rate <= 1e6:
        raise argparse.ArgumentTypeError(f"{text}: 0.1 to 1000000")
    return rate
