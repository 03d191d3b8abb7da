"""Bytecode: what this very interpreter makes of the source's file, or a claim that names the one that could.

PEP 552 and ``importlib._bootstrap_external``: magic number, flags, then the time and size of the source or a
hash of it; PEP 3147 for the names. The code object is read as data, never loaded, and the other side is
compiled from the file that is in the source.
"""

from __future__ import annotations

import importlib.util
import re
import sys

from msgspec import Struct

from tallystick.explain.context import Context
from tallystick.explain.formats.marshalled_code import MalformedCode, read_code
from tallystick.explain.places import own_bytes
from tallystick.model import Difference, Explanation, Grade
from tallystick.project.bounded import Malformed, bytecode

ID = "pyc"

_CACHED = re.compile(
    r"(?P<folder>(?:.*/)?)__pycache__/(?P<name>[^/.]+)\.(?P<tag>[\w-]+?)(?P<pytest>-pytest-[0-9][\w.]{0,20}|-PYTEST)?"
    r"(?:\.opt-(?P<opt>[12]))?\.pyc"
)
_HASHED = 1

_SINCE = (
    (3650, "3.15"),
    (3600, "3.14"), (3550, "3.13"), (3500, "3.12"), (3450, "3.11"), (3430, "3.10"), (3420, "3.9"),
    (3400, "3.8"), (3390, "3.7"), (3360, "3.6"), (3320, "3.5"), (3250, "3.4"), (3190, "3.3"),
)  # fmt: skip
"""The first magic number of each version's development, newest first (``Lib/importlib``, "Known values")."""

_NEWEST = 3700
_PYTHON_2 = range(50_428, 62_300)
"""Magic numbers of 2.0 to 2.7."""

_PEP_552 = 3390
_PEP_3147_SIZE = 3190
"""Since 3.7 the header has flags, since 3.3 the size of the source."""


class Header(Struct, frozen=True, kw_only=True):
    """What stands before the code object: the version that wrote it, and what it says of its source."""

    magic: int
    length: int
    flags: int = 0
    size: int | None = None
    digest: bytes | None = None

    @property
    def version(self) -> str:
        """The version of CPython, as far as the magic number says."""
        if self.magic in _PYTHON_2:
            return "2"
        known = (version for since, version in _SINCE if since <= self.magic < _NEWEST)
        return next(known, "of another kind")


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    content = own_bytes(difference, context)
    if content is None or difference.source is not None:
        return None
    cached = _CACHED.fullmatch(difference.path)
    beside = f"{cached['folder']}{cached['name']}.py" if cached else difference.path[:-1]
    claim = f"bytecode of {beside}" + (f" by {cached['tag']}" if cached else "")
    header = _header(content)
    problem = _problem(header, beside, cached["tag"] if cached else "", context)
    if cached and cached["pytest"] and header is not None:
        # _pytest.assertion.rewrite, "_read_pyc": one whose header does not fit is written anew, and no
        # other program reads such names. What a plugin registered decides what is rewritten.
        why = f"left behind by pytest, which would not read it: {problem}" if problem else ""
        why = why or f"pytest rewrote the assertions of {beside}; only the same pytest could tell"
        return _explanation(Grade.UNPROVEN, claim, why)
    if problem is not None and cached and header is not None and _is_stale(header, beside, context):
        # importlib._bootstrap_external, "_validate_timestamp_pyc": Python compiles the file anew.
        return _explanation(
            Grade.UNPROVEN, claim, f"left behind, and Python would not read it: {problem}"
        )
    if problem is not None or header is None:
        return _explanation(Grade.CONTRADICTED, claim, problem or "")
    if not _is_in_source(beside, context):
        return None
    optimised = int(cached["opt"] or 0) if cached else 0
    grade, evidence = _compared(content[header.length :], header, optimised, beside, context)
    if optimised and grade is not Grade.DERIVED:
        # distutils names the file after ``optimize``, and compiles it without (``byte_compile``, "direct").
        plain, why = _compared(content[header.length :], header, 0, beside, context)
        if plain is Grade.DERIVED or grade is Grade.CONTRADICTED:
            grade, evidence = plain, f"{why}, without the optimisation that its name states"
    return _explanation(grade, claim, evidence)


def _header(content: bytes) -> Header | None:
    """The header by its magic number; None where there is none."""
    magic = int.from_bytes(content[:2], "little")
    if content[2:4] != b"\r\n":
        return None
    words = [int.from_bytes(content[at : at + 4], "little") for at in (4, 8, 12)]
    if magic in _PYTHON_2 or magic < _PEP_3147_SIZE:
        return Header(magic=magic, length=8) if len(content) > 8 else None
    if magic < _PEP_552:
        return Header(magic=magic, length=12, size=words[1]) if len(content) > 12 else None
    if len(content) <= 16:
        return None
    if words[0] & _HASHED:
        return Header(magic=magic, length=16, flags=words[0], digest=content[8:16])
    return Header(magic=magic, length=16, flags=words[0], size=words[2])


def _problem(header: Header | None, beside: str, tag: str, context: Context) -> str | None:
    """What of the header does not fit the source file at ``beside``; None if all does."""
    entry = context.artifact.tree.entries.get(beside)
    if entry is None or entry.is_link:
        return "the source file that it is named after is not in the artifact"
    if header is None:
        return "it has no bytecode header"
    if header.flags & ~3:
        return f"flags {header.flags:#x} are not defined"
    if (
        header.size is not None
        and entry.size is not None
        and header.size != entry.size & 0xFFFFFFFF
    ):
        return f"its header says {header.size} bytes of source, {beside} has {entry.size}"
    if tag.startswith("cpython-3") and tag != f"cpython-{header.version.replace('.', '')}":
        return f"its magic number {header.magic} is that of Python {header.version}"
    own = int.from_bytes(importlib.util.MAGIC_NUMBER[:2], "little")
    if header.digest is not None and header.magic == own:
        source = context.artifact_bytes(beside)
        if header.digest != importlib.util.source_hash(source):
            return f"its header has the hash of another source than {beside}"
    return None


def _is_stale(header: Header, beside: str, context: Context) -> bool:
    """Whether any Python holds the size in ``header`` against the file beside, and finds another one.

    That is so where the header states a size, as it does since 3.3, and no hash (PEP 552); and where the file
    is there and is the source's, so that it is what runs.
    """
    entry = context.artifact.tree.entries.get(beside)
    if entry is None or entry.is_link or entry.size is None or header.size is None or header.flags:
        return False
    is_other = header.size != entry.size & 0xFFFFFFFF
    return is_other and _is_in_source(beside, context)


def _is_named(filename: object, beside: str) -> bool:
    """Whether ``filename``, which no compile here repeats, is a path that ends in the source's name."""
    name = beside.rpartition("/")[2]
    return (
        isinstance(filename, str)
        and len(filename) <= MAX_NAME
        and filename.isprintable()
        and re.split(r"[/\\]", filename)[-1] == name
    )


MAX_NAME = 1_000
"""Characters of a path; systems allow 4,096, and nobody builds that deep."""


def _compared(
    body: bytes, header: Header, optimised: int, beside: str, context: Context
) -> tuple[Grade, str]:
    """What a compile of the same file by this interpreter says of ``body``."""
    ours = f"{sys.version_info.major}.{sys.version_info.minor}"
    if header.magic != int.from_bytes(importlib.util.MAGIC_NUMBER[:2], "little"):
        why = f"compile {beside} with Python {header.version} to prove it; this is Python {ours}"
        return Grade.UNPROVEN, why
    try:
        theirs = read_code(body)
    except MalformedCode as error:
        return Grade.CONTRADICTED, f"no compiler wrote this: {error}"
    try:
        wanted = read_code(bytecode(context.artifact_bytes(beside), optimised, context.limits))
    except (Malformed, MalformedCode) as error:
        return Grade.UNPROVEN, f"{beside} was not compiled here: {error}"
    if len(theirs.filenames) != 1:
        return Grade.CONTRADICTED, "its functions say that they come from several files"
    if not _is_named(next(iter(theirs.filenames)), beside):
        return Grade.CONTRADICTED, f"it says that it was compiled from another file than {beside}"
    if theirs.value == wanted.value:
        return Grade.DERIVED, f"Python {ours} compiles {beside} to the same code"
    odd = sorted(repr(said) for _, said in theirs.says - wanted.says - {("str", *theirs.filenames)})
    if odd:
        return Grade.CONTRADICTED, f"it says {odd[0][:100]}, which a compile of {beside} does not"
    why = f"same names and constants, other instructions: compile {beside} with the same Python {ours}"
    return Grade.UNPROVEN, f"{why} to prove it"


def _explanation(grade: Grade, claim: str, evidence: str) -> Explanation:
    normalisations = ("name of the compiled file not compared", "time of the source not compared")
    return Explanation(
        grade=grade,
        explainer=ID,
        claim=claim,
        evidence=evidence,
        normalisations=normalisations if grade is Grade.DERIVED else (),
    )


def _is_in_source(path: str, context: Context) -> bool:
    """Whether the artifact's ``path`` is the file that the layout finds, but for its line endings.

    Those say nothing to a compiler (Python reference, 2.1.2), and have a ledger line of their own.
    """
    entry = context.artifact.tree.entries[path]
    for candidate in context.layout.candidates(path):
        held = context.source.tree.entries.get(candidate.path)
        if held is None or held.is_link or held.is_gitlink:
            continue
        if held.blob == entry.blob:
            return True
        lines = context.artifact_bytes(path).replace(b"\r\n", b"\n")
        if lines == context.source_bytes(candidate.path).replace(b"\r\n", b"\n"):
            return True
    return False
