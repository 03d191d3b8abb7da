"""What goes into the sandbox: a command, and the environment that is the same for all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from msgspec import Struct, field

from tallystick.errors import UsageError

BUILD = "/build"
"""The one writable folder inside that is read back; the same for everybody, since builds record paths."""

TREE = f"{BUILD}/tree"
HOME = f"{BUILD}/home"
TEMPORARY = f"{BUILD}/tmp"

SEARCH_PATH = "/usr/local/bin:/usr/bin:/bin"

VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Command(Struct, frozen=True, kw_only=True):
    """One command, and what it may see besides the tree.

    Attributes:
        argv: program and arguments; the program is looked up on PATH inside.
        cwd: the folder it starts in, relative to the tree's root; "" is the root.
        environment: variables besides (or instead of) those of :meth:`variables`. Nothing of our own
            environment is passed on.
        reads: absolute paths that are seen at the same place inside, and cannot be written there.
        clock: ``SOURCE_DATE_EPOCH`` (https://reproducible-builds.org/specs/source-date-epoch/), and the
            modification time of every file of the tree; seconds since 1970.
    """

    argv: tuple[str, ...]
    cwd: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    reads: tuple[Path, ...] = ()
    clock: int = 0

    def variables(self) -> dict[str, str]:
        """The whole environment inside.

        Raises:
            UsageError: a variable could not be meant.
        """
        for name, value in self.environment.items():
            if not VARIABLE.fullmatch(name) or "\0" in value:
                raise UsageError(f"{name!r} cannot be a variable of the sandbox")
        return {
            "PATH": SEARCH_PATH,
            "HOME": HOME,
            "TMPDIR": TEMPORARY,
            "USER": "build",
            "LOGNAME": "build",
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "SOURCE_DATE_EPOCH": str(self.clock),
            **self.environment,
        }

    def folder(self) -> str:
        """The folder it starts in, as a path inside.

        Raises:
            UsageError: it is not below the tree.
        """
        path = PurePosixPath(self.cwd)
        if path.is_absolute() or ".." in path.parts or "\0" in self.cwd:
            raise UsageError(f"{self.cwd!r} is not a folder of the tree")
        return str(PurePosixPath(TREE) / path)
