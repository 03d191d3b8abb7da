"""``requirements.txt`` with hashes, as pip reads it.

https://pip.pypa.io/en/stable/reference/requirements-file-format/ and, for what that page leaves open,
pip's ``req_file.py``. Environment variables are not put in, so nothing of ours gets into a URL; markers
are not evaluated, so every platform's requirements are read. A requirement that pip's hash-checking
mode would refuse is a pinned thing that cannot be audited; an unknown option refuses the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace
from packaging.requirements import InvalidRequirement, Requirement

from tallystick.limits import Limits
from tallystick.lock.pinned import (
    Ecosystem,
    Malformed,
    Pinned,
    WhyNot,
    address,
    digest,
    file_name,
    is_name,
    is_version,
    left_out,
)

Include = Callable[[str], bytes]
"""The contents of a file beside the first one; raises UsageError."""

_COMMENT: Final = re.compile(r"(?:^|\s)#.*$")
_REQUIREMENT_LENGTH: Final = 4_096
_NEST: Final = ("-r", "--requirement")
_INDEX: Final = ("-i", "--index-url", "--pypi-url")
_EDITABLE: Final = ("-e", "--editable")
_WITHOUT_VALUE: Final = frozenset({"--no-index", "--prefer-binary", "--require-hashes", "--pre"})
_WITH_VALUE: Final = frozenset(
    {
        "-c",
        "--constraint",
        "-f",
        "--find-links",
        "--extra-index-url",
        "--no-binary",
        "--only-binary",
        "--trusted-host",
        "--use-feature",
    }
)
"""Options that say where files come from or which are preferred: the hashes bind the bytes whatever
they say. Constraints add no requirement."""
_VCS: Final = re.compile(r"(?:git|hg|svn|bzr)\+")


class _Reading(Struct):
    """The files that were read so far, and what they say of the index."""

    limits: Limits
    include: Include
    seen: set[str] = field(default_factory=set)
    index: str | None = None


def read(content: str, limits: Limits, include: Include) -> list[Pinned]:
    """What ``content`` and the files that it includes pin.

    Raises:
        Malformed: an option that is not known, or an include that leads elsewhere.
        UsageError: an include that cannot be read.
    """
    reading = _Reading(limits=limits, include=include)
    pins = list(_file(content, "", reading))
    return [replace(pinned, index=reading.index) for pinned in pins]


def _file(content: str, folder: str, reading: _Reading) -> Iterator[Pinned]:
    """One file and, at their places, those that it includes; their number bounds the recursion."""
    for line in _lines(content):
        words = line.split()
        option, joined, value = words[0].partition("=")
        if not option.startswith("-"):
            yield _requirement(line)
            continue
        if len(option) > 2 and not option.startswith("--"):  # -rFILE
            option, value, joined = option[:2], words[0][2:], "="
        values = ([value] if joined else []) + words[1:]
        yield from _option(option, values, folder, reading)


def _option(option: str, values: list[str], folder: str, reading: _Reading) -> Iterator[Pinned]:
    if option in _WITHOUT_VALUE and not values:
        return
    if len(values) != 1 or not values[0]:
        raise Malformed(f"option {option:.40} is not understood")
    if option in _NEST:
        yield from _included(values[0], folder, reading)
    elif option in _INDEX:
        reading.index = address(values[0])
        if reading.index is None:
            raise Malformed(f"{option}: an index is asked over https only")
    elif option in _EDITABLE:
        yield _editable(values[0])
    elif option not in _WITH_VALUE:
        raise Malformed(f"option {option:.40} is not understood")


def _included(name: str, folder: str, reading: _Reading) -> Iterator[Pinned]:
    path = f"{folder}{name}".removeprefix("./")
    if ".." in path.split("/") or not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9 ._/+-]{0,400}", path):
        raise Malformed("it includes a file that is not in its own folder")
    if path in reading.seen:
        return
    reading.seen.add(path)
    if len(reading.seen) > reading.limits.lock_includes:
        raise Malformed(f"it includes more than {reading.limits.lock_includes} files")
    content = decoded(reading.include(path), reading.limits)
    yield from _file(content, f"{path.rpartition('/')[0]}/".lstrip("/"), reading)


def decoded(content: bytes, limits: Limits) -> str:
    """``content`` as text.

    Raises:
        Malformed: it is not UTF-8, or too large.
    """
    if len(content) > limits.lock:
        raise Malformed(f"more than {limits.lock} bytes")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Malformed("not UTF-8") from None


def _lines(content: str) -> Iterator[str]:
    """Logical lines without comments: pip joins first, and a comment ends a continued line."""
    parts: list[str] = []
    for line in content.splitlines():
        is_comment = line.lstrip().startswith("#")
        if line.endswith("\\") and not is_comment:
            parts.append(line[:-1])
            continue
        parts.append(f" {line}" if is_comment else line)
        if whole := _COMMENT.sub("", "".join(parts)).strip():
            yield whole
        parts = []
    if whole := _COMMENT.sub("", "".join(parts)).strip():
        yield whole


def _requirement(line: str) -> Pinned:
    """One requirement: its text up to the first option, then ``--hash`` options."""
    words = line.split()
    first = next((at for at, word in enumerate(words) if word.startswith("-")), len(words))
    text = " ".join(words[:first])
    digests, wrong = _hashes(words[first:])
    name = re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*", text)
    shown = (
        name.group()[:100] if name and "://" not in text[: name.end() + 3] else "(a requirement)"
    )
    if wrong is not None:
        return _unpinned(shown, None, wrong)
    if len(text) > _REQUIREMENT_LENGTH:
        return _unpinned(shown, None, "the requirement is too long")
    if "${" in text:
        return _unpinned(shown, None, "environment variables are not put in")
    if _VCS.match(text) or "://" in text.partition(" ")[0]:
        return _at_url(shown, text.partition(" ")[0], digests)
    if text.startswith(".") or "/" in text.partition("@")[0].partition(";")[0]:
        reason = "a file or folder of whoever locked it; audit it by its path"
        return left_out(Ecosystem.PYPI, shown, None, WhyNot.NO_RELEASE, reason)
    try:
        requirement = Requirement(text)
    except (InvalidRequirement, RecursionError):
        return _unpinned(shown, None, "not a requirement (PEP 508)")
    if requirement.url is not None:
        return _at_url(requirement.name, requirement.url, digests)
    return _at_index(requirement, digests)


def _at_index(requirement: Requirement, digests: frozenset[tuple[str, str]]) -> Pinned:
    clauses = list(requirement.specifier)
    exact = len(clauses) == 1 and clauses[0].operator in {"==", "==="}
    version = clauses[0].version if exact else None
    if version is None or "*" in version or not is_version(version):
        return _unpinned(requirement.name, None, "not pinned to one version with ==")
    if not digests:
        reason = "no --hash of sha256, sha384 or sha512"
        return _unpinned(requirement.name, version, reason)
    return Pinned(ecosystem=Ecosystem.PYPI, name=requirement.name, version=version, digests=digests)


def _at_url(name: str, url: str, digests: frozenset[tuple[str, str]]) -> Pinned:
    if _VCS.match(url):
        reason = "installed from a commit; there is no released file"
        return left_out(Ecosystem.PYPI, name, None, WhyNot.NO_RELEASE, reason)
    where = address(url)
    called = file_name(where) if where else None
    if where is None or called is None:
        return _unpinned(name, None, "a URL that is not asked (https only), or that names no file")
    digests = digests or _in_fragment(url)
    if not digests:
        return _unpinned(name, None, "no --hash of sha256, sha384 or sha512")
    if not is_name(name):
        name = called
    return Pinned(
        ecosystem=Ecosystem.PYPI,
        name=name,
        version=None,
        digests=digests,
        url=where,
        filename=called,
        is_direct=True,
    )


def _in_fragment(url: str) -> frozenset[tuple[str, str]]:
    """pip takes a digest in the fragment of a URL for a hash, where there is no other."""
    algorithm, _, value = url.partition("#")[2].partition("&")[0].partition("=")
    try:
        known = digest(algorithm, value)
    except Malformed:
        return frozenset()
    return frozenset({known}) if known else frozenset()


def _hashes(words: list[str]) -> tuple[frozenset[tuple[str, str]], str | None]:
    """The digests of ``--hash`` options, and what is wrong with the options."""
    found: set[tuple[str, str]] = set()
    rest = iter(words)
    for word in rest:
        option, joined, value = word.partition("=")
        if option in {"--config-settings", "--global-option"}:
            if not joined:
                next(rest, None)
            continue
        if option != "--hash":
            return frozenset(), f"option {option:.40} is not understood"
        algorithm, _, hexed = (value if joined else next(rest, "")).partition(":")
        try:
            known = digest(algorithm, hexed)
        except Malformed as error:
            return frozenset(), f"--hash: {error}"
        if known is not None:
            found.add(known)
    return frozenset(found), None


def _editable(value: str) -> Pinned:
    if _VCS.match(value):
        reason = "installed from a commit; there is no released file"
        return left_out(Ecosystem.PYPI, "(editable)", None, WhyNot.NO_RELEASE, reason)
    return left_out(Ecosystem.PYPI, "(editable)", None, WhyNot.LOCAL, "a folder of this project")


def _unpinned(name: str, version: str | None, reason: str) -> Pinned:
    return left_out(Ecosystem.PYPI, name, version, WhyNot.UNPINNED, reason)
