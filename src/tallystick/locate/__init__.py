"""From what is said of a release to the repository, the commit and the folder that it comes from.

Nothing that an artifact or an index says is believed. It names candidates; the overlap of blob ids at
the right paths decides; and all of it (who named what, the figures, what disagrees) is evidence on the
ledger. A repository that holds too little of the artifact is refused (docs/locate.md).
"""

from __future__ import annotations

from tallystick.locate.hints import artifact_hints
from tallystick.locate.locating import Located, Question, locate, project_folder_of
from tallystick.locate.repositories import ATTESTATION

__all__ = ["ATTESTATION", "Located", "Question", "artifact_hints", "locate", "project_folder_of"]
