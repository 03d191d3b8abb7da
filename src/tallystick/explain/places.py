"""Where a difference would stand in the source, and safe ways to read what is there."""

from __future__ import annotations

from tallystick.explain.context import Context
from tallystick.explain.symlink_dereferenced import resolve
from tallystick.model import Difference


def places(difference: Difference, context: Context) -> tuple[str, ...]:
    """The paths of the source that stand for the artifact's entry, best first."""
    return tuple(candidate.path for candidate in context.layout.candidates(difference.path))


def own_bytes(difference: Difference, context: Context) -> bytes | None:
    """The entry's content; None for a link, and for what is too large to be looked at.

    A claim must be read to be believed: an entry that is padded beyond the cap has none, and so
    stays unexplained instead of becoming ``unproven``. What lies below a gitlink whose repository
    could not be read has none either: its source is not here to be held against it.
    """
    entry = difference.entry
    if entry.is_link or (entry.size or 0) > context.limits.content:
        return None
    unread = context.once("unread submodules", lambda: _unread(context))
    if unread and any(place.startswith(unread) for place in places(difference, context)):
        return None
    return context.artifact_bytes(difference.path)


def _unread(context: Context) -> tuple[str, ...]:
    """The folders of gitlinks whose tree is not at hand, each with its slash."""
    return tuple(
        f"{path}/"
        for path, entry in context.source.tree.entries.items()
        if entry.is_gitlink and path not in context.source.submodules
    )


def source_file(path: str, context: Context) -> str | None:
    """``path``, or what it leads to through links, if that is a file of the source."""
    resolved = resolve(path, context)
    entry = context.source.tree.entries.get(resolved) if resolved is not None else None
    return None if entry is None or entry.is_link or entry.is_gitlink else resolved


def folder_of(path: str) -> str:
    """``path`` without its last component: "" for the root, else ending in a slash."""
    return path[: path.rfind("/") + 1]


def base_name(path: str) -> str:
    """The last component of ``path``."""
    return path.rsplit("/", 1)[-1]


def stem(path: str) -> str:
    """The last component of ``path`` up to its first dot."""
    return base_name(path).split(".", 1)[0]
