"""Parsers and scanners that Bison and flex wrote for a ``make dist``, from the same input by that version.

The version is the one that the file names (:mod:`tallystick.rebuild.exact_tool`). The input stands beside it
under its name, in the source or proven. Options are those that build files give. How it was called is not
said, so a few ways are tried: Automake's ``ylwrap``, which renames the outputs and rewrites ``#line`` (its
manual, "Yacc and Lex"), and a call with ``-o``; from the input's folder, and from the top.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from msgspec import Struct

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.limits import KIB, MIB
from tallystick.model import LedgerLine, Skip, Tree
from tallystick.rebuild.autotools.inputs import all_known
from tallystick.rebuild.building import SOURCE
from tallystick.rebuild.call import Call, written
from tallystick.rebuild.exact_tool import Exact, Program, exact_tools
from tallystick.rebuild.flags import Spelling, option_lists
from tallystick.rebuild.regenerator import Made, NotMade, Subject
from tallystick.rebuild.trees import files, together
from tallystick.sandbox.command import TREE

HEAD = 16 * KIB
"""Bytes in which a tool names its version; flex does after a page of what the input begins with."""

MOST_WAYS = 40
"""Calls of one tool for one input; each takes a tenth of a second."""

READ = MIB
"""Bytes in which the input is named; the largest parser seen has half of that."""

WRAPPER = "ylwrap"

_SUFFIX = re.compile(r"(?:\.tab|\.yy|_)?\.(?:c|cc|cpp|cxx|h|hh|hpp|hxx)")
_LINE = re.compile(r'^#[ \t]*line \d+ "([^"\n]{1,200})"', re.MULTILINE)
_PLAIN = re.compile(r"[\w+][\w.+-]*")
"""Base names that no tool takes for an option, and no shell of ``ylwrap`` for more than a word."""


class Tool(Struct, frozen=True, kw_only=True):
    """One of the two.

    Attributes:
        program: how it is run.
        stated: the version in what it writes; its groups, joined by dots.
        inputs: endings of what it reads.
        wrapped: what Automake has ``ylwrap`` call it, and how its outputs are named then: each the name
            there, with the ending of the name that it gets.
        header: the option that makes it write a header as well, at a path.
        usual: options that are tried besides.
        spelling: how build files give it options.
    """

    program: Program
    stated: re.Pattern[str]
    inputs: tuple[str, ...]
    wrapped: tuple[tuple[str, ...], ...]
    outputs: tuple[tuple[str, str], ...]
    header: str
    usual: tuple[tuple[str, ...], ...]
    spelling: Spelling


TOOLS = (
    Tool(
        program=Program(
            name="bison",
            program="bison",
            asked="--version",
            says=re.compile(r"bison \(GNU Bison\) ([\d.]*\d)"),
        ),
        stated=re.compile(r"made by GNU Bison (\d[\d.]*\d)"),
        inputs=(".y", ".yy", ".ypp", ".y++"),
        wrapped=(("bison", "-y"), ("bison",)),
        outputs=(("y.tab.c", ""), ("y.tab.h", ".h"), ("y.output", ".output")),
        header="--defines=",
        usual=((), ("-d",)),
        spelling=Spelling(
            variables=r"(?:\w+_)?YFLAGS",
            calls=r"\bbison|\byacc|\$[({](?:BISON|YACC)[)}]",
            options=re.compile(
                r"-[dlty]+|-p\w{1,60}|--(?:defines|header|no-lines|debug|yacc|token-table)"
            ),
            with_value=frozenset({"-p"}),
        ),
    ),
    Tool(
        program=Program(
            name="flex",
            program="flex",
            asked="--version",
            says=re.compile(r"flex ([\d.]*\d)"),
        ),
        stated=re.compile(
            r"YY_FLEX_MAJOR_VERSION (\d+)\s+#define YY_FLEX_MINOR_VERSION (\d+)\s+"
            r"#define YY_FLEX_SUBMINOR_VERSION (\d+)"
        ),
        inputs=(".l", ".ll", ".lex", ".lpp", ".l++"),
        wrapped=(("flex",),),
        outputs=(("lex.yy.c", ""),),
        header="--header-file=",
        usual=((),),
        spelling=Spelling(
            variables=r"(?:\w+_)?LFLAGS",
            calls=r"\bflex|\$[({](?:FLEX|LEX)[)}]",
            options=re.compile(
                r"-[78BdfFiIlLpsX]+|-C[aefFmr]*|-P\w{1,60}"
                r"|--(?:noline|never-interactive|nounistd|reentrant|bison-bridge|bison-locations|prefix=\w{1,60})"
            ),
            with_value=frozenset({"-P"}),
        ),
    ),
)


class _Group(Struct, frozen=True, kw_only=True):
    """What one run writes.

    Attributes:
        tool: the tool.
        version: that the files name.
        taken: its input, a path of the artifact.
        code: the path of the parser or scanner.
        header: the path of its header; None where there is none to prove.
        paths: of the residue.
    """

    tool: Tool
    version: str
    taken: str
    code: str
    header: str | None
    paths: tuple[str, ...]


def regenerate(lines: Sequence[LedgerLine], subject: Subject) -> Iterator[Made | NotMade]:
    """See :class:`tallystick.rebuild.regenerator.Regenerate`."""
    known = all_known(subject)
    for group in _groups(lines, known, subject):
        yield from _answers(group, known, subject)


def _groups(lines: Sequence[LedgerLine], known: Tree, subject: Subject) -> Iterator[_Group]:
    """A parser and its header together, by input, version and name; none whose input nothing accounts for."""
    found: dict[tuple[str, str, str], tuple[Tool, list[str]]] = {}
    for line in lines:
        text = _text(subject.artifact.tree, line.path)
        for tool in TOOLS:
            stated = tool.stated.search(text)
            taken = _taken(line.path, tool, known)
            if stated is not None and taken is not None:
                key = (taken, ".".join(stated.groups()), posixpath.splitext(line.path)[0])
                found.setdefault(key, (tool, []))[1].append(line.path)
    for (taken, version, stem), (tool, paths) in found.items():
        headers = [path for path in paths if posixpath.splitext(path)[1].startswith(".h")]
        code = next((path for path in paths if path not in headers), _code(stem, subject))
        yield _Group(
            tool=tool,
            version=version,
            taken=taken,
            code=code,
            header=headers[0] if headers else None,
            paths=tuple(paths),
        )


def _code(stem: str, subject: Subject) -> str:
    """The parser beside a header that alone is open."""
    named = (f"{stem}{ending}" for ending in (".c", ".cc", ".cpp"))
    return next((path for path in named if path in subject.artifact.tree.entries), f"{stem}.c")


def _text(tree: Tree, path: str, most: int = HEAD) -> str:
    try:
        return tree.read(path)[:most].decode("utf-8", "replace")
    except (ContentUnavailable, LimitExceeded):
        return ""


def _taken(path: str, tool: Tool, known: Tree) -> str | None:
    """The input of that tool beside ``path``, under its name; in the source, or proven."""
    if not _PLAIN.fullmatch(posixpath.basename(path)):
        return None
    stem = _SUFFIX.sub("", path)
    for ending in tool.inputs:
        entry = known.entries.get(stem + ending)
        if entry is not None and not entry.is_link and not entry.is_gitlink:
            return stem + ending
    return None


def _answers(group: _Group, known: Tree, subject: Subject) -> Iterator[Made | NotMade]:
    """Each way with each tool of the version, until all files of the group came out the same."""
    tried = False
    for tool in exact_tools(group.tool.program, group.version, subject):
        if isinstance(tool, Skip):
            # Where another tool of the version was run, its outcome says more.
            if not tried:
                yield NotMade(paths=group.paths, reason=tool.reason)
            continue
        tried = True
        for way in islice(_ways(group, known, subject), MOST_WAYS):
            if _open(group, subject):
                yield from _made(group, way, tool, known, subject)


def _open(group: _Group, subject: Subject) -> tuple[str, ...]:
    return tuple(path for path in group.paths if not subject.lines[path].grade.is_proof)


def _ways(group: _Group, known: Tree, subject: Subject) -> Iterator[Call]:
    """The likeliest first: Automake's, in the folder of the makefile, with the options that it gives."""
    tool = group.tool
    given = option_lists(known, tool.spelling, subject.limits.build_file)
    lists = tuple(dict.fromkeys((*given, *tool.usual)))
    for options in lists:
        for folder in _folders(group, subject):
            taken, code = (_inside(path, folder) for path in (group.taken, group.code))
            header = _inside(group.header, folder) if group.header is not None else None
            if _wrapper(known) is not None:
                for called in tool.wrapped:
                    yield _wrapped(tool, folder, taken, code, (*called, *options))
            direct = (tool.program.program, *options)
            for extra in ((), (f"{tool.header}{header}",)) if header else ((),):
                yield Call(folder=folder, argv=(*direct, *extra, "-o", code, taken))


def _folders(group: _Group, subject: Subject) -> tuple[str, ...]:
    """Where the tool was started: its ``#line`` name the input from there; either, where they do not."""
    folders = tuple(dict.fromkeys((posixpath.dirname(group.taken), "")))
    named = set(_LINE.findall(_text(subject.artifact.tree, group.paths[0], most=READ)))
    return tuple(one for one in folders if _inside(group.taken, one) in named) or folders


def _inside(path: str, folder: str) -> str:
    return path.removeprefix(f"{folder}/") if folder else path


def _wrapped(tool: Tool, folder: str, taken: str, code: str, called: tuple[str, ...]) -> Call:
    """As a makefile of Automake's calls its script: the input, pairs of names, and the tool."""
    stem = posixpath.splitext(code)[0]
    pairs = [word for made, end in tool.outputs for word in (made, f"{stem}{end}" if end else code)]
    return Call(folder=folder, argv=("sh", f"{TREE}/{WRAPPER}", taken, *pairs, "--", *called))


def _wrapper(known: Tree) -> str | None:
    """Automake's script, where the source has it or its bytes are known."""
    named = (path for path in known.entries if posixpath.basename(path) == WRAPPER)
    return next((path for path in named if not known.entries[path].is_link), None)


def _made(
    group: _Group, call: Call, tool: Exact, known: Tree, subject: Subject
) -> Iterator[Made | NotMade]:
    """What one call wrote, of the files that are open."""
    tree = files({f"{SOURCE}/{group.taken}": known.read(group.taken)})
    wrapper = _wrapper(known)
    if wrapper is not None:
        tree = together(tree, files({WRAPPER: known.read(wrapper)}))
    left = _open(group, subject)
    command = call.command(subject, tool.path)
    with subject.runner.run(command, together(tool.tools, tree)) as outcome:
        claim = f"generated by {tool.said} from {group.taken}"
        yield from written(call, outcome, left, tool.said, claim)
