"""An ``aclocal.m4`` beside the one that was made again: macros of the machine, or something else.

aclocal collects what ``configure.ac`` needs from the folders of the machine where it runs, so an honest one
may hold a definition that no file here has (``gpgme.m4``). It cannot hold one of a macro that was found
elsewhere, in other words, and nothing besides definitions, comments and includes.
"""

from __future__ import annotations

from tallystick.upstreams.macros import PartKind, parts


def contradicts(published: bytes, made: bytes) -> bool:
    """Whether ``published`` says of a macro what the files that it is collected from do not say."""
    ours = parts(made.decode("utf-8", "replace"))
    known = {part.text for part in ours}
    names = {part.name for part in ours if part.kind is PartKind.DEFINITION}
    return any(
        part.kind is PartKind.OTHER or (part.kind is PartKind.DEFINITION and part.name in names)
        for part in parts(published.decode("utf-8", "replace"))
        if part.text not in known
    )
