"""``WHEEL``: the wheel's own description, which must agree with its file name and its content.

https://packaging.python.org/en/latest/specifications/binary-distribution-format/#file-contents
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from packaging.tags import Tag, parse_tag
from packaging.utils import canonicalize_name, parse_wheel_filename

from tallystick.explain.context import Context
from tallystick.model import Difference, Explanation, Grade
from tallystick.project.bounded import Malformed
from tallystick.project.declared import strings
from tallystick.project.headers import Headers, read_headers
from tallystick.project.requirement import need

ID = "wheel-file"

FIELDS = frozenset({"wheel-version", "generator", "root-is-purelib", "tag", "build"})

_NAMED = re.compile(r"[\w.+() ,:/@-]{1,200}")
_VERSIONED = re.compile(r"[A-Za-z][\w.-]{0,60}(?: \(?[\w.+!-]{1,60}\)?)?", re.ASCII)
"""``setuptools (75.1.0)``, ``hatchling 1.27.0``; meson-python says ``meson`` alone."""

_UNFILLED = re.compile(r"([\w.-]{1,100}) \{\w{1,40}\}")
"""A name, and a placeholder that the backend forgot to fill (sphinx-theme-builder up to 0.3)."""

MAX_GENERATORS = 4
"""The backend, and tools that repair wheels: delocate adds a line of its own since 0.13."""

MAX_TAG = 255
"""Characters of a file name on any file system, and so of the tags in it."""

_NATIVE = (".so", ".pyd", ".dylib")
"""Endings of what an interpreter loads; a program or an archive may lie in a pure wheel as data."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    folder, _, name = difference.path.rpartition("/")
    if name != "WHEEL" or not folder.endswith(".dist-info") or "/" in folder:
        return None
    try:
        headers = read_headers(context.artifact_bytes(difference.path), context.limits)
    except Malformed as error:
        return _explanation(Grade.CONTRADICTED, str(error), "")
    generator = ", then ".join(headers.fields.get("generator", ()))[:400]
    wrong = _wrong(headers, folder, context)
    if wrong:
        return _explanation(Grade.CONTRADICTED, wrong, generator)
    odd = _odd(headers, context)
    if odd:
        return _explanation(Grade.UNPROVEN, odd, generator)
    return _explanation(Grade.DERIVED, "every line agrees with the file name", generator)


def _explanation(grade: Grade, evidence: str, generator: str) -> Explanation:
    return Explanation(
        grade=grade,
        explainer=ID,
        claim=f"the wheel's tags, written by {generator or 'nobody who says so'}",
        evidence=evidence,
        normalisations=("compressed tag sets expanded", "order of tags not compared"),
    )


def _wrong(headers: Headers, folder: str, context: Context) -> str | None:
    """What is wrong first; None if nothing is."""
    return next(_all_wrong(headers, folder, context), None)


def _all_wrong(headers: Headers, folder: str, context: Context) -> Iterator[str]:
    if context.dist_info != folder:
        yield "the wheel has more than one .dist-info folder"
    if headers.body.strip():
        yield "text after the headers"
    for name, values in headers.fields.items():
        if name not in FIELDS:
            yield f"{name!r} is no field of WHEEL"
        if len(values) > 1 and name not in {"tag", "generator"}:
            yield f"{name} stands {len(values)} times"
    version = headers.one("wheel-version")
    if not re.fullmatch(r"1\.[0-9]{1,9}", version or ""):
        yield f"Wheel-Version {version!r} is none that installers know"
    yield from _generators_wrong(headers.fields.get("generator", ()), context)
    if (headers.one("root-is-purelib") or "").lower() not in {"true", "false"}:
        yield f"Root-Is-Purelib is {headers.one('root-is-purelib')!r}"
    yield from _tags_wrong(headers, context)


def _generators_wrong(lines: tuple[str, ...], context: Context) -> Iterator[str]:
    """No installer reads them; a reader of the ledger does."""
    if len(lines) > MAX_GENERATORS or len(set(lines)) < len(lines):
        yield f"generator stands {len(lines)} times"
    if not lines or not all(_is_generator(line, context) for line in lines):
        yield "no Generator, or one that is no name and version"


def _is_generator(line: str, context: Context) -> bool:
    """A name and a version; without one where the source builds with that very backend."""
    unfilled = _UNFILLED.fullmatch(line)
    if unfilled is None:
        return _NAMED.fullmatch(line) is not None
    asked = strings(context.project.table("build-system").get("requires"))
    return canonicalize_name(unfilled[1]) in {need(requirement).name for requirement in asked}


def _tags_wrong(headers: Headers, context: Context) -> Iterator[str]:
    lines = headers.fields.get("tag", ())
    # A compressed set of tags stands for the product of its three parts, which may be any number.
    if max((len(context.artifact.name), *map(len, lines))) > MAX_TAG:
        yield f"a tag of more than {MAX_TAG} characters"
        return
    try:
        _, _, build, named = parse_wheel_filename(context.artifact.name)
        stated = frozenset(tag for line in lines for tag in parse_tag(line))
    except ValueError as error:
        yield f"tags cannot be read: {error}"
        return
    if stated != named and not (_is_narrower(named, stated) or _is_wider(named, stated)):
        odd = ", ".join(sorted(str(tag) for tag in stated ^ named)[:5])
        yield f"WHEEL and the file name disagree on {odd}"
    number = "".join(str(part) for part in build)
    if (headers.one("build") or "") != number:
        yield f"Build is {headers.one('build')!r}, the file name says {number!r}"


def _is_narrower(named: frozenset[Tag], stated: frozenset[Tag]) -> bool:
    """Whether the file name has some of the platforms of ``WHEEL``, for the same interpreters.

    Installers go by the name alone, so whoever renamed the file took platforms away and gave none.
    """
    ours, theirs = ({(tag.interpreter, tag.abi) for tag in tags} for tags in (named, stated))
    return named < stated and ours == theirs


def _is_wider(named: frozenset[Tag], stated: frozenset[Tag]) -> bool:
    """Whether the file name adds versions of macOS, as was done before pip knew that they run older code.

    Nothing in the file is other for it, and an index lets nobody but the project choose the name.
    """
    platforms = {tag.platform for tag in named}
    is_mac = all(platform.startswith("macosx_") for platform in platforms)
    return is_mac and _is_narrower(stated, named)


def _odd(headers: Headers, context: Context) -> str | None:
    """What no honest backend should write, but some setups do."""
    for line in headers.fields.get("generator", ()):
        if _VERSIONED.fullmatch(line) is None and _UNFILLED.fullmatch(line) is None:
            return f"its Generator is more than a name and a version: {line[:100]!r}"
    _, _, _, tags = parse_wheel_filename(context.artifact.name)
    stated = {tag for line in headers.fields.get("tag", ()) for tag in parse_tag(line)}
    if beyond := sorted(str(tag) for tag in stated - tags):
        return f"names {beyond[0]}, which the file name does not: the file was renamed"
    if more := sorted(str(tag) for tag in tags - stated):
        return f"does not name {more[0]}, which the file name does: the file was renamed"
    pure = (headers.one("root-is-purelib") or "").lower() == "true"
    native = next((p for p in context.artifact.tree.entries if p.endswith(_NATIVE)), None)
    if pure and native and all(tag.platform == "any" for tag in tags):
        return f"says that it is pure for any platform, and holds {native}"
    if pure and any(tag.abi not in {"none", "abi3"} for tag in tags):
        return "says that it is pure, and is tagged for one interpreter's binary interface"
    if not pure and not native and all(tag.platform == "any" for tag in tags):
        return "says that it is not pure, is tagged for any platform, and holds nothing native"
    return None
