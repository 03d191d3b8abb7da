"""``setup.cfg`` as ``setup.py sdist`` writes it: the source's, plus one section.

setuptools saves ``[egg_info] tag_build`` and ``tag_date`` into every sdist
(``setuptools.command.egg_info.egg_info.save_version_info``), rewriting the file through
``configparser``: comments vanish, spacing changes, nothing else may.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tallystick.explain.context import Context
from tallystick.explain.version.values import is_version
from tallystick.model import Difference, Explanation, Grade
from tallystick.project.bounded import Malformed, ini
from tallystick.project.declare import declare
from tallystick.project.declared import Known

ID = "setup-cfg-egg-info"

WRITTEN = {"tag_build", "tag_date", "tag_svn_revision"}
"""``tag_svn_revision`` was written until setuptools 36, and is never anything but 0."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    if difference.entry.is_link or difference.path.count("/") > 0:
        return None
    contradiction = _contradiction(difference, context)
    return Explanation(
        grade=Grade.CONTRADICTED if contradiction else Grade.DERIVED,
        explainer=ID,
        claim="the source's setup.cfg with the [egg_info] section that setuptools writes",
        evidence=contradiction or "parsed: no other section, option or value differs",
        source_path=difference.source.path if difference.source else None,
        normalisations=(
            "missing comments, spacing and order of an INI file not compared",
            "case of its option names not compared",
        ),
    )


def _contradiction(difference: Difference, context: Context) -> str | None:
    """What differs besides ``[egg_info]``, in one sentence; None if nothing does."""
    theirs: Mapping[str, Mapping[str, str]] = {}
    there = b""
    here = context.artifact_bytes(difference.path)
    try:
        ours = ini(here, context.limits)
        if difference.source is not None:
            there = context.source_bytes(difference.source.path)
            theirs = ini(there, context.limits)
    except Malformed as error:
        return str(error)
    return (
        _other_option(ours, theirs)
        or _foreign_tags(ours.get("egg_info", {}), context)
        or _new_comment(here, there)
    )


def _new_comment(ours: bytes, theirs: bytes) -> str | None:
    """The first line of comments that the source has not: setuptools leaves them out, and writes none.

    What stands behind the name of a section is one, too: ``configparser`` passes over it. It reads lines
    as text, so that more than ASCII's white space may stand before a comment.
    """
    held = {line.strip() for line in theirs.decode("utf-8", "replace").split("\n")}
    for line in (line.strip() for line in ours.decode("utf-8", "replace").split("\n")):
        silent = line.startswith(("#", ";")) or (line.startswith("[") and not line.endswith("]"))
        if silent and line not in held:
            return f"the source has no comment {line[:100]!r}"
    return None


def _other_option(
    ours: Mapping[str, Mapping[str, str]], theirs: Mapping[str, Mapping[str, str]]
) -> str | None:
    """The first section or option outside of what setuptools writes that is not the source's."""
    for section in sorted({*ours, *theirs}):
        here = ours.get(section, {})
        there = _as_written(theirs.get(section, {}), here)
        for option in sorted({*here, *there}):
            if section == "egg_info" and option in WRITTEN:
                continue
            if here.get(option) != there.get(option):
                return f"[{section}] {option} is {here.get(option)!r}, the source says {there.get(option)!r}"
    empty = sorted(ours.keys() - theirs.keys() - {"egg_info"})
    return f"the source has no section [{empty[0][:100]}]" if empty else None


def _foreign_tags(tags: Mapping[str, str], context: Context) -> str | None:
    """What ``[egg_info]`` says that the version does not."""
    tag = tags.get("tag_build", "")
    if not (context.artifact.version or "").endswith(tag) or _NUMBER.match(tag):
        return f"[egg_info] tag_build is {tag!r}, which the version does not end in"
    if tag and _is_there_already(context):
        return (
            f"[egg_info] tag_build is {tag!r}, which a build would write behind the version again"
        )
    for option in ("tag_date", "tag_svn_revision"):
        if tags.get(option, "0") not in {"0", "false", ""}:
            return f"[egg_info] {option} is {tags[option][:100]!r}"
    return None


_NUMBER = re.compile(r"[._-]?[0-9]")
"""No tag begins so: behind ``1.1``, ``1`` makes another release of it, ``1.11``."""


def _is_there_already(context: Context) -> bool:
    """Whether the version that the source states is that of the release already."""
    stated = declare(context.project, context.limits).field("version")
    return isinstance(stated, Known) and any(is_version(value, context) for value in stated.values)


def _as_written(options: Mapping[str, str], here: Mapping[str, str]) -> Mapping[str, str]:
    """The source's options, in lower case where the artifact has them so and not as they were.

    ``configparser`` lowers names when it rewrites a file (``RawConfigParser.optionxform``), and
    ``setuptools.command.setopt`` has not always kept it from doing so.
    """
    return {
        name.lower() if name not in here and name.lower() not in options else name: value
        for name, value in options.items()
    }
