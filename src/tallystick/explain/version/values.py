"""Whether a value that a version file assigns follows from the release and its commit."""

from __future__ import annotations

import re

from packaging.version import InvalidVersion, Version

from tallystick.explain.context import Context

VERSIONS = frozenset({
    "__version__", "version", "VERSION", "__VERSION__", "_version", "full_version", "__full_version__",
})  # fmt: skip
TUPLES = frozenset({
    "__version_tuple__", "version_tuple", "version_info", "__version_info__", "VERSION_TUPLE",
})  # fmt: skip
COMMITS = frozenset({
    "commit_id", "__commit_id__", "git_revision", "__git_revision__", "__git_version__", "git_version",
    "__git_commit__", "git_commit", "__commit__", "commit", "git_hash", "__git_hash__", "git_sha",
    "__gitversion__", "git_full", "full_revisionid",
})  # fmt: skip
DATES = frozenset({"date", "__date__", "git_date", "build_date", "commit_date", "__build_date__"})
DERIVED = frozenset({"short_version", "release", "is_release", "__short_version__"})
"""Names that are computed from the version: ``version.split("+")[0]``, ``"dev" not in version``."""

NAMES = VERSIONS | TUPLES | COMMITS | DATES | DERIVED

_REPACKED = re.compile(r"(?<=[0-9a-z])[+.~](?:dfsg|ds|repack)[.0-9]*\Z")
"""What Debian adds to the version of a tarball that it takes files out of (Developer's Reference, 6.7.8)."""

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T0-9:+.Z-]{0,30}|[0-9]{4,14}")
_HEX = re.compile(r"g?([0-9a-f]{7,64})")


def wrong(name: str, value: object, context: Context) -> str | None:
    """How ``value`` of ``name`` disagrees with the release, in one sentence; None if it follows."""
    if name in VERSIONS:
        agrees = isinstance(value, str) and is_version(value, context)
    elif name in TUPLES:
        agrees = is_version_tuple(value, context)
    elif name in COMMITS:
        agrees = is_commit(value, context)
    elif name in DATES:
        agrees = is_date(value)
    elif isinstance(value, str):
        agrees = value != "" and (context.artifact.version or "").startswith(value)
    else:
        agrees = isinstance(value, bool)
    return None if agrees else f"{name} is {str(value)[:80]!r}, which the release does not say"


def is_date(value: object) -> bool:
    """Whether ``value`` is None, or nothing but a date and time of any day."""
    return value is None or (isinstance(value, str) and _DATE.fullmatch(value) is not None)


def is_version(value: str, context: Context) -> bool:
    """Whether ``value`` is the release's version (PEP 440: equal after normalisation)."""
    claimed = _REPACKED.sub("", context.artifact.version or "")
    try:
        return value == claimed or Version(value) == Version(claimed)
    except InvalidVersion:
        return False


def is_version_tuple(value: object, context: Context) -> bool:
    """Whether ``value`` holds the numbers of the version, then some of its other parts in order.

    setuptools-scm's ``_version_cls._version_as_tuple`` gives the release numbers and then pre, post,
    dev and local segments; its older templates left some of these out, or split at dots.
    """
    if not isinstance(value, tuple):
        return False
    claimed = context.artifact.version or ""
    by_dots = tuple(int(part) if part.isdecimal() else part for part in claimed.split("."))
    if value == by_dots:
        return True
    try:
        version = Version(claimed)
    except InvalidVersion:
        return False
    numbers = version.release
    rest = list(value[1:] if version.epoch and value[:1] == (f"{version.epoch}!",) else value)
    if tuple(rest[: len(numbers)]) != numbers:
        return False
    parts = [
        f"{version.pre[0]}{version.pre[1]}" if version.pre else None,
        f"post{version.post}" if version.post is not None else None,
        f"dev{version.dev}" if version.dev is not None else None,
        version.local,
    ]
    remaining = iter([part for part in parts if part is not None])
    return all(item in remaining for item in rest[len(numbers) :])


def is_commit(value: object, context: Context) -> bool:
    """Whether ``value`` is None or abbreviates the audited commit (``g`` before it as in describe)."""
    if value is None:
        return True
    found = _HEX.fullmatch(value) if isinstance(value, str) else None
    return found is not None and (context.source.commit or "").startswith(found[1])
