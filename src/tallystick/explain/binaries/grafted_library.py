"""A library of the build machine in a wheel: what its name, its soname and the wheel's SBOM say that it is.

auditwheel, delvewheel and delocate copy libraries in. auditwheel and delvewheel put the beginning of the
SHA-256 of the file *before* they changed it into its name, so that hash can be read and not recomputed.
auditwheel also writes which distribution package each came from (PEP 770), by the hash of its path there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256

from tallystick.binary import Binary
from tallystick.explain.binaries.extension_module import LOADED_BY_NAME
from tallystick.explain.context import Context, Unreadable
from tallystick.explain.evidence.source_words import python_words, says_any
from tallystick.explain.places import base_name
from tallystick.project.bounded import Malformed, json_object

_PLACE = re.compile(r"(?:^|/)(?:[\w.+-]+\.libs|\.dylibs|\.libs)/[^/]+$")
"""Where auditwheel, delvewheel and delocate put libraries."""

_HASHED = re.compile(
    r"(?P<stem>.+)-(?P<hash>[0-9a-f]{8}|[0-9a-f]{32})(?P<rest>(?:\.so[\d.]*|\.dll|\.\d[\d.]*\.dylib|\.dylib))"
)
_VERSION = re.compile(r"\.so\.(\d[\d.]*)$|\.(\d[\d.]*)\.dylib$")
_FOLDERS = (
    "/usr/lib64/", "/lib64/", "/usr/lib/", "/lib/", "/usr/lib/x86_64-linux-gnu/",
    "/usr/lib/aarch64-linux-gnu/", "/usr/lib/i386-linux-gnu/", "/lib/x86_64-linux-gnu/",
    "/lib/aarch64-linux-gnu/",
)  # fmt: skip
"""Where packages of the images that wheels are built in put libraries."""

_NAMES = 100
"""Grafted libraries of one wheel whose names are looked for; the largest wheels have some dozens."""

_MANY = 5
"""Packages that one note lists."""

_COMPONENTS = 2_000
"""Components of one SBOM that are looked at; wheels have some dozens."""


def is_grafted(path: str) -> bool:
    """Whether it stands where libraries are grafted."""
    return _PLACE.search(path) is not None


def opened_by_python(path: str, context: Context) -> tuple[str, str] | None:
    """Who opens this library, and how, where that is Python of the source (ctypes, cffi); else None."""
    names = context.once("grafted names", lambda: _grafted_names(context))
    if _opened_name(path) in python_words(names, context) and says_any(LOADED_BY_NAME, context):
        return "Python of the source", "opens"
    return None


def _grafted_names(context: Context) -> tuple[str, ...]:
    grafted = filter(is_grafted, context.artifact.tree.entries)
    return tuple(sorted({_opened_name(each) for each in grafted})[:_NAMES])


def _opened_name(path: str) -> str:
    """What a program calls a library that is not for one platform: its name without the endings."""
    return original_name(path).split(".", 1)[0]


def original_name(path: str) -> str:
    """Its name before it was grafted."""
    found = _HASHED.fullmatch(base_name(path))
    return base_name(path) if found is None else found["stem"] + found["rest"]


def grafted_notes(path: str, images: tuple[Binary, ...], context: Context) -> list[str]:
    """What the name, the soname and the SBOM say of a grafted library."""
    name, original = base_name(path), original_name(path)
    version = _VERSION.search(original)
    said = [f"was {original}" + (f", version {version[1] or version[2]}" if version else "")]
    if original != name:
        said.append(
            "the hash in its name is of its bytes before it was grafted; it cannot be recomputed"
        )
    own = next((image.name for image in images if image.name), None)
    if own is not None and base_name(own) not in {name, original}:
        said.append(f"calls itself {own}")
    return [*said, _package(original, context)]


def _package(original: str, context: Context) -> str:
    """Which distribution package the wheel's SBOM says that it is from."""
    packages = context.once("grafted packages", lambda: _packages(context))
    if isinstance(packages, str):
        return packages
    said = f"the wheel's SBOM has {len(packages)} libraries of packages, and not this one"
    for folder, digest in _digests(original):
        if digest in packages:
            said = f"the wheel's SBOM says that {folder}{original} was of {packages[digest]}"
    absent = context.once("packages of nothing", lambda: _of_nothing(packages, context))
    return (
        f"{said}; it also names {', '.join(absent)}, of which nothing is here" if absent else said
    )


def _digests(original: str) -> list[tuple[str, str]]:
    """Each folder that it may have been in, with the SHA-256 of its path there."""
    return [
        (folder, sha256((folder + original).encode("utf-8", "replace")).hexdigest())
        for folder in _FOLDERS
    ]


def _of_nothing(packages: Mapping[str, str], context: Context) -> list[str]:
    """Packages that the SBOM names for files which are not in the wheel."""
    here = {
        digest
        for path in context.artifact.tree.entries
        if is_grafted(path)
        for _, digest in _digests(original_name(path))
    }
    return sorted({purl for digest, purl in packages.items() if digest not in here})[:_MANY]


def _packages(context: Context) -> Mapping[str, str] | str:
    """The purl by the hash of a path, from ``sboms/auditwheel.cdx.json``; or why there is none."""
    path = f"{context.dist_info}/sboms/auditwheel.cdx.json"
    if path not in context.artifact.tree.entries:
        return "no SBOM says of which package it was"
    try:
        document = json_object(context.artifact_bytes(path), context.limits)
    except (Malformed, Unreadable) as error:
        return f"the wheel's SBOM cannot be read: {error}"
    components = document.get("components")
    found = {}
    for component in components[:_COMPONENTS] if isinstance(components, list) else ():
        reference = component.get("bom-ref") if isinstance(component, dict) else None
        if isinstance(reference, str) and "#" in reference:
            purl, _, digest = reference.rpartition("#")
            found[digest] = purl
    return found
