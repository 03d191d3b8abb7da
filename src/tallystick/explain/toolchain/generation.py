"""Whether the known files of one upstream can have been current on one and the same day.

``gnulib-tool`` copies all of its files from one commit, ``libtoolize`` and ``autopoint`` install all of
theirs from one release, so there is a day on which each was current. A file that had been replaced long
before that day was put among the others by somebody else: an old version with an old weakness is a
published file too.

``automake --add-missing`` leaves alone what is there, and maintainers' trees keep old scripts for years. So
what is older than the Automake that wrote ``aclocal.m4`` is contradicted only where Automake alone
published it and no other of its own is as old: of 105 honest tarballs none has one, hunspell's three. An
``ar-lib`` that gnulib had once, too, is old in five of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial

from msgspec import Struct

from tallystick.explain.context import Context, Unreadable
from tallystick.explain.places import base_name
from tallystick.explain.toolchain.bootstrap import bootstrap_texts
from tallystick.explain.toolchain.known_bytes import rows_of
from tallystick.model import Grade, Reach
from tallystick.reach.paths import reach
from tallystick.upstreams import KnownFiles, Part, PartKind, Row, digest_of, parts
from tallystick.upstreams.lines import PATCHED
from tallystick.upstreams.table import MACRO

ENOUGH = 20
"""gnulib's files from which its day is told; gzip and nano have 180 and more."""

SOME = {"libtool": 3, "gettext": 4}
"""Files of another upstream from which one is told: Libtool installs six, of which versions between two
releases and unknown patches may hide three; autopoint installs twenty, some of which gnulib has, too."""

ONE_SOURCE = "gnulib"
"""The upstream whose files all come from one commit; others' files may come from it, too."""

INSTALLED_TOGETHER = {
    "libtool": frozenset({"libtool", "gettext"}),
    "gettext": frozenset({"gettext"}),
}
"""Who else publishes the files that one tool installs: gettext's releases carry Libtool's."""

LEFT_ALONE = "automake"


class Odd(Struct, frozen=True, kw_only=True):
    """A file that is older than those that came with it: how grave that is, and why."""

    grade: Grade
    reason: str


def outlier(rows: tuple[Row, ...], known: KnownFiles, context: Context) -> Odd | None:
    """Why the file that ``rows`` know is of another generation than the rest; or None."""
    upstreams = {row.upstream for row in rows}
    last = max(row.last for row in rows)
    if upstreams == {ONE_SOURCE}:
        generation = generation_of(known, context)
        if generation is not None and last < generation:
            return Odd(grade=Grade.CONTRADICTED, reason=_replaced(generation, ONE_SOURCE))
    for upstream in INSTALLED_TOGETHER:
        if _is_own(rows, upstream):
            day = context.once(f"day of {upstream}", partial(_day_of, upstream, known, context))
            if day is not None and last < day:
                return Odd(grade=Grade.CONTRADICTED, reason=_replaced(day, upstream))
    return _left_over(rows, known, context)


def _left_over(rows: tuple[Row, ...], known: KnownFiles, context: Context) -> Odd | None:
    """Why a script that Automake installs is older than the Automake that ran; None if it is not.

    A release of whose scripts most are as old, or may be (all were current on one day), was rolled in an old
    working tree, and some scripts came from gnulib years ago. One old script of Automake's own among new
    ones was put there.
    """
    own = [row.last for row in rows if row.upstream == LEFT_ALONE]
    begun = context.once("day of aclocal.m4", lambda: _aclocal(known, context)) if own else None
    if begun is None or max(own) >= begun or _is_of_gnulibs_commit(rows, known, context):
        return None
    current, older = context.once(
        "scripts of automake", partial(_new_and_old, begun, known, context)
    )
    is_outdone = any(min(row.first for row in found) > max(own) for found in current)
    said = f"replaced before {_date(begun)}, when the Automake came that wrote aclocal.m4"
    if _is_still_that_version(rows, begun, known):
        reason = f"{said}, which states the same version of it"
        return Odd(grade=Grade.UNPROVEN, reason=reason)
    is_alone = older <= 1 and not _has_companion(rows, known, context)
    is_own = all(row.upstream == LEFT_ALONE for row in rows)
    if is_outdone and len(current) > older and is_alone and is_own:
        scripts = f"{len(current)} other scripts here"
        reason = f"{said} and {scripts}; no other of Automake's own is as old"
        return Odd(grade=Grade.CONTRADICTED, reason=reason)
    script = _overwriting(rows, known, context)
    if script is not None:
        reason = f"{said}; {script}, which took gnulib's files, has autoreconf overwrite it"
        return Odd(grade=Grade.CONTRADICTED, reason=reason)
    reason = (
        f"{said}: left over in a working tree, or put back; automake --add-missing --force-missing would "
        "replace it"
    )
    return Odd(grade=Grade.UNPROVEN, reason=reason)


_ALWAYS = frozenset({"install-sh", "missing"})
"""What ``AM_INIT_AUTOMAKE`` asks for in every project, so that each forced run installs it anew (Automake
manual, "Programs automake might require"). ``ar-lib`` stays behind where no macro asks for it any more."""

_FORCED = re.compile(
    r"autoreconf\b[^\n]*[ \t](?:--force|-\w*f)|^AUTORECONFFLAGS=[^\n]*--force",
    re.MULTILINE | re.IGNORECASE,
)

LAG = 4 * 366
"""Days by which the Automake of somebody's machine may have been old: a distribution's long support."""


def _overwriting(rows: tuple[Row, ...], known: KnownFiles, context: Context) -> str | None:
    """The script of the source that would have replaced what ``rows`` know; None if it may have been left.

    It runs gnulib-tool and then ``autoreconf --force``; gnulib's files say from which day on it ran.
    """
    generation = generation_of(known, context)
    last = max(row.last for row in rows)
    if rows[0].name not in _ALWAYS or generation is None or last + LAG >= generation:
        return None
    texts = bootstrap_texts(context)
    return next((path for path, text in texts.items() if _FORCED.search(text)), None)


def _is_of_gnulibs_commit(rows: tuple[Row, ...], known: KnownFiles, context: Context) -> bool:
    """Whether gnulib-tool may have copied it with the rest of gnulib's files, if there is a rest."""
    last = max((row.last for row in rows if row.upstream == ONE_SOURCE), default=None)
    generation = generation_of(known, context)
    return last is not None and (generation is None or last >= generation)


def _is_still_that_version(rows: tuple[Row, ...], day: int, known: KnownFiles) -> bool:
    """Whether one of its name and ``scriptversion`` was current on ``day``, and this one a year before.

    Years, addresses and remarks change without another one; code seldom does, so it is a claim and no more.
    """
    stated = {row.stamp for row in rows if row.stamp and row.last >= day - A_YEAR}
    return any(
        row.stamp in stated and row.upstream == LEFT_ALONE and row.first <= day <= row.last
        for row in known.named(rows[0].name)
    )


A_YEAR = 366
"""Days: each January Automake writes another year into all of its scripts."""


def _has_companion(rows: tuple[Row, ...], known: KnownFiles, context: Context) -> bool:
    """Whether another script here came and went on the same days: both are of one old Automake.

    gnulib may have had the other one, too; on the very same days it did so by chance only.
    """
    days = {(row.first, row.last) for row in rows}
    return any(
        (row.first, row.last) in days and row.upstream == LEFT_ALONE
        for path, others in known_entries(known, context).items()
        if others[0].name != rows[0].name and _is_script(path, context)
        for row in others
    )


def _is_script(path: str, context: Context) -> bool:
    """Whether it is no macro file, and neither a licence nor instructions."""
    runs = reach(context.artifact.tree.entries[path], context.artifact.kind) is not Reach.DOCS
    return runs and not path.endswith(".m4")


def _new_and_old(
    begun: int, known: KnownFiles, context: Context
) -> tuple[list[tuple[Row, ...]], int]:
    """The scripts that Automake installs and that were current on the day ``begun``.

    And how many were not, of those that nobody else has published: others may have come from gnulib once.
    """
    scripts = [
        rows
        for path, rows in known_entries(known, context).items()
        if any(row.upstream == LEFT_ALONE for row in rows) and _is_script(path, context)
    ]
    current = [rows for rows in scripts if max(row.last for row in rows) >= begun]
    own = [rows for rows in scripts if all(row.upstream == LEFT_ALONE for row in rows)]
    return current, sum(rows not in current for rows in own)


def _replaced(day: int, upstream: str) -> str:
    return (
        f"replaced before {_date(day)}, when the others of {upstream} in this release were current"
    )


def generation_of(known: KnownFiles, context: Context) -> int | None:
    """The first day on which most of gnulib's files here were current; None if there are few."""
    return context.once("gnulib generation", lambda: _generation(known, context))


def window_of(known: KnownFiles, context: Context) -> tuple[str, str] | None:
    """The first and the last day on which most of gnulib's files in this release were current."""
    begun = generation_of(known, context)
    if begun is None:
        return None
    ends = (
        max(row.last for row in rows)
        for rows in known_entries(known, context).values()
        if all(row.upstream == ONE_SOURCE for row in rows)
    )
    return _date(begun), _date(min(end for end in ends if end >= begun))


def never_together(
    definitions: Sequence[tuple[Part, tuple[Row, ...]]], upstream: str, stated: str | None = None
) -> Odd | None:
    """Which two definitions of ``upstream`` in one file were never current on one day; None if all were.

    Those that another upstream published too may come from there, and do not count. Distributions take
    changes of Libtool back, and newer macros of Automake (``AM_PATH_PYTHON`` for Python 3.10) into the
    release that they have: what is newer than the Automake whose version the file states is a claim. What
    had been replaced before that Automake came was put there by somebody else.

    Args:
        definitions: with what is known of them.
        upstream: whose are looked at.
        stated: the version of Automake in the file's first line; None if it has none.
    """
    own = [
        (part, min(row.first for row in rows), max(row.last for row in rows))
        for part, rows in definitions
        if all(row.upstream == upstream for row in rows)
    ]
    if not own:
        return None
    newest, since, _ = max(own, key=lambda found: found[1])
    oldest, _, until = min(own, key=lambda found: found[2])
    if since <= until:
        return None
    reason = (
        f"{oldest.name} (line {oldest.line}) was replaced in {upstream} on {_date(until)}, "
        f"before {newest.name} (line {newest.line}) came on {_date(since)}"
    )
    if upstream == "libtool":
        taken = "; distributions take changes of Libtool back: reinstall it to prove it"
        return Odd(grade=Grade.UNPROVEN, reason=reason + taken)
    ran = [(first, last) for part, first, last in own if stated and _is_version_of(part, stated)]
    if len(ran) == 1 and all(last >= ran[0][0] for _, _, last in own):
        taken = f"; distributions take newer macros into the Automake {stated} that they have"
        return Odd(grade=Grade.UNPROVEN, reason=reason + taken)
    return Odd(grade=Grade.CONTRADICTED, reason=reason)


def _is_version_of(part: Part, stated: str) -> bool:
    """Whether a definition is that of Automake's own version (``m4/amversion.in``), of this very one."""
    return part.name == "AM_AUTOMAKE_VERSION" and f"[{stated}]" in part.text


def known_entries(known: KnownFiles, context: Context) -> Mapping[str, tuple[Row, ...]]:
    """The files of the artifact whose bytes are known under their own names, with their rows.

    So are those of Libtool that distributions patch: libtoolize installed them with the others.
    """
    return context.once("known entries", lambda: _known_entries(known, context))


def _known_entries(known: KnownFiles, context: Context) -> Mapping[str, tuple[Row, ...]]:
    found = {}
    for path, entry in context.artifact.tree.entries.items():
        if entry.is_link or entry.sha256 is None:
            continue
        name = base_name(path)
        rows = tuple(row for row in known.find(bytes.fromhex(entry.sha256)) if row.name == name)
        if not rows and name in PATCHED:
            rows = _patched(path, entry.sha256, known, context)
        if rows:
            found[path] = rows
    return found


def _patched(path: str, sha256: str, known: KnownFiles, context: Context) -> tuple[Row, ...]:
    """The rows of a file as upstream had it before a distribution's known patches."""
    try:
        content = context.artifact_bytes(path)
    except Unreadable:
        return ()
    return rows_of(base_name(path), content, known, sha256)[0]


def _generation(known: KnownFiles, context: Context) -> int | None:
    own = [
        rows
        for rows in known_entries(known, context).values()
        if all(row.upstream == ONE_SOURCE for row in rows)
    ]
    day, agreeing = _busiest(own)
    return day if len(own) >= ENOUGH and agreeing * 10 >= len(own) * 9 else None


def _day_of(upstream: str, known: KnownFiles, context: Context) -> int | None:
    """The first day on which all but one or two of ``upstream``'s own files were current."""
    own = [
        rows
        for path, rows in known_entries(known, context).items()
        if _is_own(rows, upstream)
        and reach(context.artifact.tree.entries[path], context.artifact.kind) is not Reach.DOCS
    ]
    day, agreeing = _busiest(own)
    return day if agreeing >= SOME[upstream] and agreeing * 4 >= len(own) * 3 else None


def _is_own(rows: tuple[Row, ...], upstream: str) -> bool:
    """Whether only ``upstream`` published the file, or those who carry its files."""
    who = {row.upstream for row in rows}
    return upstream in who and who <= INSTALLED_TOGETHER[upstream]


def _busiest(files: Iterable[tuple[Row, ...]]) -> tuple[int | None, int]:
    """The first day on which most of ``files`` were current, and how many those are."""
    changes: Counter[int] = Counter()
    for rows in files:
        changes[min(row.first for row in rows)] += 1
        changes[max(row.last for row in rows) + 1] -= 1
    current = best = 0
    best_day = None
    for day in sorted(changes):
        current += changes[day]
        if current > best:
            best, best_day = current, day
    return best_day, best


def _aclocal(known: KnownFiles, context: Context) -> int | None:
    """The first day on which Automake's definitions in ``aclocal.m4`` were all current."""
    if "aclocal.m4" not in context.artifact.tree.entries:
        return None
    try:
        content = context.artifact_bytes("aclocal.m4")
    except Unreadable:
        return None
    begun = None
    for part in parts(content.decode("utf-8", "surrogateescape")):
        if part.kind is not PartKind.DEFINITION:
            continue
        rows = known.find(digest_of(part.text.encode("utf-8", "surrogateescape"), MACRO))
        own = [row.first for row in rows if row.upstream == LEFT_ALONE]
        if own and len(own) == len(rows):
            begun = max(begun or 0, min(own))
    return begun


def _date(day: int) -> str:
    return str(date(1970, 1, 1) + timedelta(days=day))
