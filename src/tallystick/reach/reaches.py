"""When each entry of one artifact can run, with what its other files name taken into account.

By its path an entry is code, data or documentation; by being named in a file that runs, it is read or run
earlier. Naming only ever raises a reach: there is nothing that a release could say to make itself quieter.
What is asked is the artifact's own text, for that is what an installer and a build obey, and where it is
not the source's the ledger says so.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from tallystick.limits import Limits
from tallystick.model import Artifact, ArtifactKind, Entry, Reach
from tallystick.reach.build import named_in_build
from tallystick.reach.install import named_at_install
from tallystick.reach.paths import SOURCE_KINDS, Reached, by_path

_RANK = {reach: rank for rank, reach in enumerate(Reach)}


class Reaches(Struct, frozen=True, kw_only=True):
    """The reach of each entry of one artifact.

    Attributes:
        kind: what the artifact is.
        own: what the path of each entry tells.
        named: entries that other entries name, and when those have them run.
    """

    kind: ArtifactKind
    own: Mapping[str, Reached]
    named: Mapping[str, Reached]

    def of(self, entry: Entry, head: bytes = b"") -> Reached:
        """When ``entry`` can run, and what says so; ``head`` are its first bytes, if at hand."""
        own = by_path(entry, self.kind, head) if head else self.own[entry.path]
        named = self.named.get(entry.path)
        return named if named is not None and _RANK[named.reach] < _RANK[own.reach] else own


def reaches_of(artifact: Artifact, limits: Limits) -> Reaches:
    """Read what installs and builds ``artifact`` once; what cannot be read names nothing."""
    own = {path: by_path(entry, artifact.kind) for path, entry in artifact.tree.entries.items()}
    named: dict[str, Reached] = {}
    if artifact.kind is not ArtifactKind.WHEEL:
        for path, reached in named_at_install(artifact, limits):
            named.setdefault(path, reached)
    if artifact.kind in SOURCE_KINDS:
        for path, reached in named_in_build(artifact.tree, own):
            named.setdefault(path, reached)
    return Reaches(kind=artifact.kind, own=own, named=named)
