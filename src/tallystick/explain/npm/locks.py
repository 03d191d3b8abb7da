"""The npm packages that lock files of the source pin, by name.

``package-lock.json`` and ``npm-shrinkwrap.json`` are read by :mod:`tallystick.lock`. Of ``yarn.lock`` only
the lines that name, date and bind a package are read (classic.yarnpkg.com/lang/en/docs/yarn-lock); the
checksum of a later Yarn is of its own repacked archive and binds no release.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tallystick.errors import ContentUnavailable, LimitExceeded, UsageError
from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import package_manifests
from tallystick.explain.places import base_name, folder_of
from tallystick.explain.releases import Named, Registry
from tallystick.lock import Ecosystem, Malformed, is_name, is_version, read_lock
from tallystick.lock.pinned import integrity
from tallystick.project import table

MAX_LOCKS = 16
"""Lock files read for one source, the shallowest; dash has five, one for each of its components."""

NAMES = frozenset({"package-lock.json", "npm-shrinkwrap.json", "yarn.lock"})

Locked = Mapping[str, tuple[Named, ...]]


def locked(context: Context) -> Locked:
    """Each package that a lock file of the source names, by its name, with all its versions."""
    return context.once("npm locks", lambda: _read(context))


def direct(context: Context) -> frozenset[str]:
    """The packages that a ``package.json`` of the source asks for itself."""
    return context.once("npm direct", lambda: frozenset(_direct(context)))


def _read(context: Context) -> Locked:
    paths = [
        path
        for path, entry in context.source.tree.entries.items()
        if base_name(path) in NAMES
        and not (entry.is_link or entry.is_gitlink)
        and "node_modules" not in path.split("/")
    ]
    paths = sorted(paths, key=lambda path: (path.count("/"), path))[:MAX_LOCKS]
    context.source.tree.reader.prefetch(frozenset(paths))
    found: dict[str, dict[Named, None]] = {}
    for path in paths:
        try:
            for named in _lock(path, context):
                found.setdefault(named.name, {})[named] = None
        except (ContentUnavailable, LimitExceeded, UsageError):
            continue
    return {name: tuple(all_named) for name, all_named in found.items()}


def _lock(path: str, context: Context) -> Iterator[Named]:
    content = context.source.tree.read(path)
    if base_name(path) == "yarn.lock":
        yield from _yarn(content[: context.limits.lock].decode("utf-8", "replace"), path)
        return
    for pinned in read_lock(base_name(path), content, context.limits, _no_include):
        if pinned.why_not is None and pinned.version is not None:
            yield Named(
                registry=Registry.NPM,
                name=pinned.name,
                version=pinned.version,
                digests=pinned.digests,
                by=path,
            )


def _no_include(name: str) -> bytes:
    raise UsageError(f"{name}: this kind of lock includes no file")


_HEAD = re.compile(r'"?(@?[^@"\s,]{1,214})@[^\n]{1,2000}:')
_FIELD = re.compile(r'[ ]{2}(version|resolved|integrity):? "?([^"\s]{1,1000})"?')

_ELSEWHERE = re.compile(
    r"@(?:(?:workspace|patch|link|portal|file|git[\w+]*|https?):|npm:@?[^@\"\s,]+@)"
)
"""Ranges of what no registry released, and of an alias, which stands for another package."""


def _yarn(text: str, path: str) -> Iterator[Named]:
    """One package for each block: ``name@range:``, then its indented fields."""
    for block in re.split(r"\n{2,}", text.replace("\r\n", "\n")):
        lines = [line for line in block.split("\n") if line and not line.startswith("#")]
        head = _HEAD.fullmatch(lines[0]) if lines else None
        found = [field for field in map(_FIELD.fullmatch, lines[1:]) if field]
        fields = {field[1]: field[2] for field in found}
        if head is None or _ELSEWHERE.search(lines[0]) or not is_name(head[1], Ecosystem.NPM):
            continue
        if not is_version(fields.get("version", "")):
            continue
        try:
            digests = integrity(fields.get("integrity", ""))
        except Malformed:
            continue
        yield Named(
            registry=Registry.NPM,
            name=head[1],
            version=fields["version"],
            digests=digests,
            by=path,
        )


def _direct(context: Context) -> Iterator[str]:
    for path, manifest in package_manifests(context).items():
        if "node_modules" in folder_of(path).split("/"):
            continue
        for kind in ("dependencies", "devDependencies", "optionalDependencies"):
            yield from table(manifest, kind)
