"""Text of strangers as HTML: escaped, and what would not be seen written out and marked.

The one place that turns names and prose into markup, for the page on disk and for the viewer.
"""

from __future__ import annotations

from markupsafe import Markup, escape

from tallystick.report.diff import common_ends
from tallystick.report.text import is_plain, pieces


def name(text: str) -> Markup:
    """A path or file name."""
    return _shown(text, is_name=True)


def prose(text: str) -> Markup:
    """A sentence, or a line of a difference."""
    return _shown(text, is_name=False)


def changed(text: str, other: str) -> Markup:
    """A changed line, with what differs from the line beside it marked."""
    start, end = common_ends(text, other)
    middle = prose(text[start : len(text) - end])
    marked = Markup("<mark>{}</mark>").format(middle) if middle else middle
    return prose(text[:start]) + marked + prose(text[len(text) - end :])


def _shown(text: str, *, is_name: bool) -> Markup:
    """The text in HTML, each escape in an element of its own, so that it cannot be imitated."""
    if is_plain(text, is_name=is_name):
        return escape(text)
    return Markup("").join(
        Markup("<i>{}</i>").format(piece.text) if piece.escaped else escape(piece.text)
        for piece in pieces(text, is_name=is_name)
    )
