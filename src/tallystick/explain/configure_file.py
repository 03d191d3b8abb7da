"""A file that the build makes from a template in the source by filling in placeholders.

autoconf's ``AC_CONFIG_FILES``, meson's and CMake's ``configure_file``: ``X`` from ``X.in``. All text
outside of the placeholders must be the template's; in Python each value must stay within its
string, so that the syntax is the template's too. The values themselves come from the build machine.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tallystick.explain.context import Context, Unreadable
from tallystick.explain.evidence.automake_files import making
from tallystick.explain.evidence.build_files import build_texts
from tallystick.explain.evidence.configured_files import asking_for
from tallystick.explain.formats.config_header import is_header
from tallystick.explain.formats.glob_lines import PLACEHOLDER, fill
from tallystick.explain.places import base_name, folder_of, own_bytes, places, source_file
from tallystick.explain.toolchain.autotools_files import FILES
from tallystick.explain.toolchain.bootstrap import speaking_of
from tallystick.explain.version.values import is_commit, is_version
from tallystick.model import Difference, Explanation, Grade
from tallystick.project import join
from tallystick.project.bounded import Malformed, python

ID = "configure-file"

CONFIGURE = "configure"

_CALL = re.compile(r"configure_file\s*\(([^()]{1,2000})\)")
_WORD = re.compile(r"[\w@./${}+-]+")
_MARK = "tallystick_placeholder"


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    content = own_bytes(difference, context)
    if content is None or difference.source is not None:
        return None
    for place in places(difference, context):
        if context.by_blob.get(difference.entry.blob) == f"{place}.dist":
            # What configure would make, kept for those who do not run it.
            evidence = "the same blob; a script takes the ending away for the release"
            return _explanation(Grade.UNPROVEN, evidence, f"{place}.dist", "copied")
        # Autoconf's input was called ``configure.in`` once (manual, "Writing Autoconf Input").
        beside = None if base_name(place) == CONFIGURE else source_file(place + ".in", context)
        if beside is not None:
            filled = against(beside, content, difference, context)
            # A rule of a makefile may do more to it, unless nothing but the version was filled in.
            is_proven = filled is not None and filled.grade.is_proof
            if is_proven or making(place, context) is None:
                return filled
        for template in (*_named(place, context), *_configured(place, context)):
            explanation = against(template, content, difference, context)
            # Another file may have the output's name, so only a template that fits says something.
            if explanation is not None and explanation.grade is not Grade.CONTRADICTED:
                return explanation
    return _of_autoheader(content, difference, context)


def _of_autoheader(content: bytes, difference: Difference, context: Context) -> Explanation | None:
    """A header that ``configure`` made of a template beside it, which autoheader wrote and git has not.

    The template has a line of its own on the ledger.
    """
    template = f"{difference.path}.in"
    entry = context.artifact.tree.entries.get(template)
    if not difference.path.endswith(".h") or entry is None or entry.is_link:
        return None
    try:
        made = context.artifact_bytes(template).decode("utf-8")
        text = content.decode("utf-8")
    except (Unreadable, UnicodeDecodeError):
        return None
    if FILES["config.h.in"].head.match(made) is None or not is_header(made, text):
        return None
    return Explanation(
        grade=Grade.UNPROVEN,
        explainer=ID,
        claim=f"{template} of this release, by configure",
        evidence="each #undef of it defined or left; run autoheader and configure to prove it",
    )


def _named(place: str, context: Context) -> Iterator[str]:
    """Files of the source that a ``configure_file`` names together with this file's name."""
    name = base_name(place)
    for path, text in build_texts(context).items():
        if name not in text:
            continue
        for call in _CALL.findall(text):
            words = _WORD.findall(call)
            if name not in {base_name(word) for word in words}:
                continue
            for word in words:
                template = join(folder_of(path), word)
                if base_name(word) != name and source_file(template, context) is not None:
                    yield template


def _configured(place: str, context: Context) -> Iterator[str]:
    """Templates that ``configure.ac`` gives for this very file: ``AC_CONFIG_FILES([x-config:x.in])``.

    Autoconf manual, "Creating Configuration Files"; its other templates have the output's name and ``.in``.
    """
    asked = re.compile(rf"(?<![\w./+-]){re.escape(place)}:([\w./+-]{{1,200}})")
    for path in ("configure.ac", "configure.in"):
        if source_file(path, context) is None:
            continue
        text = context.source_bytes(path)[: context.limits.syntax].decode("utf-8", "replace")
        for call in _CONFIG_FILES.findall(text):
            for template in asked.findall(call):
                if source_file(template, context) is not None:
                    yield template


_CONFIG_FILES = re.compile(r"^[ \t]*AC_CONFIG_FILES\(\[([^][]{1,4000})\]", re.MULTILINE)

_PLAIN = re.compile(r"(?:[\w .,:=/+@%-]|\$\{[a-z_]{1,40}\})*", re.ASCII)
"""What a value may hold that becomes a part of a script: words, options, folders; no command."""


def against(
    template: str, content: bytes, difference: Difference, context: Context
) -> Explanation | None:
    """What is said of ``content`` as the source's ``template`` filled in; None where that is none."""
    try:
        text = content.decode("utf-8")
        filled = context.source_bytes(template).decode("utf-8")
    except UnicodeDecodeError:
        return None
    headed = _HEADED.match(text)
    if headed is not None and headed[1] == base_name(template) and speaking_of(XDT, context):
        text = text[headed.end() :]
    if is_header(filled, text):
        return _explanation(
            Grade.UNPROVEN, "each #undef of it defined or left; run configure", template
        )
    if PLACEHOLDER.search(filled) is None or "\0" in filled:
        return None
    values = fill(filled, text)
    problem = "its text differs outside of the placeholders" if values is None else None
    if problem is None and difference.path.endswith((".py", ".pyi")):
        problem = _wrong_syntax(filled, content, context)
    if problem is None and (text.startswith("#!") or difference.path.endswith(_RUN)):
        problem = _wrong_in_a_script(values or [])
    if problem is not None or values is None:
        return _explanation(Grade.CONTRADICTED, problem or "", template)
    unknown = [name for name, value in values if not _follows(name, value, context)]
    if unknown:
        evidence = f"{len(values)} placeholders filled in; {unknown[0]} comes from the build"
        return _explanation(Grade.UNPROVEN, evidence, template)
    held = "every placeholder holds the version or commit"
    asks = (asking_for(place, template, context) for place in places(difference, context))
    asking = next(filter(None, asks), None)
    if asking is None:
        evidence = f"{held}, but nothing in the source says that a build makes it"
        return _explanation(Grade.UNPROVEN, evidence, template)
    return _explanation(Grade.DERIVED, f"{held}; {asking} names it", template)


XDT = "xdt-autogen"
_HEADED = re.compile(
    r'dnl\ndnl This file was autogenerated from "([\w.-]{1,80})"\.\ndnl Edit that file instead!\ndnl\n\n'
)
"""What Xfce's ``xdt-autogen`` writes above the template, for m4 to leave out."""

_RUN = (".sh", ".ac", ".m4", ".am", "configure.in")
"""Endings of what a shell, m4 or make reads: a value there must not become code."""


def _explanation(
    grade: Grade, evidence: str, template: str, how: str = "with its placeholders filled in"
) -> Explanation:
    return Explanation(
        grade=grade,
        explainer=ID,
        claim=f"{template} {how}",
        evidence=evidence,
        source_path=template,
    )


_STATED = re.compile(
    r"VERSION|RELEASE|REVISION|COMMIT|DESCRIBE|(?:^|_)(?:VER|REV|SHA1?|HASH|TAG|GIT)(?:$|_)",
    re.IGNORECASE,
)
"""What is called by the version or the commit: any other word could be a switch, and ``1.0`` switch it on."""


def _follows(name: str, value: str, context: Context) -> bool:
    return _STATED.search(name) is not None and (
        is_version(value, context) or is_commit(value, context)
    )


def _wrong_in_a_script(values: list[tuple[str, str]]) -> str | None:
    """The first value in a program that is more than words."""
    odd = next(
        (
            value
            for name, value in values
            if value != f"${{{name}}}" and _PLAIN.fullmatch(value) is None
        ),
        None,
    )
    return None if odd is None else f"a placeholder of a program became {odd[:100]!r}"


def _wrong_syntax(template: str, content: bytes, context: Context) -> str | None:
    """Where a value has become more than the constant that its placeholder stands in."""
    try:
        theirs = python(PLACEHOLDER.sub(_MARK, template).encode(), context.limits)
        ours = python(content, context.limits)
    except Malformed as error:
        return str(error)
    expected, found = _nodes(theirs), _nodes(ours)
    if len(expected) != len(found):
        return "its syntax differs from the template's"
    for before, after in zip(expected, found, strict=True):
        if not _is_filled(before, after):
            return f"line {getattr(after, 'lineno', 1)} has other syntax than the template"
    return None


def _nodes(tree: ast.Module) -> list[ast.AST]:
    """All nodes in one order, without those that only say that a name is read or written."""
    return [node for node in ast.walk(tree) if not isinstance(node, ast.expr_context)]


def _is_filled(before: ast.AST, after: ast.AST) -> bool:
    """Whether two nodes are alike, a placeholder being a constant or within a string.

    ``ast.walk`` gives both trees in the same order, so nodes whose own fields agree one by one
    make trees that agree.
    """
    if isinstance(before, ast.Name) and before.id == _MARK:
        return isinstance(after, ast.Constant)
    if type(before) is not type(after):
        return False
    if isinstance(before, ast.Constant) and isinstance(after, ast.Constant):
        if isinstance(before.value, str) and _MARK in before.value:
            return isinstance(after.value, str)
        return type(before.value) is type(after.value) and before.value == after.value
    return _own(before) == _own(after)


def _own(node: ast.AST) -> list[object]:
    """The fields of ``node`` itself: names and flags, and how many children stand in which field."""
    shape: list[object] = []
    for name, value in ast.iter_fields(node):
        if isinstance(value, ast.AST):
            shape.append((name, "node"))
        elif isinstance(value, list):
            shape.append((name, [item if isinstance(item, str) else "node" for item in value]))
        else:
            shape.append((name, value))
    return shape
