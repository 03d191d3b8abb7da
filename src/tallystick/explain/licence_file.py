"""A licence in ``.dist-info`` that the source keeps at a place no declaration names.

PEP 639 and its forerunners put licences below ``licenses/`` or beside ``METADATA``; where they are
looked for differs by backend and version, up to the root of a repository with several projects. A
build may append the licences of what it bundles (``licence_text``).
"""

from __future__ import annotations

import re

from tallystick.explain.context import Context
from tallystick.explain.metadata.licence_text import appended, is_licence
from tallystick.explain.places import own_bytes
from tallystick.model import Difference, Explanation, Grade
from tallystick.project import join

ID = "licence-file"


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    folder, _, inner = difference.path.partition(".dist-info/")
    if not inner or "/" in folder or difference.entry.is_link:
        return None
    name = inner.rpartition("/")[2]
    if not is_licence(name) or (
        inner != name and not inner.startswith(("licenses/", "license_files/"))
    ):
        return None
    if difference.source is not None:
        whole = _with_others(difference, difference.source.path, context)
        return whole or _appended(difference, context)
    held = _same(difference, name, context)
    if held is None:
        return _renamed(difference, context) if inner == _OF_WHEEL else None
    return Explanation(
        grade=Grade.MOVED,
        explainer=ID,
        claim="a licence of the source, copied into the wheel's metadata",
        evidence=f"the same blob, under the same name, at {held}",
        source_path=held,
    )


_OF_WHEEL = "LICENSE.txt"
"""What wheel, until 0.31, called the licence that ``license_file`` of ``setup.cfg`` names, whatever its own
name is (``wheel.bdist_wheel``, "egg2dist")."""


def _renamed(difference: Difference, context: Context) -> Explanation | None:
    """The licence that ``setup.cfg`` names, under the one name that wheel gave to all of them."""
    # distutils reads a dash in the name of an option as an underscore.
    options = {
        key.replace("-", "_"): value
        for key, value in context.project.setup_cfg.get("metadata", {}).items()
    }
    path = join(context.project.subdir, options.get("license_file", "").strip())
    entry = context.source.tree.entries.get(path)
    if entry is None or entry.is_link or entry.blob != difference.entry.blob:
        return None
    return Explanation(
        grade=Grade.MOVED,
        explainer=ID,
        claim="the licence that setup.cfg names, as wheel called it until 0.31",
        evidence=f"the same blob at {path}, which is license_file of [metadata] in setup.cfg",
        source_path=path,
    )


def _with_others(difference: Difference, path: str, context: Context) -> Explanation | None:
    """The source's licence and behind it another one, because a script of the source appends it."""
    content = own_bytes(difference, context)
    files = appended(content, context) if content is not None else None
    if files is None or files[0] != path:
        return None
    return Explanation(
        grade=Grade.DERIVED,
        explainer=ID,
        claim="the source's licence with that of what the wheel bundles behind it",
        evidence=f"{files[0]}, then {files[1]}, both whole; {files[2]} appends it",
        source_path=path,
    )


def _appended(difference: Difference, context: Context) -> Explanation | None:
    """The source's licence, whole, and after it more text: what else a wheel holds has terms, too.

    Scripts that build wheels append the licences of the libraries that auditwheel and its like copy
    in. What is appended is nowhere declared, so that this never proves anything.
    """
    held = difference.source
    ours = own_bytes(difference, context)
    if ours is None or held is None or held.is_link or held.is_gitlink:
        return None
    if not any(_GRAFTED.search(path) for path in context.artifact.tree.entries):
        return None
    start = context.source_bytes(held.path).rstrip()
    more = ours[len(start) :]
    if not start or not ours.startswith(start + b"\n") or _NOT_TEXT.search(more):
        return None
    return Explanation(
        grade=Grade.UNPROVEN,
        explainer=ID,
        claim="a licence of the source with those of what the wheel bundles appended",
        evidence=f"begins with the whole of {held.path}; {len(more.split())} more words",
        source_path=held.path,
        normalisations=("white space at the end of the source's text not compared",),
    )


_GRAFTED = re.compile(r"(?:^|/)[\w.-]+\.libs/|(?:^|/)\.dylibs/")
"""Where auditwheel and delvewheel, and delocate, put the libraries that they copy in."""

_NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]|^#!", re.MULTILINE)


def _same(difference: Difference, name: str, context: Context) -> str | None:
    """A file of the source with this very name and content."""
    return next(
        (
            path
            for path, entry in context.source.tree.entries.items()
            if entry.blob == difference.entry.blob
            and path.rpartition("/")[2] == name
            and not entry.is_link
        ),
        None,
    )
