"""Perfect hash tables that gperf wrote for a ``make dist``, from the same keywords by the same version.

gperf writes its own command line into what it makes. The options in it count where a build file that is
proven calls gperf with the very same; the keywords are those beside the table, under its name, and proven
(gnulib's are). gperf 3.1 is what distributions had from 2017 to 2025: often it is the machine's own.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.limits import KIB
from tallystick.model import MODE_FILE, LedgerLine, Tree
from tallystick.rebuild.building import SOURCE
from tallystick.rebuild.call import Call, not_made
from tallystick.rebuild.exact_tool import Program, version_here
from tallystick.rebuild.flags import BUILD_FILE
from tallystick.rebuild.regenerator import How, Made, NotMade, Subject
from tallystick.rebuild.trees import files

PROGRAM = "gperf"
GPERF = Program(
    name=PROGRAM, program=PROGRAM, asked="--version", says=re.compile(r"GNU gperf ([\d.]+)")
)

HEAD = KIB
"""Bytes in which gperf writes its version and its command line."""

_WROTE = re.compile(
    r"code produced by gperf version (?P<version>[\d.]{1,20}) \*/\n"
    r"/\* Command-line: (?:\S*/)?gperf (?P<words>[^\n]{1,400}?) +\*/\n"
)
_OPTION = re.compile(r"-[A-Za-z](?:[\w,$*-]{0,60})|[\w,$*-]{1,60}")
"""None with two dashes: ``--output-file`` would write elsewhere."""
_CALL = re.compile(r"(?:\bgperf|\$[({]GPERF[)}])[ \t]+([^\n]{1,400})")


class _Table(Struct, frozen=True, kw_only=True):
    """One file: the version that wrote it, and the call that it states.

    Attributes:
        path: of the artifact's entry.
        version: of gperf.
        options: of the call.
        named: the file of keywords, as the call names it.
    """

    path: str
    version: str
    options: tuple[str, ...]
    named: str


def regenerate(lines: Sequence[LedgerLine], subject: Subject) -> Iterator[Made | NotMade]:
    """See :class:`tallystick.rebuild.regenerator.Regenerate`."""
    tables = [table for line in lines if (table := _table(line, subject)) is not None]
    if not tables:
        return
    has = version_here(GPERF, subject)
    if has is None:
        versions = ", ".join(sorted({table.version for table in tables}))
        reason = f"gperf {versions} is not on this machine"
        yield NotMade(paths=tuple(table.path for table in tables), reason=reason)
        return
    proven = subject.proven
    called = _calls(proven, subject.limits.build_file)
    for table in tables:
        if table.version != has:
            said = f"gperf {table.version} wrote it, and this machine has {has}"
            yield NotMade(paths=(table.path,), reason=said)
        elif table.options not in called:
            said = f"no build file calls gperf with {' '.join(table.options) or 'no option'}"
            yield NotMade(paths=(table.path,), reason=said)
        else:
            yield _made(table, proven, subject)


def _table(line: LedgerLine, subject: Subject) -> _Table | None:
    """What a line is about; None where gperf did not write it, or was called as nobody may call it here."""
    wrote = _WROTE.search(_text(subject.artifact.tree, line.path)[:HEAD])
    words = wrote["words"].split() if wrote is not None else []
    if wrote is None or not words or not all(map(_OPTION.fullmatch, words[:-1])):
        return None
    return _Table(
        path=line.path,
        version=wrote["version"],
        options=tuple(words[:-1]),
        named=words[-1],
    )


def _text(tree: Tree, path: str) -> str:
    try:
        return tree.read(path).decode("utf-8", "replace")
    except (ContentUnavailable, LimitExceeded):
        return ""


def _calls(proven: Tree, most: int) -> frozenset[tuple[str, ...]]:
    """The options of every call in a build file that is proven: what stands before the file of keywords."""
    found = set()
    for path in proven.entries:
        if not BUILD_FILE.search(path):
            continue
        for words in _CALL.findall(_text(proven, path)[:most]):
            split = words.split()
            ends = next((at for at, word in enumerate(split) if not _OPTION.fullmatch(word)), None)
            if ends is not None:
                found.add(tuple(split[:ends]))
    return frozenset(found)


def _folder(named: str, taken: str) -> str | None:
    """The folder from which ``named`` leads to ``taken``; None where it is none above it."""
    inside = posixpath.normpath(named)
    above = taken.removesuffix(inside)
    is_it = not named.startswith("-") and above != taken and (not above or above.endswith("/"))
    return above.rstrip("/") if is_it else None


def _made(table: _Table, proven: Tree, subject: Subject) -> Made | NotMade:
    """What the call made of the keywords that stand beside the table under its own name, and of no others."""
    taken = f"{posixpath.splitext(table.path)[0]}.gperf"
    entry = proven.entries.get(taken)
    folder = _folder(table.named, taken)
    if folder is None or entry is None or entry.is_link or entry.is_gitlink:
        reason = f"{table.named} is not {taken}, or nothing accounts for that"
        return NotMade(paths=(table.path,), reason=reason)
    call = Call(argv=(PROGRAM, *table.options, table.named), folder=folder)
    tree = files({posixpath.join(SOURCE, taken): proven.read(taken)})
    with subject.runner.run(call.command(subject), tree) as outcome:
        if not outcome.succeeded:
            return not_made(outcome, (table.path,), call.said)
        return Made(
            path=table.path,
            content=outcome.output,
            mode=MODE_FILE,  # as a shell leaves what it redirects
            how=How(command=call.said, tools=(f"gperf {table.version} of this machine",)),
        )
