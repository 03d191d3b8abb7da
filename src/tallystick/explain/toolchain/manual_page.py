"""Pages of a manual that ``make dist`` packs: another head than the source's, and links from page to page.

man(7): the head is ``.TH title section date source manual``. A page that describes several functions is
installed under each of their names, as a link.
"""

from __future__ import annotations

import re

from tallystick.explain.context import Context, Unreadable
from tallystick.explain.evidence.build_files import says
from tallystick.explain.places import base_name, folder_of
from tallystick.explain.toolchain.stamped import is_date
from tallystick.explain.version.values import is_version
from tallystick.model import Difference
from tallystick.project import join

_HEADING = re.compile(
    rb'^\.TH[ \t]+"?([\w.+-]+)"?(?:[ \t]+(?:"[\w .,:;()/+-]{0,80}"|[\w.-]{1,40})){1,4}[ \t]*$\n*',
    re.MULTILINE,
)
HEAD_NOT_COMPARED = ("date and version in the page's .TH line, and empty lines at the end",)

_NAME = re.compile(r"(?P<name>[\w.+-]+)\.[1-9]\w*")


def linked_page(difference: Difference, context: Context) -> str | None:
    """The page beside it to which a page is a link, if that page names it as a word; None otherwise."""
    page = _NAME.fullmatch(base_name(difference.path))
    if page is None or difference.source is not None:
        return None
    try:
        target = context.artifact_bytes(difference.path).decode("utf-8", "replace")
        if _NAME.fullmatch(target) is None:
            return None
        path = join(folder_of(difference.path), target)
        entry = context.artifact.tree.entries.get(path)
        if entry is None or entry.is_link or entry.is_executable:
            return None
        text = context.artifact_bytes(path)[: context.limits.syntax].decode("utf-8", "replace")
    except Unreadable:
        return None
    return path if says(page["name"], text) else None


def is_but_for_head(content: bytes, theirs: bytes) -> bool:
    """Whether two pages of the same title differ in no more than their heads."""
    ours, before = (_HEADING.sub(b".TH", text, count=1).rstrip() for text in (content, theirs))
    titles = [_HEADING.search(text) for text in (content, theirs)]
    return (
        ours == before
        and titles[0] is not None
        and titles[1] is not None
        and titles[0][1] == titles[1][1]
    )


def odd_in_head(content: bytes, theirs: bytes, context: Context) -> str | None:
    """The first word of the head of ``content`` that is no date or version, and was not there before."""
    titles = (_HEADING.search(text) for text in (content, theirs))
    here, there = (_arguments(title[0]) for title in titles if title is not None)
    return next((word for word in here if not _is_of_a_head(word, there, context)), None)


def _arguments(line: bytes) -> list[str]:
    return re.findall(r'"[^"\n]*"|[^\s"]+', line.decode("utf-8", "replace"))


def _is_of_a_head(word: str, before: list[str], context: Context) -> bool:
    """Whether an argument of ``.TH`` stood there before, or is a date, or the version behind a name."""
    said = word.strip('"')
    names = {one.strip('"').partition(" ")[0].lower() for one in before}
    name, _, version = said.rpartition(" ")
    is_named = name.lower() in {*names, (context.artifact.project or "").lower(), "version"}
    return (
        word in before
        or said in {one.strip('"') for one in before}
        or is_date(said)
        or is_version(said, context)
        or (is_named and is_version(version, context))
    )
