"""The programs of others that are run, and what is said where one is missing: once, for every command.

``tallystick doctor`` prints the same sentences, so that what a report says can be found there.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from tallystick.errors import ToolMissing


class Tool(Struct, frozen=True, kw_only=True):
    """One program.

    Attributes:
        install: how it is come by.
        without: what cannot be done where it is missing.
    """

    install: str
    without: str


TOOLS: Mapping[str, Tool] = {
    "apt-get": Tool(install="it is a part of Debian", without="no deb: target can be asked for"),
    "bwrap": Tool(
        install="install bubblewrap", without="nothing can be built or generated again, or watched"
    ),
    "git": Tool(
        install="install git",
        without="no git source can be read; archives, folders and listings can (--source)",
    ),
    "npm": Tool(
        install="install nodejs and npm",
        without="no package of npm is packed again, and nothing that its packages bundled is made again",
    ),
    "ssh-keygen": Tool(
        install="install openssh-client",
        without="no SSH signature can be made or checked (--attest, quorum, tags)",
    ),
    "strace": Tool(install="install strace", without="no build can be watched"),
    "unshare": Tool(install="install util-linux", without="the second kind of sandbox"),
    "uv": Tool(
        install="pip install 'tallystick[rebuild]'",
        without="no tool of a day can be had, so nothing is generated again",
    ),
    "zizmor": Tool(
        install="pip install 'tallystick[workflows]'",
        without="custody does not look at CI workflows",
    ),
}
"""By the name of the program."""


ASK_SECONDS = 20
"""For a program to say its version."""


def missing(name: str) -> str:
    """The sentence on a program that is not here."""
    return f"{name} is not installed, or not on PATH: {TOOLS[name].install}"


def find(name: str, *, path: str | None = None) -> str:
    """Where a program is.

    Args:
        name: of the program; one of :data:`TOOLS`.
        path: where to look; None: ``PATH``.

    Raises:
        ToolMissing: it is not there.
    """
    found = shutil.which(name, path=path)
    if found is None:
        raise ToolMissing(missing(name))
    return found


def said_version(
    program: str | Path, says: re.Pattern[bytes], *, environment: Mapping[str, str] | None = None
) -> str | None:
    """What a program of this machine says that its version is; None where it says none.

    Args:
        program: its path.
        says: what its answer to ``--version`` begins with; the first group is the version.
        environment: its variables; None: those of this process.
    """
    try:
        ran = subprocess.run(
            [program, "--version"],
            capture_output=True,
            check=False,
            timeout=ASK_SECONDS,
            cwd="/",  # npm and cargo read settings of the folder that they are started in
            env=environment,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    said = says.match(ran.stdout)
    return said[1].decode("utf-8", "replace") if said is not None else None
