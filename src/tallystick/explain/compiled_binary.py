"""A compiled file in a wheel: an extension module, a program, a library grafted beside them.

What a compiler made is proven by compiling again or by an attestation. Here only the claim is
checked, from both sides: the wheel says that it is built for a platform, the format is that
platform's, and the source has something to compile that bears this name.
"""

from __future__ import annotations

import re

from tallystick.explain.build_files import naming
from tallystick.explain.context import Context
from tallystick.explain.places import base_name, own_bytes, places, source_file, stem
from tallystick.explain.shipped_binary import shipped
from tallystick.model import Difference, Explanation, Grade

ID = "compiled-binary"

COMPILED = frozenset({
    ".c", ".cc", ".cpp", ".cxx", ".cu", ".m", ".mm", ".pyx", ".rs", ".f", ".f90", ".F90", ".go", ".zig",
    ".nim", ".d", ".v", ".swift",
})  # fmt: skip
"""Endings of what compilers read."""

_FORMATS: tuple[tuple[str, tuple[bytes, ...]], ...] = (
    ("linux", (b"\x7fELF", b"!<arch>\n")),
    ("android", (b"\x7fELF", b"!<arch>\n")),
    ("macosx", (b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"!<arch>\n")),
    ("ios", (b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"!<arch>\n")),
    ("win", (b"MZ", b"!<arch>\n")),
    ("emscripten", (b"\0asm",)),
    ("pyodide", (b"\0asm",)),
)
"""First bytes by a word in the platform tag: ELF, Mach-O (64, 32, fat), PE, ar, WebAssembly."""

_ALL_FORMATS = tuple({magic for _, magics in _FORMATS for magic in magics})

ANYWHERE = "the wheel's tag says that it runs anywhere, so nothing in it was compiled"

_PROGRAMS = (b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"MZ")
"""What begins so is compiled whatever its name: a program in ``.data/scripts`` has no ending."""

_GRAFTED = re.compile(r"(?:^|/)(?:[\w.+-]+\.libs|\.dylibs|\.libs)/[^/]+$")
"""Where auditwheel, delvewheel and delocate put libraries."""

_ENDING = re.compile(rb"\.(?:so(?:\.[0-9.]{1,40})?|dylib|dll)", re.IGNORECASE)
_NOT_NAME = re.compile(rb"[^\w.+-]")

LONGEST_NAME = 200
"""Bytes of a library's name that are looked for before its ending."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    content = own_bytes(difference, context)
    if content is None or difference.source is not None:
        return None
    if not _looks_compiled(difference.path) and not _is_program(content):
        return None
    problem = _wrong_platform(content, context)
    if problem is ANYWHERE and content.startswith(_ALL_FORMATS):
        said = shipped(difference, COMPILED, _names(context), context)
        if said is not None:
            evidence = (
                f"{problem}; yet git ignores it, and the source builds it: compile it to prove it"
            )
            return _explanation(Grade.UNPROVEN, f"compiled from the source: {said}", evidence)
    if problem is not None:
        return _explanation(Grade.CONTRADICTED, "a compiled file", problem)
    if _GRAFTED.search(difference.path):
        return _grafted(difference, context)
    named = _named(difference, context)
    if named is None:
        return None
    claim = f"compiled from the source: {named}"
    evidence = "a compiler's output: rebuild the wheel or verify an attestation of it"
    return _explanation(Grade.UNPROVEN, claim, evidence)


def _wrong_platform(content: bytes, context: Context) -> str | None:
    """How the format disagrees with the platform tag of the wheel's file name; None if it fits."""
    platform = context.artifact.name.removesuffix(".whl").rsplit("-", 1)[-1]
    if platform == "any":
        return ANYWHERE
    formats = [magic for word, magics in _FORMATS if word in platform for magic in magics]
    if not content.startswith(tuple(formats)):
        return f"its first bytes {content[:4].hex()} are no format of {platform}"
    return None


def _is_program(content: bytes) -> bool:
    return content.startswith(_PROGRAMS) and b"\0" in content[:512]


def _explanation(grade: Grade, claim: str, evidence: str) -> Explanation:
    return Explanation(grade=grade, explainer=ID, claim=claim, evidence=evidence)


def _looks_compiled(path: str) -> bool:
    name = base_name(path)
    return name.endswith((".so", ".pyd", ".dll", ".dylib", ".exe", ".a", ".lib")) or ".so." in name


def _named(difference: Difference, context: Context) -> str | None:
    """What in the source gives this file its name: something to compile, or a build file's word."""
    name = stem(difference.path)
    for place in places(difference, context):
        module = place[: place.rfind("/") + 1] + name + ".py"
        if source_file(module, context) is not None and naming("mypyc", context) is not None:
            return f"{module} by mypyc"
    sources = context.once("compiled sources", lambda: _sources(context))
    if not sources:
        return None
    if name in sources:
        return sources[name]
    for word in (name, name.removeprefix("lib")):
        build_file = naming(word, context)
        if build_file is not None:
            return f"{build_file} names {word}"
    if name.endswith("__mypyc") and naming("mypyc", context) is not None:
        return "the group of modules that mypyc compiles together"
    return None


def _sources(context: Context) -> dict[str, str]:
    """Paths of what can be compiled, by their stem; mypyc compiles Python itself."""
    found: dict[str, str] = {}
    for path in context.source.tree.entries:
        name = base_name(path)
        if name[name.rfind(".") :] in COMPILED:
            found.setdefault(stem(path), path)
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


def _grafted(difference: Difference, context: Context) -> Explanation | None:
    """A library copied in from the build machine, because another file of the wheel loads it."""
    loaded = context.once("loaded libraries", lambda: _loaded(context))
    name = base_name(difference.path).encode("utf-8", "surrogateescape")
    users = loaded.get(name.lower(), set()) - {difference.path}
    if not users:
        return None
    user = min(users)
    claim = f"a library of the build machine, copied in because {user} loads it"
    evidence = "not made from this source: rebuild the wheel, or find the package it came from"
    return _explanation(Grade.UNPROVEN, claim, evidence)


def _loaded(context: Context) -> dict[bytes, set[str]]:
    """Names of libraries that stand in the wheel's compiled files, with the files that hold them."""
    found: dict[bytes, set[str]] = {}
    for path, entry in context.artifact.tree.entries.items():
        too_large = (entry.size or 0) > context.limits.content
        if entry.is_link or too_large or not _looks_compiled(path):
            continue
        for name in _library_names(context.artifact_bytes(path)):
            found.setdefault(name, set()).add(path)
    return found


def _library_names(content: bytes) -> set[bytes]:
    """Names of libraries in ``content``, in lower case; looked for from their ending backwards."""
    names = set()
    for ending in _ENDING.finditer(content):
        before = content[max(0, ending.start() - LONGEST_NAME) : ending.start()]
        names.add((_NOT_NAME.split(before)[-1] + ending[0]).lower())
    return names
