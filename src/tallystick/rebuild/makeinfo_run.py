"""Manuals that ``makeinfo`` wrote for a ``make dist`` (Info, and HTML in one file), from the same Texinfo.

Its version stands in the first line of an Info file, and in a comment of an HTML file. ``@include`` reads
from the source and from what is proven. Options are those that build files give; which of them is not said,
so each list is tried.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from msgspec import Struct

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.limits import KIB
from tallystick.model import LedgerLine, Skip, Tree
from tallystick.rebuild.autotools.inputs import all_known
from tallystick.rebuild.building import SOURCE
from tallystick.rebuild.call import Call, written
from tallystick.rebuild.exact_tool import Exact, Program, exact_tools
from tallystick.rebuild.flags import Spelling, option_lists
from tallystick.rebuild.regenerator import Made, NotMade, Subject
from tallystick.rebuild.trees import below, together

HEAD = 4 * KIB
"""Bytes in which makeinfo names its version."""

MOST_WAYS = 6
"""Calls for one manual: a long one takes half a minute."""

MAKEINFO = Program(
    name="texinfo",
    program="makeinfo",
    asked="--version",
    says=re.compile(r"\(GNU texinfo\) (\d[\w.]*)"),
)

_INFO = re.compile(
    r"\AThis is (?:\S+/)?[\w.+-]+, produced by makeinfo version (\d[\w.]*)\s+from\s+([\w.+-]+)\.\n"
)
_HTML = re.compile(r"<!-- Created by GNU Texinfo (\d[\w.]*?),? https?://")
_PIECE = re.compile(r"-\d{1,2}\Z")
_PLAIN = re.compile(r"\w[\w.+-]*")
_TEXINFO = (".texi", ".texinfo", ".txi")

_OPTIONS = re.compile(
    r"--(?:no-split|no-headers|no-validate|no-warn|number-sections|no-number-sections|force"
    r"|enable-encoding|disable-encoding|split=(?:chapter|section|node)|(?:css-ref|paragraph-indent|fill-column"
    r"|footnote-style)=[\w.:/-]{1,80})|-[cDUI][\w.+][\w.+=/-]{0,60}"
)
_WITH_VALUE = frozenset({"-c", "-D", "-U", "-I"})


class _Format(Struct, frozen=True, kw_only=True):
    """Info or HTML: the option that asks for it, how build files give it options, and usual ones."""

    asked: tuple[str, ...]
    spelling: Spelling
    usual: tuple[tuple[str, ...], ...]


INFO = _Format(
    asked=(),
    spelling=Spelling(
        variables="AM_MAKEINFOFLAGS|MAKEINFOFLAGS|MAKEINFO",
        calls=r"\bmakeinfo|\$[({]MAKEINFO[)}]",
        options=_OPTIONS,
        with_value=_WITH_VALUE,
    ),
    usual=((), ("--no-split",)),
)
HTML = _Format(
    asked=("--html",),
    spelling=Spelling(
        variables="AM_MAKEINFOHTMLFLAGS|MAKEINFOFLAGS|MAKEINFOHTML",
        calls=r"\bmakeinfo|\$[({](?:MAKEINFO|MAKEINFOHTML)[)}]",
        options=_OPTIONS,
        with_value=_WITH_VALUE,
    ),
    usual=(("--no-split",),),
)


class _Manual(Struct, frozen=True, kw_only=True):
    """One run.

    Attributes:
        format: what is asked for.
        version: of makeinfo.
        taken: the Texinfo, a path of the artifact.
        output: the path that it is asked to write; the pieces of a long Info file stand beside it.
    """

    format: _Format
    version: str
    taken: str
    output: str


def regenerate(lines: Sequence[LedgerLine], subject: Subject) -> Iterator[Made | NotMade]:
    """See :class:`tallystick.rebuild.regenerator.Regenerate`."""
    known = all_known(subject)
    found: dict[_Manual, list[str]] = {}
    for line in lines:
        manual = _manual(line.path, known, subject)
        if manual is not None:
            found.setdefault(manual, []).append(line.path)
    for manual, paths in found.items():
        yield from _answers(manual, tuple(paths), known, subject)


def _manual(path: str, known: Tree, subject: Subject) -> _Manual | None:
    """What a file says that it is; None where it is none, or its Texinfo is neither source nor proven."""
    try:
        head = subject.artifact.tree.read(path)[:HEAD].decode("utf-8", "replace")
    except (ContentUnavailable, LimitExceeded):
        return None
    output = _PIECE.sub("", path)
    if not _PLAIN.fullmatch(posixpath.basename(output)):
        return None
    folder, stem = posixpath.dirname(path), posixpath.splitext(output)[0]
    info, html = _INFO.search(head), _HTML.search(head)
    if info is not None:
        asked, version = INFO, info[1]
        named = [posixpath.join(folder, info[2])]
    elif html is not None:
        asked, version = HTML, html[1]
        named = [f"{stem}{ending}" for ending in _TEXINFO]
    else:
        return None
    taken = next((one for one in named if _is_input(one, known)), None)
    if taken is None:
        return None
    return _Manual(format=asked, version=version, taken=taken, output=output)


def _is_input(path: str, known: Tree) -> bool:
    entry = known.entries.get(path)
    is_file = entry is not None and not entry.is_link and not entry.is_gitlink
    return is_file and bool(_PLAIN.fullmatch(posixpath.basename(path)))


def _answers(
    manual: _Manual, paths: tuple[str, ...], known: Tree, subject: Subject
) -> Iterator[Made | NotMade]:
    """Each way with each tool of the version, until all pieces came out the same."""
    tried = False
    for tool in exact_tools(MAKEINFO, manual.version, subject):
        if isinstance(tool, Skip):
            # Where another tool of the version was run, its outcome says more.
            if not tried:
                yield NotMade(paths=paths, reason=tool.reason)
            continue
        tried = True
        for argv in islice(_ways(manual, known, subject), MOST_WAYS):
            left = tuple(path for path in paths if not subject.lines[path].grade.is_proof)
            if left:
                call = Call(argv=argv, folder=posixpath.dirname(manual.taken))
                yield from _made(manual, call, left, tool, known, subject)


def _ways(manual: _Manual, known: Tree, subject: Subject) -> Iterator[tuple[str, ...]]:
    asked = manual.format
    given = option_lists(known, asked.spelling, subject.limits.build_file)
    taken, output = (posixpath.basename(path) for path in (manual.taken, manual.output))
    for options in dict.fromkeys((*given, *asked.usual)):
        yield (MAKEINFO.program, *asked.asked, *options, "-I", ".", "-o", output, taken)


def _made(
    manual: _Manual,
    call: Call,
    left: tuple[str, ...],
    tool: Exact,
    known: Tree,
    subject: Subject,
) -> Iterator[Made | NotMade]:
    """What one call wrote, of the files that are open."""
    tree = together(tool.tools, below(SOURCE, known))
    with subject.runner.run(call.command(subject, tool.path), tree) as outcome:
        claim = f"generated by {tool.said} from {manual.taken}"
        yield from written(call, outcome, left, tool.said, claim)
