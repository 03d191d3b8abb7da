"""What a forge records about pull requests: one interface, and a file for each kind of forge.

A forge's word is the only record of who approved what, and when. It is asked only when the user names
one, with a token from the environment at most; what it does not answer is a skip, and never a pass.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

from tallystick.errors import UsageError
from tallystick.forge.asking import Asking
from tallystick.index.address import LOOPBACK, origin_of
from tallystick.limits import Limits

_PATH = re.compile(r"[A-Za-z0-9._~-]+(?:/[A-Za-z0-9._~-]+)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """One person's last word on a pull request, if that is an approval.

    Attributes:
        by: the account, in lower case.
        is_last: whether it was given to the last commits pushed; None where the forge does not say.
        is_known: whether the forge knows the account for more than this; None where it does not say.
    """

    by: str
    is_last: bool | None
    is_known: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PullRequest:
    """A merged pull request (GitLab: merge request), as its forge records it.

    Attributes:
        number: as the forge counts.
        author: the account that opened it, in lower case; likewise ``merged_by``, None where nobody is named.
        approvals: people's last words, machines left out.
    """

    number: int
    author: str
    merged_by: str | None
    approvals: tuple[Approval, ...]


class Forge(Protocol):
    """One project on one forge."""

    @property
    def name(self) -> str:
        """What reports call the forge."""
        ...

    def pull_request_of(self, commit: str) -> PullRequest | None:
        """The merged pull request that brought ``commit``; None if it came without one.

        Raises:
            IndexFailure: it did not answer as its interface says, or not at all.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
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
    module = import_module(f"{__name__}.{kind.id}")
    return cast("Callable[[str, str, Asking], Forge]", module.open_project)(kind.name, path, asking)


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
