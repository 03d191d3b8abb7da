"""What a forge records about pull requests: one interface, and a file for each kind of forge.

A forge's word is the only record of who approved what, and when. It is asked only when the user names
one, with a token from the environment at most; what it does not answer is a skip, and never a pass.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cached_property
from importlib import import_module
from typing import Protocol, cast

from msgspec import Struct, field

from tallystick.errors import IndexFailure, UsageError
from tallystick.forge.asking import Asking, account
from tallystick.index.address import LOOPBACK, origin_of
from tallystick.limits import Limits

_PATH = re.compile(r"[A-Za-z0-9._~-]+(?:/[A-Za-z0-9._~-]+)+")


class Approval(Struct, frozen=True, kw_only=True):
    """One person's last word on a pull request, if that is an approval.

    Attributes:
        by: the account, in lower case.
        is_last: whether it was given to the last commits pushed; None where the forge does not say.
        is_known: whether the forge knows the account for more than this; None where it does not say.
    """

    by: str
    is_last: bool | None
    is_known: bool | None = None


class PullRequest(Struct, frozen=True, kw_only=True):
    """A pull request (GitLab: merge request) that was merged, or is open, as its forge records it.

    Attributes:
        number: as the forge counts.
        author: the account that opened it, in lower case; likewise ``merged_by``, None where nobody is named.
        approvals: people's last words, machines left out.
        authors: by commit of it, the account that wrote it, in lower case; without those of whom the forge
            knows none, and empty where it does not tell.
    """

    number: int
    author: str
    merged_by: str | None
    approvals: tuple[Approval, ...]
    authors: Mapping[str, str] = field(default_factory=dict)


class Protection(Struct, frozen=True, kw_only=True):
    """What a forge asks of whoever changes a branch.

    Attributes:
        branch: its name.
        is_protected: whether anything is asked at all.
        approvals: how many others have to approve; None where the forge does not say.
    """

    branch: str
    is_protected: bool
    approvals: int | None = None


class Run(Struct, frozen=True, kw_only=True):
    """A run of a workflow (GitLab: a job), as its forge records it.

    Attributes:
        ended: how, in the forge's own word: ``success``, ``cancelled``; or that it did not end.
        is_success: whether that is success.
        commit: that it was for; None where the forge does not say.
    """

    ended: str
    is_success: bool
    commit: str | None


class Forge(Protocol):
    """One project on one forge."""

    @property
    def name(self) -> str:
        """What reports call the forge."""
        ...

    def pull_request_of(self, commit: str) -> PullRequest | None:
        """The pull request that brought ``commit``, or that would; None if it came without one.

        Raises:
            IndexFailure: it did not answer as its interface says, or not at all.
        """
        ...

    def run(self, url: str) -> Run | None:
        """The run at ``url``, as certificates name it; None if it is of another project, or not there.

        Errors as above.
        """
        ...

    def writers(self) -> tuple[str, ...]:
        """The accounts that may write to it, in lower case; errors as above, mostly for want of a token."""
        ...

    def protection(self, branch: str | None = None) -> Protection:
        """What protects ``branch``, or the one that it calls its default; errors as above."""
        ...


class Kind(Struct, frozen=True, kw_only=True):
    """A kind of forge.

    Attributes:
        id: what the user calls it, and the module that speaks to it.
        name: what reports call it.
        hosts: public hosts that are of this kind.
        root: the path of its interface, on any other host.
        token: the environment variable that its own tools read; only ever sent to ``hosts``.
    """

    id: str
    name: str
    hosts: Mapping[str, str]
    root: str
    token: str


class Words(Protocol):
    """What the module of each kind provides: its forge's words for what :class:`Forge` asks.

    ``root`` is what :func:`root_of` gave; errors are those of :class:`Forge`.
    """

    def root_of(self, path: str) -> str:
        """Where the project at ``path`` is, below the root of the interface."""
        ...

    def number_of(self, asking: Asking, root: str, commit: str) -> int | None:
        """The number of the merged pull request that brought ``commit``, else of an open one with it."""
        ...

    def request(self, asking: Asking, root: str, number: int) -> PullRequest:
        """That pull request."""
        ...

    def run(self, asking: Asking, root: str, place: str) -> Run | None:
        """The run at ``place``, what follows the project's own address."""
        ...

    def writers(self, asking: Asking, root: str) -> tuple[str, ...]:
        """Who may write."""
        ...

    def protection(self, asking: Asking, root: str, branch: str) -> Protection:
        """What protects ``branch``."""
        ...


class Project:
    """One project, asked in the words of its kind; each pull request is read once."""

    def __init__(self, name: str, path: str, words: Words, asking: Asking) -> None:
        """Nothing is asked before the first question."""
        self.name = name
        self._path = path
        self._root = words.root_of(path)
        self._words = words
        self._asking = asking
        self._known: dict[int, PullRequest] = {}

    @cached_property
    def _about(self) -> Mapping[str, object]:
        """What the forge says of the project; without it, "no such commit" could mean "no such project"."""
        found = self._asking.value(self._root)
        if not isinstance(found, dict):
            raise IndexFailure(f"{self.name}: there is no such project, or it is shown to others")
        return found

    def pull_request_of(self, commit: str) -> PullRequest | None:
        """See :class:`Forge`."""
        if not self._about:
            return None
        number = self._words.number_of(self._asking, self._root, commit)
        if number is None:
            return None
        if number not in self._known:
            self._known[number] = self._words.request(self._asking, self._root, number)
        return self._known[number]

    def run(self, url: str) -> Run | None:
        """See :class:`Forge`."""
        project, place = url.split("://", 1)[-1].partition("/")[2], f"{self._path}/"
        if not project.lower().startswith(place.lower()) or not self._about:
            return None
        return self._words.run(self._asking, self._root, project[len(place) :])

    def writers(self) -> tuple[str, ...]:
        """See :class:`Forge`."""
        owner = account(self._about, "owner", "login")
        found = self._words.writers(self._asking, self._root)
        return tuple(sorted({*found, *([] if owner is None else [owner])}))

    def protection(self, branch: str | None = None) -> Protection:
        """See :class:`Forge`."""
        wanted = branch or self._about.get("default_branch")
        if not isinstance(wanted, str) or not wanted:
            raise IndexFailure(f"{self.name}: it names no default branch")
        return self._words.protection(self._asking, self._root, wanted)


FORGES = (
    Kind(
        id="github",
        name="GitHub",
        hosts={"github.com": "https://api.github.com"},
        root="/api/v3",
        token="GITHUB_TOKEN",  # noqa: S106 - the name of a variable
    ),
    Kind(
        id="gitlab",
        name="GitLab",
        hosts={"gitlab.com": "https://gitlab.com/api/v4"},
        root="/api/v4",
        token="GITLAB_TOKEN",  # noqa: S106 - the name of a variable
    ),
    Kind(
        id="gitea",
        name="Gitea",
        hosts={"codeberg.org": "https://codeberg.org/api/v1"},
        root="/api/v1",
        token="GITEA_TOKEN",  # noqa: S106 - the name of a variable
    ),
)
"""Every kind; Forgejo speaks as Gitea does."""

TOKEN = "TALLYSTICK_FORGE_TOKEN"  # noqa: S105 - the name of a variable
"""Sent to whichever forge the user names."""


def open_forge(where: str, limits: Limits) -> Forge:
    """The project at ``where``: ``[KIND:]URL``, the URL as a browser shows it.

    Raises:
        UsageError: it is no such URL, or its host is of no known kind and none was named.
    """
    kind, url = _kind(where)
    origin = origin_of(url)
    path = url.split("://", 1)[-1].partition("/")[2].strip("/").removesuffix(".git")
    if origin is None or not _PATH.fullmatch(path) or {".", ".."} & set(path.split("/")):
        raise UsageError(f"--forge {where}: not the URL of a project on a forge")
    scheme, host, port = origin
    if scheme != "https" and host not in LOOPBACK:
        raise UsageError(f"--forge {where}: only https is asked")
    root = kind.hosts.get(host) or f"{scheme}://{host}:{port}{kind.root}"
    names = [TOKEN, *([kind.token] if host in kind.hosts else [])]
    token = next((os.environ[name] for name in names if os.environ.get(name)), None)
    asking = Asking(root, token=token, limits=limits)
    words = cast("Words", import_module(f"{__name__}.{kind.id}"))
    return Project(kind.name, path, words, asking)


def _kind(where: str) -> tuple[Kind, str]:
    named, _, rest = where.partition(":")
    by_id = {kind.id: kind for kind in FORGES}
    if named in by_id:
        return by_id[named], rest
    origin = origin_of(where)
    host = None if origin is None else origin[1]
    found = next((kind for kind in FORGES if host in kind.hosts), None)
    if found is None:
        raise UsageError(f"--forge {where}: say which kind it is: {', '.join(by_id)}, as KIND:URL")
    return found, where
