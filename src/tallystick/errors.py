"""What can go wrong, as one tree.

::

    TallystickError
    ├── UsageError            what was asked for cannot be meant
    ├── ArtifactError         the artifact cannot be read at all
    │   ├── DigestMismatch    its bytes are not the bytes that were announced
    │   │   └── PinMismatch   nor the bytes that the user's own lock or URL pins
    │   └── LimitExceeded     reading on would pass a cap of limits.py
    ├── SourceError           the source cannot be read at all
    │   ├── ContentUnavailable  its tree names a blob whose bytes are not to be had here
    │   └── GitMissing        and ToolMissing: there is no git
    ├── IndexFailure          the package index did not answer as its specification says
    │   └── NotReleased       it answered that it has no such project or version
    ├── ToolMissing           a program that the check needs is not installed
    ├── SandboxError          the sandbox could not be set up, or failed by itself
    └── StorageError          the disk or the cache failed (full, read-only, unreadable)

The library raises; only ``tallystick.cli`` turns an error into a line and an exit code: 2, and 3 of a
:class:`ToolMissing`, since what could not be checked here is inconclusive, and no failure.
A hostile or odd *content* is never an error: it is a finding or a line of the ledger. An error
means that there is no ledger.
"""

from __future__ import annotations


class TallystickError(Exception):
    """Root of every error that tallystick raises on purpose; its text is one line for a person."""


class UsageError(TallystickError):
    """What was asked for cannot be meant: an unknown kind of target, an option-like URL."""


class ArtifactError(TallystickError):
    """The artifact cannot be read: not an archive, truncated, encrypted, unknown compression."""


class DigestMismatch(ArtifactError):  # noqa: N818 - the field's word for it
    """The artifact's bytes do not have the digest that was announced for them."""


class PinMismatch(DigestMismatch):
    """What is served is not what the user's lock file or URL pins: a result, as serious as a rejection."""


class LimitExceeded(ArtifactError):  # noqa: N818 - says which cap, like ``OverflowError``
    """Reading on would pass a cap of :mod:`tallystick.limits`.

    Attributes:
        cap: the name of the field of :class:`tallystick.limits.Limits` that was hit.
    """

    def __init__(self, cap: str, message: str) -> None:
        super().__init__(f"{message} (cap: {cap})")
        self.cap = cap


class SourceError(TallystickError):
    """The source cannot be read: not a repository, no such ref, a corrupt object store."""


class ContentUnavailable(SourceError):  # noqa: N818 - a state of the source, not a failure of ours
    """A blob that the source's tree names is not here: partial clone, listing, absent submodule."""


class IndexFailure(TallystickError):  # noqa: N818 - ``IndexError`` is taken
    """The package index is out of reach, or did not answer as its specification says."""


class NotReleased(IndexFailure):  # noqa: N818 - the index's answer
    """The index has no such project, or no such version of it."""


class ToolMissing(TallystickError):  # noqa: N818 - a state of the machine
    """A program that the check needs is not installed; see :mod:`tallystick.tools`."""


class GitMissing(SourceError, ToolMissing):  # noqa: N818 - see above
    """The source is a repository, and there is no git to read it with."""


class SandboxError(TallystickError):
    """The sandbox could not be set up, or failed by itself; nothing is known of the command."""


class StorageError(TallystickError):
    """The disk or the cache failed: full, read-only, unreadable."""


class EngineLost(TallystickError):  # noqa: N818 - a state of the engine; nothing is known of any release
    """The engine itself is gone; what is recorded stays, and the next run does what is missing."""
