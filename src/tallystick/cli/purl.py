"""Package URLs (https://github.com/package-url/purl-spec) as targets: which index, project and version."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import unquote

from msgspec import Struct

from tallystick.errors import UsageError
from tallystick.lock import Ecosystem, is_name, is_version

_HARMLESS: Final[Mapping[str, frozenset[str]]] = {
    "deb": frozenset({"arch=source", "distro"}),
    "npm": frozenset(),
    "pypi": frozenset({"file_name"}),
}
"""Qualifiers that are understood, by type; of ``arch`` only the sources, which are what is audited."""


class Named(Struct, frozen=True, kw_only=True):
    """A release by its name.

    Attributes:
        kind: of index: ``pypi``, ``npm`` or ``debian``.
        project: as that index writes it, with an npm scope.
        version: None for the newest.
        file_name: the one file of it that is meant; None for all.
    """

    kind: str
    project: str
    version: str | None
    file_name: str | None = None


def read_purl(text: str) -> Named:
    """What ``text``, which begins with ``pkg:``, names.

    Raises:
        UsageError: it is no purl, or names what no index here serves, or says more than is understood.
    """
    if not text.isprintable():
        raise UsageError(f"{text!r}: not a package URL: it has characters that are not printed")
    # The specification's order of parsing: subpath and qualifiers from the right, then type from the
    # left, version from the right, name, namespace; each part is percent-decoded on its own.
    rest, _, subpath = text.removeprefix("pkg:").lstrip("/").partition("#")
    rest, _, query = rest.partition("?")
    type_, slash, rest = rest.strip("/").partition("/")
    rest, at, version = rest.rpartition("@") if "@" in rest.rpartition("/")[2] else (rest, "", "")
    *namespace, name = [_decoded(part, text) for part in rest.split("/")]
    type_ = type_.lower()
    if not slash or not name or (at and not version):
        raise UsageError(f"{text}: not a package URL (pkg:TYPE/NAME@VERSION)")
    if type_ not in _HARMLESS:
        raise UsageError(
            f"{text}: packages of type {type_:.40} are not audited (pypi, npm, deb are)"
        )
    if subpath:
        raise UsageError(f"{text}: a subpath is a part of a package; the whole is audited")
    qualifiers = _qualifiers(query, type_, text)
    wanted = _decoded(version, text) if version else None
    if wanted is not None and not is_version(wanted):
        raise UsageError(f"{text}: not a version")
    return _named(type_, namespace, name, wanted, qualifiers, text)


def _named(  # noqa: PLR0913, PLR0917 - the parts of a purl
    type_: str,
    namespace: list[str],
    name: str,
    version: str | None,
    qualifiers: Mapping[str, str],
    text: str,
) -> Named:
    if type_ == "deb":
        if namespace != ["debian"] or re.fullmatch(r"[a-z0-9][a-z0-9+.-]+", name) is None:
            raise UsageError(f"{text}: write pkg:deb/debian/NAME@VERSION")
        return Named(kind="debian", project=name, version=version)
    if type_ == "npm":
        project = "/".join([*namespace, name])
        if not is_name(project, Ecosystem.NPM):
            raise UsageError(f"{text}: not the name of an npm package")
        return Named(kind="npm", project=project, version=version)
    if namespace or not is_name(name):
        raise UsageError(f"{text}: write pkg:pypi/NAME@VERSION")
    return Named(kind="pypi", project=name, version=version, file_name=qualifiers.get("file_name"))


def _qualifiers(query: str, type_: str, text: str) -> dict[str, str]:
    """Those that are understood; any other would change what is meant, so it is refused."""
    found = {}
    for pair in filter(None, query.split("&")):
        key, _, encoded = pair.partition("=")
        key, value = key.lower(), _decoded(encoded, text)
        if not {key, f"{key}={value}"} & _HARMLESS[type_]:
            raise UsageError(f"{text}: the qualifier {key:.40} is not understood; leave it away")
        found[key] = value
    return found


def _decoded(part: str, text: str) -> str:
    try:
        return unquote(part, errors="strict")
    except UnicodeDecodeError:
        raise UsageError(f"{text}: a part of it is not UTF-8") from None
