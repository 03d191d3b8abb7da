"""What the monitor tells: one thing that happened, named by what it is about."""

from __future__ import annotations

import hashlib
import json
from enum import StrEnum
from typing import Any, Final

from msgspec import Struct

SCHEMA: Final = "tallystick.event/1"


class Kind(StrEnum):
    """What happened; each has a heading in docs/monitor.md."""

    REJECTED = "rejected"
    NEW_RESIDUE = "new-residue"
    NEW_FILES = "new-files"
    NEW_CONTAINER = "new-container"
    SOURCE_CHANGED = "source-changed"
    IDENTITY_LOST = "identity-lost"
    IDENTITY_CHANGED = "identity-changed"
    IDENTITY_SPLIT = "identity-split"
    IDENTITY_GAINED = "identity-gained"
    TAG_MOVED = "tag-moved"
    FILE_LATE = "file-late"
    FILE_REPLACED = "file-replaced"
    NOT_AUDITED = "not-audited"


class Event(Struct, frozen=True, kw_only=True):
    """One thing that happened.

    Attributes:
        kind: what.
        index: the name of the index in the configuration.
        project: of which project.
        version: of which release.
        subject: what it is about, so that the same thing found twice is one: a digest, a tag and its ids.
        message: one sentence for a person.
        paths: that it is about.
    """

    kind: Kind
    index: str
    project: str
    version: str
    subject: str
    message: str
    paths: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The same for the same thing, whenever and however often it is found."""
        about = [
            self.kind.value,
            self.index,
            self.project,
            self.version,
            self.subject,
            self.message,
        ]
        return hashlib.sha256(json.dumps(about).encode()).hexdigest()[:32]

    def document(self) -> dict[str, Any]:
        """The same, as JSON has it."""
        return {
            "schema": SCHEMA,
            "id": self.id,
            "kind": self.kind.value,
            "index": self.index,
            "project": self.project,
            "version": self.version,
            "subject": self.subject,
            "message": self.message,
            "paths": list(self.paths),
        }
