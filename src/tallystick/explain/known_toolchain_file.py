"""Files that a toolchain upstream published: gnulib's, Automake's, Libtool's, gettext's and others'.

Looked up by content in the shipped database, and bound to the base name and to the day of the release:
the same bytes under another name, or bytes that nobody had published yet, are no match. An m4 file whose
every definition was published is known by its parts; so is what ``aclocal`` puts together. A file that
carries a published name and states a published version, and has other bytes, contradicts itself: that is
how the loader of CVE-2024-3094 (``build-to-host.m4``, serial 30, when 6 was the newest) reads here.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from tallystick.explain.context import Context
from tallystick.explain.places import base_name, own_bytes
from tallystick.explain.symlink_dereferenced import below_unread, resolve
from tallystick.explain.toolchain.asked_for import nobody_calls, unasked
from tallystick.explain.toolchain.bootstrap import rewrites, speaking_of
from tallystick.explain.toolchain.carried import carried, is_carried, said_of
from tallystick.explain.toolchain.generation import never_together, outlier
from tallystick.explain.toolchain.installed_anew import is_installed_anew
from tallystick.explain.toolchain.known_bytes import bound, rows_of
from tallystick.explain.toolchain.libtool_version import other_version
from tallystick.explain.toolchain.macro_parts import PARTLY_KNOWN, Looked, look_up
from tallystick.model import Difference, Entry, Explanation, Grade, Reach
from tallystick.reach.paths import reach
from tallystick.upstreams import KnownFiles, Part, PartKind, Row, digest_of, stamp
from tallystick.upstreams.lines import BY_LINES, PATCHED, lines_of, row_name
from tallystick.upstreams.table import LINE

ID = "known-toolchain-file"

DAY = 86_400
SLACK = 30
"""Days by which a file may be younger than the release's commit: a tarball is rolled after its commit, and a
distribution's package of a tool is dated later than the upstream's release that it holds."""

_RAN = re.compile(rb"# generated automatically by aclocal ([\w.-]{1,40}) -\*- Autoconf -\*-\n")
"""The Automake whose ``aclocal`` wrote a file (aclocal.in, ``write_aclocal``)."""

_APPENDED = re.compile(rb"(?:install-(?:dvi|ps|pdf|html):;\n)+\Z")
APPENDED = "targets that bootstrap.conf appends for older versions of gettext left out"
"""See https://debbugs.gnu.org/25690: empty targets, which do nothing."""

SHOWN = 3
"""Definitions that the evidence names."""

BY_PARTS = "each definition and each line of comments looked up by itself"


class _Asked(Struct, frozen=True, kw_only=True):
    """What is asked of the database: an entry's content under its name, on the day of the release.

    ``is_new`` is whether the source has nothing there.
    """

    known: KnownFiles
    path: str
    name: str
    content: bytes
    sha256: str
    day: int | None
    is_new: bool


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    entry = difference.entry
    if context.known is None or entry.is_link or not entry.size:
        return None
    held = difference.source
    is_held = held is not None and not _leads_away(held, context)
    if is_held and not context.known.has(base_name(entry.path)):
        return None
    content = own_bytes(difference, context)
    if content is None:
        return None
    if is_held and not is_installed_anew(entry.path, content, held, context.known, context):
        return None
    time = context.source.commit_time
    asked = _Asked(
        known=context.known,
        path=entry.path,
        name=base_name(entry.path),
        content=content,
        sha256=entry.sha256 or hashlib.sha256(content).hexdigest(),
        day=None if time is None else time // DAY,
        is_new=held is None,
    )
    return _whole(asked, context) or _by_parts(asked, context) or _other_bytes(asked, context)


def _leads_away(source: Entry, context: Context) -> bool:
    """Whether the source has a link there into a submodule that could not be read: bison's into gnulib."""
    target = resolve(source.path, context) if source.is_link else None
    return target is not None and below_unread(target, context) is not None


def _whole(asked: _Asked, context: Context) -> Explanation | None:
    """A file whose bytes are known, or are but for gnulib-tool's rewriting of the licence."""
    until = None if asked.day is None else asked.day + SLACK
    rows, normalisations = rows_of(asked.name, asked.content, asked.known, asked.sha256, until)
    # Whether it may end so is asked first: an expression looks through all of a long catalogue.
    ends = not rows and asked.content.endswith(b":;\n")
    if ends and (appended := _APPENDED.search(asked.content)) is not None:
        if speaking_of(asked.name, context) is not None:
            found = asked.known.find(digest_of(asked.content[: appended.start()]))
            rows = bound(found, asked.name)
        normalisations = (APPENDED,)
    if not rows:
        return None
    row = rows[0]
    said = f"{row.name} of {row.upstream}" + (f", {row.stamp}" if row.stamp else "")
    seen = f"published there from {_date(row.first)} to {_date(row.last)}"
    late = max(row.last for row in rows)
    if asked.day is not None and late < asked.day - SLACK:
        seen += f", replaced {asked.day - late} days before this release"
    if _is_newer(row, asked):
        return _said(Grade.UNPROVEN, said, f"{seen}, and not yet when this was released")
    runs = reach(context.artifact.tree.entries[asked.path], context.artifact.kind) is not Reach.DOCS
    is_whole = not normalisations or asked.name in PATCHED
    stated = frozenset(row.stamp for row in rows if row.stamp)
    macros = other_version(asked.path, stated, context)
    if macros is not None:
        other = f"{seen}; the macros in aclocal.m4 are of Libtool {macros}, and both come from one release"
        return _said(Grade.CONTRADICTED, said, other)
    odd = outlier(rows, asked.known, context) if runs and is_whole else None
    if odd is not None:
        return _said(odd.grade, said, f"{seen}; {odd.reason}")
    idle = unasked(asked.path, rows, context) if runs and asked.is_new else None
    if idle is not None:
        return _said(Grade.UNPROVEN, said, f"{seen}, but {idle}")
    return _said(Grade.UPSTREAM, said, seen, normalisations)


def _by_parts(asked: _Asked, context: Context) -> Explanation | None:
    """An m4 file each of whose definitions is known: what aclocal collects, or a claim."""
    if not asked.name.endswith(".m4"):
        return None
    looked = look_up(asked.path, asked.content, asked.known, context)
    if looked.unknown:
        return None
    if not looked.definitions:
        return _included(asked)
    if asked.name != "aclocal.m4" and not _is_a_published_version(asked):
        return None  # a file of their own could bring old definitions along
    said = f"{len(looked.definitions)} definitions of {', '.join(looked.upstreams)}"
    found = _RAN.match(asked.content)
    ran = found[1].decode() if found is not None else None
    for upstream in looked.upstreams:
        if (odd := never_together(looked.definitions, upstream, ran)) is not None:
            return _said(odd.grade, said, odd.reason)
    newest = max((min(rows, key=_first) for _, rows in looked.definitions), key=_first)
    seen = f"the newest was published on {_date(newest.first)}"
    if _is_newer(newest, asked):
        return _said(Grade.UNPROVEN, said, f"{seen}, after this was released")
    normalisations = (BY_PARTS, *looked.normalisations)
    if asked.name != "aclocal.m4":
        # aclocal takes what is asked for; of a file of its upstream a definition may be missing.
        whole = f"{seen}; no version of {asked.name} has these bytes: reinstall it to prove it"
        return _said(Grade.UNPROVEN, said, whole, normalisations)
    return _said(Grade.UPSTREAM, said, seen, normalisations)


def _included(asked: _Asked) -> Explanation | None:
    """An ``aclocal.m4`` that includes the project's own macro files and holds nothing else."""
    if asked.name != "aclocal.m4" or b"\nm4_include(" not in asked.content:
        return None
    said = "each is the source's, or accounted for itself; around them stands what aclocal always writes"
    return _said(Grade.DERIVED, "a list of macro files, by aclocal", said, (BY_PARTS,))


def _is_a_published_version(asked: _Asked) -> bool:
    """Whether there is a file of this name, with the serial that this one states, if it states any.

    It stands in a comment, and ``aclocal --install`` and autopoint choose the higher one.
    """
    says = stamp(asked.name, asked.content)
    rows = asked.known.named(asked.name)
    return any(row.stamp == says for row in rows) if says else bool(rows)


def _other_bytes(asked: _Asked, context: Context) -> Explanation | None:
    """A file with a published name and bytes that nobody published: how it differs from those."""
    if asked.name == "aclocal.m4":
        return _collected(asked, context)
    rows = asked.known.named(asked.name)
    says = stamp(asked.name, asked.content)
    same = tuple(row for row in rows if says and row.stamp == says)
    others = carried(asked.name, asked.content, asked.known)
    if others is not None:
        return _carried(
            others, f"{asked.name}, {says}" if says else asked.name, same, asked, context
        )
    if not any(
        row.stamp for row in rows
    ):  # nothing tells its versions apart, or every project has one
        return None
    newest = max((row for row in rows if row.stamp), key=lambda row: row.last, default=rows[-1])
    claim = f"{asked.name} of {newest.upstream}"
    if asked.name in BY_LINES:
        patched = _patched(asked, f"{claim}, {says}" if says else claim, same, context)
        if patched is not None:
            return patched
    parts = ""
    if asked.name.endswith(".m4"):
        parts = _parts_said(look_up(asked.path, asked.content, asked.known, context))
    if same:
        times = f"{len(same)} file{'s' if len(same) > 1 else ''} with {says}"
        evidence = f"{same[-1].upstream} published {times}, last on {_date(same[-1].last)}: not these bytes"
        return _said(Grade.CONTRADICTED, f"{claim}, {says}", evidence + parts)
    highest = max(map(_serial, rows))
    if highest < _serial_of(says) and _is_covered(newest.upstream, asked):
        evidence = f"it says {says}, and {newest.upstream} never went beyond serial {highest}"
        return _said(Grade.CONTRADICTED, f"{claim}, {says}", evidence + parts)
    known = f"none of {len(rows)} published versions of {asked.name} has these bytes"
    unknown = f" or says {says}" if says else ""
    return _said(Grade.UNEXPLAINED, claim, f"{known}{unknown}{parts}")


def _carried(
    others: Row, claim: str, same: tuple[Row, ...], asked: _Asked, context: Context
) -> Explanation:
    """A file that other projects carry: a claim, if what states the same version belongs to the rest here."""
    odd = outlier(same, asked.known, context) if same else None
    if odd is not None and odd.grade is Grade.CONTRADICTED:
        return _said(odd.grade, claim, odd.reason)
    return _said(Grade.UNPROVEN, claim, said_of(others))


def _collected(asked: _Asked, context: Context) -> Explanation:
    """An ``aclocal.m4`` with text that nobody published, or other projects carry, too."""
    every = look_up(asked.path, asked.content, asked.known, context)
    own = tuple(part for part in every.unknown if not is_carried(part, asked.known))
    looked = replace(every, unknown=own)
    changed = next((p for p in looked.unknown if _is_changed(p, asked.known)), None)
    held = context.artifact.tree.entries
    if not own:
        grade, looked = Grade.UNPROVEN, every
        said = "other projects' releases carry what no upstream here published: run aclocal to prove it"
    elif changed is not None:
        grade = Grade.CONTRADICTED
        said = f"{changed.name} (line {changed.line}) is not as anybody published it"
    elif all(p.kind is PartKind.INCLUDE and p.name in held for p in looked.unknown):
        grade, said = Grade.UNPROVEN, "what it includes has a line of its own"
    elif _is_of_patched_libtool(looked, asked.known):
        grade, said = Grade.UNPROVEN, "each of their lines was published; distributions patch them"
    elif nobody_calls(looked.unknown, context):
        grade, said = Grade.CONTRADICTED, "the source asks for none of what nobody published"
    else:
        said = f"it is more than published definitions{_parts_said(looked)}"
        return _said(Grade.UNEXPLAINED, "", said)
    return _said(grade, "definitions that aclocal collected", said + _parts_said(looked))


def _is_of_patched_libtool(looked: Looked, known: KnownFiles) -> bool:
    """Whether all that nobody published are definitions of Libtool, put together from published lines.

    ``aclocal`` copies them out of the distribution's ``libtool.m4``, which is held to its lines, too.
    """
    unknown = [part for part in looked.unknown if part.kind is not PartKind.INCLUDE]
    return bool(unknown) and all(
        part.kind is PartKind.DEFINITION
        and any(row.upstream == "libtool" for row in known.named(part.name))
        and not _own_lines("libtool.m4", part.text.encode("utf-8", "surrogateescape"), known)
        for part in unknown
    )


def _own_lines(name: str, content: bytes, known: KnownFiles) -> list[tuple[int, bytes]]:
    """The lines that no published version of the file called ``name`` had."""
    return [
        (number, line)
        for number, line in lines_of(content)
        if not any(row.name == row_name(name) for row in known.find(digest_of(line, LINE)))
    ]


def _patched(
    asked: _Asked, claim: str, same: tuple[Row, ...], context: Context
) -> Explanation | None:
    """A file that distributions patch: a claim if each of its lines was in some published version.

    None for one that others change, too, if it has a line of its own.
    """
    script = rewrites(asked.name, context)
    own = _own_lines(asked.name, asked.content, asked.known)
    if asked.name not in PATCHED:
        odd = outlier(same, asked.known, context) if same and not own else None
        if own or (odd is not None and odd.grade is Grade.CONTRADICTED):
            return None if odd is None else _said(odd.grade, claim, odd.reason)
    if not own:
        evidence = (
            "each of its lines was published, not the whole; distributions patch it: reinstall it"
        )
        return _said(Grade.UNPROVEN, claim, evidence)
    shown = ", ".join(f"line {n} {_text(line)!r}" for n, line in own[:SHOWN])
    more = f" and {len(own) - SHOWN} more" if len(own) > SHOWN else ""
    said = f"{len(own)} of its lines stand in no published version of it: {shown}{more}"
    if script is not None:
        return _said(Grade.UNPROVEN, claim, f"{script} edits it; {said}")
    return _said(Grade.CONTRADICTED, claim, said)


def _text(line: bytes) -> str:
    return line[:MOST_SHOWN].decode("utf-8", "replace")


MOST_SHOWN = 100
"""Bytes of a line that the evidence quotes."""


def _is_changed(part: Part, known: KnownFiles) -> bool:
    """Whether a definition has the name of published ones, and other text.

    aclocal only includes what lies in the project, so that the text is an installed file's. Distributions
    patch Libtool's; of intltool not all is known.
    """
    rows = known.named(part.name) if part.kind is PartKind.DEFINITION and part.name else ()
    if any(row.upstream in PARTLY_KNOWN for row in rows):
        return False
    of_automake = part.name.startswith(("AM_", "_AM_"))
    return any(of_automake or row.upstream != "automake" for row in rows)


def _parts_said(looked: Looked) -> str:
    count = len(looked.definitions) + len(looked.unknown)
    named = [f"{_called(part)} (line {part.line})" for part in looked.unknown[:SHOWN]]
    more = len(looked.unknown) - len(named)
    others = f" and {more} more" if more else ""
    return f"; unknown are {len(looked.unknown)} of its {count} parts: {', '.join(named)}{others}"


def _called(part: Part) -> str:
    return part.name or ("comment" if part.kind is PartKind.COMMENT else "text")


def _is_newer(row: Row, asked: _Asked) -> bool:
    return asked.day is not None and row.first > asked.day + SLACK


def _is_covered(upstream: str, asked: _Asked) -> bool:
    """Whether the database goes on beyond the release: what it does not have was not published."""
    return asked.day is not None and asked.known.newest(upstream) >= asked.day


def _first(row: Row) -> int:
    return row.first


def _serial(row: Row) -> int:
    return _serial_of(row.stamp)


def _serial_of(said: str) -> int:
    return int(said.removeprefix("serial ")) if said.startswith("serial ") else 0


def _said(
    grade: Grade, claim: str, evidence: str, normalisations: tuple[str, ...] = ()
) -> Explanation:
    return Explanation(
        grade=grade,
        explainer=ID,
        claim=claim,
        evidence=evidence,
        normalisations=normalisations,
    )


def _date(day: int) -> str:
    return str(date(1970, 1, 1) + timedelta(days=day))
