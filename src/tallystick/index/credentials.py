"""Who we are to a private index: its URL, netrc(5), or the keyring; for its origin and nobody else.

Nothing here is printed, logged or kept. Errors name the place that is wrong, and never what stands there.
"""

from __future__ import annotations

import base64
import netrc
import os
import shutil
import threading
from collections.abc import Mapping
from pathlib import Path

from tallystick.errors import UsageError
from tallystick.index.address import LOOPBACK, login_in, origin_of, shown
from tallystick.index.program import ProgramFailed, output_of
from tallystick.limits import Limits


class Credentials:
    """The user name and password for the origin of one index.

    Args:
        url: of the index; what stands in it goes before what the user's files say.
        limits: the caps.
        environment: where NETRC, HOME and PATH are looked up.
    """

    def __init__(
        self, url: str, limits: Limits, environment: Mapping[str, str] | None = None
    ) -> None:
        self._environment = os.environ if environment is None else environment
        self._limits = limits
        self._shown = shown(url)
        self._origin = origin_of(url)
        user, password = login_in(url) or (None, None)
        self._user = user
        self._login = None if user is None or password is None else (user, password)
        self._asked_netrc = self._asked_keyring = False
        self._lock = threading.Lock()

    def for_url(self, url: str) -> str | None:
        """The ``Authorization`` header for a request to ``url``; None for other origins than the index's.

        Raises:
            UsageError: the netrc file cannot be read.
        """
        if self._origin is None or origin_of(url) != self._origin or not self._is_private():
            return None
        with self._lock:
            if self._login is None and not self._asked_netrc:
                self._asked_netrc = True
                self._login = self._from_netrc(self._origin[1])
            return None if self._login is None else _basic(*self._login)

    def after_refusal(self, url: str, refused: str | None) -> str | None:
        """Another header than ``refused``, which was answered with 401; None if there is none.

        The keyring is asked here, once, since asking it may put a question to a person.
        """
        if self._origin is None or origin_of(url) != self._origin or not self._is_private():
            return None
        with self._lock:
            if not self._asked_keyring:
                self._asked_keyring = True
                self._login = self._from_keyring() or self._login
            header = None if self._login is None else _basic(*self._login)
            return None if header == refused else header

    def _is_private(self) -> bool:
        """Whether nobody on the way can read along."""
        return self._origin is not None and (
            self._origin[0] == "https" or self._origin[1] in LOOPBACK
        )

    def _from_netrc(self, host: str) -> tuple[str, str] | None:
        """The ``machine`` entry of ``host``; ``default`` is for any host, and so for none of ours."""
        named = self._environment.get("NETRC")
        home = self._environment.get("HOME")
        path = Path(named) if named else Path(home or "~").expanduser() / ".netrc"
        try:
            _refuse_readable(path)
            entry = netrc.netrc(str(path)).hosts.get(host)
        except FileNotFoundError:
            return None
        except netrc.NetrcParseError as error:  # its own text quotes the file
            raise UsageError(f"{path}: line {error.lineno} is not netrc(5)") from None
        except OSError as error:
            raise UsageError(f"{path}: {error.strerror}") from None
        except UnicodeDecodeError:
            raise UsageError(f"{path}: not text") from None
        if entry is None or not entry[2] or (self._user is not None and self._user != entry[0]):
            return None
        return entry[0] or "", entry[2]

    def _from_keyring(self) -> tuple[str, str] | None:
        """What the ``keyring`` program has for the index's URL, or for its host.

        As pip's ``--keyring-provider subprocess``; without a user name ``--mode creds`` (keyring 25)
        gives both. A URL begins with its scheme, so it is never an option; a name that would be one is
        not asked for.
        """
        program = shutil.which("keyring", path=self._environment.get("PATH"))
        if program is None or (self._user or "").startswith("-") or self._origin is None:
            return None
        for service in (self._shown, self._origin[1]):
            asked = (
                ["get", service, self._user] if self._user else ["--mode", "creds", "get", service]
            )
            try:
                said = output_of(
                    [program, *asked],
                    seconds=self._limits.keyring_seconds,
                    cap=self._limits.program_output,
                    environment=dict(self._environment),
                )
            except ProgramFailed:  # no such entry, or a keyring too old for the question
                continue
            lines = said.decode("utf-8", "replace").split("\n")
            if self._user and lines[0]:
                return self._user, lines[0]
            if not self._user and len(lines) > 1 and lines[0] and lines[1]:
                return lines[0], lines[1]
        return None


def _basic(user: str, password: str) -> str:
    """RFC 7617, in UTF-8."""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode("ascii")


def _refuse_readable(path: Path) -> None:
    """A file of passwords that others may read is an error, as it is to ftp(1).

    Raises:
        UsageError: others may read it.
        OSError: it is not there.
    """
    if path.stat().st_mode & 0o077:
        raise UsageError(f"{path}: others may read it; chmod it to 0600")
