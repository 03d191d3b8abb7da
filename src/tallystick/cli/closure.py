"""Where stand-ins for a repository are looked for: the other targets of the call, and another index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct

from tallystick.cache import Cache
from tallystick.errors import TallystickError, UsageError
from tallystick.limits import Limits
from tallystick.model import CLOSURE, Artifact, Skip, Source

if TYPE_CHECKING:
    from tallystick.cli.targets import Pending
    from tallystick.closure import Sibling


class Beside(Struct, frozen=True, kw_only=True):
    """What else there is.

    Attributes:
        pending: the other files of the release, and those that the user named.
        index: the Simple API of another index (``--other-index``); None if none was named.
    """

    pending: Sequence[Pending] = ()
    index: str | None = None

    def stand_in(
        self, artifact: Artifact, *, cache: Cache, limits: Limits, offline: bool
    ) -> tuple[Source | None, tuple[Skip, ...]]:
        """A source in the repository's place, or why that could not be had either.

        The repository's own skip stands beside it in any case, and no policy accepts such a source.
        """
        from tallystick.closure import stand_in  # noqa: PLC0415 - nearly every audit has a repository

        try:
            found = stand_in(artifact, self._near(artifact), limits)
            if found is None and self.index is not None:
                far = self._elsewhere(
                    artifact, self.index, cache=cache, limits=limits, offline=offline
                )
                found = stand_in(artifact, far, limits)
        except UsageError:
            raise
        except TallystickError as error:
            return None, (Skip(check=CLOSURE, reason=str(error)),)
        return found, ()

    def _near(self, artifact: Artifact) -> Iterator[Sibling]:
        """Those that could be the sdist of the same release; only these are fetched."""
        if artifact.project is None or artifact.version is None:
            return
        from tallystick.closure import Sibling, is_sdist_of  # noqa: PLC0415 - as above

        for pending in self.pending:
            if pending.name != artifact.name and is_sdist_of(
                pending.name, artifact.project, artifact.version
            ):
                target = pending.fetch()
                yield Sibling(path=target.path, name=target.name, sha256=target.sha256)

    def _elsewhere(
        self, artifact: Artifact, index: str, *, cache: Cache, limits: Limits, offline: bool
    ) -> Iterator[Sibling]:
        project, version = artifact.project, artifact.version
        if project is None or version is None:
            return
        from tallystick.cli.published import published  # noqa: PLC0415 - as above
        from tallystick.closure import Sibling, is_sdist_of  # noqa: PLC0415 - as above

        def choose(names: list[str]) -> str | None:
            if artifact.name in names:
                return artifact.name if is_sdist_of(artifact.name, project, version) else None
            return next((name for name in names if is_sdist_of(name, project, version)), None)

        target = published(
            project, version, choose, index=index, cache=cache, limits=limits, offline=offline
        )
        if target is not None:
            yield Sibling(
                path=target.path,
                name=target.name,
                sha256=target.sha256,
                index=urlsplit(index).hostname,  # not its credentials
            )
