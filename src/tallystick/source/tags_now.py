"""What the tags of a remote repository are at this moment: one request, and no clone."""

from __future__ import annotations

from collections.abc import Mapping

from tallystick.limits import Limits
from tallystick.source import git
from tallystick.source.advertised import TAGS, read_refs
from tallystick.source.url import parse_url


def tags_now(where: str, limits: Limits) -> Mapping[str, str]:
    """The object that each tag of the repository at ``where``, a URL, names: a commit's id, or a tag's.

    Raises:
        UsageError: a URL that git is not to be given.
        SourceError: no repository, or out of reach.
    """
    url = parse_url(where)
    said = git.network(url, ["ls-remote", "--quiet", "--tags", "--", url.public], limits=limits)
    return {name.removeprefix(TAGS): identity for name, identity in read_refs(said).items()}
