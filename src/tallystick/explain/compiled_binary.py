"""A compiled file: an extension module, a program, a library grafted beside them.

What a compiler made is proven by compiling again or by an attestation. Here only the claim is
checked, from both sides: what the wheel's tag and the file's name say is what its own tables say,
and the source has something to compile that bears this name. What nobody claims is described all
the same, and stays unexplained.
"""

from __future__ import annotations

import re

from msgspec import Struct

from tallystick.explain.binaries.extension_module import described, module_notes, wrong_module
from tallystick.explain.binaries.grafted_library import grafted_notes, is_grafted, opened_by_python
from tallystick.explain.binaries.notes import notes
from tallystick.explain.binaries.platform_tag import (
    ALL_FORMATS,
    ANYWHERE,
    platforms,
    wrong_format,
    wrong_library,
    wrong_machine,
)
from tallystick.explain.binaries.shipped_binary import shipped
from tallystick.explain.binaries.wheel import (
    Reading,
    is_library_name,
    loading,
    looks_compiled,
    reading,
)
from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import build_texts, naming, says, texts
from tallystick.explain.from_template import MARKS
from tallystick.explain.places import base_name, own_bytes, places, source_file, stem
from tallystick.explain.plugin_text import HELPERS, asks_for_helpers
from tallystick.model import ArtifactKind, Difference, Explanation, Grade

ID = "compiled-binary"

COMPILED = frozenset({
    ".c", ".cc", ".cpp", ".cxx", ".cu", ".m", ".mm", ".pyx", ".rs", ".f", ".f90", ".F90", ".go", ".zig",
    ".nim", ".d", ".v", ".swift",
})  # fmt: skip
"""Endings of what compilers read."""

_FILLED_IN = frozenset({"tp", *MARKS})
"""Endings of a template behind those of what is made of it."""

_COMPILING = frozenset({"CMakeLists.txt", "meson.build"})
"""Build files of projects that compile something."""

_CYTHON = re.compile(r"\b[cC]ython(?:ize)?\b")
_CFFI = re.compile(r"\.\s*set_source\s*\(")

_PROGRAMS = (b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"MZ")
"""What begins so is compiled whatever its name: a program in ``.data/scripts`` has no ending."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    if difference.source is not None:
        return None
    is_wheel = context.artifact.kind is ArtifactKind.WHEEL
    if (difference.entry.size or 0) > context.limits.content:
        return _too_large(difference, context) if is_wheel else None
    content = own_bytes(difference, context)
    if content is None:
        return None
    if not _is_program(content) and not (is_wheel and looks_compiled(difference.path)):
        return None
    line = Line(difference=difference, read=reading(difference.path, context), context=context)
    if not is_wheel:
        return line.unclaimed()
    problem = wrong_format(content, context)
    claim, evidence = None, ""
    if problem is ANYWHERE and content.startswith(ALL_FORMATS):
        said = shipped(difference, COMPILED, _names(context), context)
        if said is not None:
            problem = None
            claim = f"compiled from the source: {said}"
            evidence = (
                f"{ANYWHERE}; yet git ignores it, and the source builds it: compile it to prove it"
            )
    problem = problem or line.lie()
    if problem is not None:
        return line.explanation(Grade.CONTRADICTED, claim, problem)
    if claim is not None:
        return line.explanation(Grade.UNPROVEN, claim, evidence)
    return _by_source(line) or line.unclaimed()


class Line(Struct, frozen=True, kw_only=True):
    """One compiled file, what it says of itself, and the audit that it is a part of."""

    difference: Difference
    read: Reading
    context: Context

    def lie(self) -> str | None:
        """How its own tables disagree with what the wheel's tag and its name say; None if they fit."""
        path, images = self.difference.path, self.read.images
        if self.read.is_malformed and is_library_name(path):
            return f"cannot be read: {self.read.problem}"
        return (
            wrong_machine(path, images, self.context)
            or wrong_module(path, images, self.context)
            or wrong_library(images, self.context)
        )

    def unclaimed(self) -> Explanation:
        """Nobody says that it is built: its tables are shown, and prove nothing."""
        evidence = "nothing in the source says that a binary of this name is built"
        return self.explanation(Grade.UNEXPLAINED, None, evidence)

    def explanation(
        self, grade: Grade, claim: str | None, evidence: str, about: tuple[str, ...] = ()
    ) -> Explanation:
        """What is said of it, with what its tables say besides."""
        path, images = self.difference.path, self.read.images
        what = described(path, images)
        if self.read.problem is not None and grade is not Grade.CONTRADICTED:
            evidence = f"{evidence}; it cannot be read: {self.read.problem}"
        return Explanation(
            grade=grade,
            explainer=ID,
            claim=what if claim is None else f"{claim}; {what}",
            evidence=evidence,
            notes=(
                *about,
                *module_notes(path, images),
                *notes(images, self.context, ours=not is_grafted(path)),
            ),
        )


def _by_source(line: Line) -> Explanation | None:
    """The claim that the source, or another file of the wheel, makes for this one; None if nobody does."""
    difference, context = line.difference, line.context
    path = difference.path
    if is_grafted(path):
        user = loading(path, context) or opened_by_python(path, context)
        if user is None:
            return None
        claim = f"a library of the build machine, copied in because {user[0]} {user[1]} it"
        evidence = "not made from this source: rebuild the wheel, or find the package it came from"
        about = grafted_notes(path, line.read.images, context)
        return line.explanation(Grade.UNPROVEN, claim, evidence, tuple(about))
    named = _named(difference, context)
    if named is None:
        return None
    claim = f"compiled from the source: {named}"
    evidence = "a compiler's output: rebuild the wheel or verify an attestation of it"
    return line.explanation(Grade.UNPROVEN, claim, evidence)


def _too_large(difference: Difference, context: Context) -> Explanation | None:
    """A library beyond the cap on contents, by its name alone, where that is a claim of both sides.

    Reading it would prove nothing either: to be padded beyond the cap gains an attacker no grade.
    """
    if not is_library_name(difference.path) or "any" in platforms(context):
        return None
    problem = f"larger than {context.limits.content} bytes"
    line = Line(difference=difference, read=Reading(problem=problem), context=context)
    return _by_source(line) or line.unclaimed()


def _is_program(content: bytes) -> bool:
    return content.startswith(_PROGRAMS) and b"\0" in content[:512]


def _named(difference: Difference, context: Context) -> str | None:
    """What in the source gives this file its name: something to compile, or a build file's word."""
    name = stem(difference.path)
    made = _of_python(name, difference, context) or _cffi(name, context)
    if name == "compiler_version" and asks_for_helpers(context):
        made = f"_compiler.c of {HELPERS}"
    if made is not None:
        return made
    sources = context.once("compiled sources", lambda: _sources(context))
    if not sources:
        return None
    if name in sources:
        return sources[name]
    for word in (name, name.removeprefix("lib")):
        build_file = naming(word, context)
        if build_file is not None:
            return f"{build_file} names {word}"
    begun = context.once("modules that C begins", lambda: _initialised(context)).get(name)
    if begun is not None:
        return f"{begun} defines PyInit_{name}"
    if name.endswith("__mypyc") and naming("mypyc", context) is not None:
        return "the group of modules that mypyc compiles together"
    return None


_INIT = re.compile(rb"\bPyInit_(\w{1,100})[ \t]*\(")
"""The function that makes a module (CPython, "Extending and Embedding")."""

_C_READ = 100
"""Files of C that are searched for it, the shallow ones; a project that computes names has few."""


def _initialised(context: Context) -> dict[str, str]:
    """Modules that a file of C begins, where ``setup.py`` puts their names together."""
    paths = [path for path in context.source.tree.entries if path.endswith((".c", ".cc", ".cpp"))]
    paths.sort(key=lambda path: (path.count("/"), path))
    found: dict[str, str] = {}
    for path, text in texts(paths[:_C_READ], context).items():
        for name in _INIT.findall(text.encode()):
            found.setdefault(name.decode(), path)
    return found


def _of_python(name: str, difference: Difference, context: Context) -> str | None:
    """The module of Python beside it that mypyc or Cython compiles."""
    for place in places(difference, context):
        module = place[: place.rfind("/") + 1] + name + ".py"
        if source_file(module, context) is None:
            continue
        if naming("mypyc", context) is not None:
            return f"{module} by mypyc"
        build_file = _cythonizing(module, context)
        if build_file is not None:
            return f"{module} by Cython, as {build_file} says"
    return None


def _cythonizing(module: str, context: Context) -> str | None:
    """The build file that speaks of Cython and names this module of Python, or all those of its package."""
    words = module.split("/")
    package = ".".join(words[:-1])
    for path, text in build_texts(context).items():
        if _CYTHON.search(text) is None:
            continue
        globbed = "*.py" in text and (f"'{package}'" in text or f'"{package}"' in text)
        if says("/".join(words[-2:]), text) or globbed:
            return path
    return None


def _cffi(name: str, context: Context) -> str | None:
    """The build file that calls ``set_source`` and names this module (cffi, "Preparing modules")."""
    for path, text in build_texts(context).items():
        if _CFFI.search(text) is not None and says(name, text):
            return f"{path} has cffi make {name}"
    return None


def _sources(context: Context) -> dict[str, str]:
    """Paths of what can be compiled, by their stem; mypyc compiles Python itself."""
    found: dict[str, str] = {}
    for path in context.source.tree.entries:
        name = base_name(path)
        first, _, ending = name.rpartition(".")
        name = first if ending in _FILLED_IN else name  # filled in, and compiled then
        if name[name.rfind(".") :] in COMPILED:
            found.setdefault(stem(path), path)
    if any(base_name(path) in _COMPILING for path in build_texts(context)):
        for gitlink in context.gitlinks:  # what it holds to compile is not known here
            found.setdefault(base_name(gitlink), f"the submodule {gitlink}")
    if not found and naming("mypyc", context) is not None:
        found["mypyc"] = "mypyc"
    return found


def _names(context: Context) -> frozenset[str]:
    """Base names of what can be compiled."""
    return context.once(
        "names of compiled sources",
        lambda: frozenset(
            name
            for name in map(base_name, context.source.tree.entries)
            if name[name.rfind(".") :] in COMPILED
        ),
    )
