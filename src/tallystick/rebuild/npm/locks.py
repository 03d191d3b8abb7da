"""Which lock file a folder of the source is installed by, and the packages that it names.

``package-lock.json`` and ``npm-shrinkwrap.json`` are read by :mod:`tallystick.lock`; of ``yarn.lock`` the
format of Yarn 2 and later (https://yarnpkg.com/advanced/lexicon#lockfile), whose first one is left alone.
"""

from __future__ import annotations

import platform
import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urlsplit

from msgspec import Struct
from msgspec.structs import replace

from tallystick.limits import Limits
from tallystick.lock import Ecosystem, Malformed, Pinned, WhyNot, is_name, is_version
from tallystick.lock import npm as package_lock
from tallystick.model import Tree
from tallystick.project import bounded

NPM = ("npm-shrinkwrap.json", "package-lock.json")
"""In the order in which npm looks for them (docs.npmjs.com, npm-shrinkwrap.json)."""

YARN = "yarn.lock"

MOST = 3_000
"""Packages of one lock file: that of a monorepo with ten bundles names 1,650."""

_BERRY = re.compile(r"^__metadata:$", re.MULTILINE)
_RESOLUTION = re.compile(
    r'^  resolution: "(@?[^@"\s]{1,214})@npm:([^"\s:#]{1,200})"$', re.MULTILINE
)
_MACHINES = {"x86_64": "x64", "aarch64": "arm64"}
"""As Node.js calls them (``process.arch``)."""


class Package(Struct, frozen=True, kw_only=True):
    """One package of a lock file.

    Attributes:
        name: of the package.
        version: of the package.
        digests: (algorithm, lower-case hex) that the lock binds it by; none where Yarn's checksum is of its
            own archive, which Yarn checks itself.
        place: the path on a registry where the installer will ask for it, beginning with a slash.
    """

    name: str
    version: str
    digests: frozenset[tuple[str, str]]
    place: str


def nearest(tree: Tree, folder: str) -> str | None:
    """The lock file that ``folder`` is installed by: its own, or the nearest above it; None without one."""
    while True:
        for name in (*NPM, YARN):
            path = f"{folder}/{name}" if folder else name
            entry = tree.entries.get(path)
            if entry is not None and not entry.is_link and not entry.is_gitlink:
                return path
        if not folder:
            return None
        folder = folder.rpartition("/")[0]


def packages(name: str, content: bytes, limits: Limits) -> tuple[Package, ...]:
    """What the lock file called ``name`` has from a registry; of npm's, what fits this machine.

    Raises:
        Malformed: it is no such file, or names more than a cap.
    """
    limits = replace(limits, metadata=limits.lock)
    try:
        found = _berry(content, limits) if name == YARN else _npm(content, limits)
    except bounded.Malformed as error:
        raise Malformed(str(error)) from None
    whole = {(one.place, one.name, one.version): one for one in found}
    if len(whole) > MOST:
        raise Malformed(f"it names more than {MOST} packages")
    return tuple(whole.values())


def _npm(content: bytes, limits: Limits) -> list[Package]:
    document = dict(bounded.json_object(content, limits))
    table = document.get("packages")
    if isinstance(table, dict):
        fitting = {
            folder: one for folder, one in table.items() if not isinstance(one, dict) or _fits(one)
        }
        document["packages"] = fitting
    return [found for pinned in package_lock.read(document, limits) if (found := _pinned(pinned))]


def _pinned(pinned: Pinned) -> Package | None:
    """What a registry has; a digest that binds nothing leaves the registry's own."""
    if pinned.version is None or pinned.why_not not in {None, WhyNot.UNPINNED}:
        return None
    place = usual_place(pinned.name, pinned.version)
    if pinned.url is not None:
        path = unquote(urlsplit(pinned.url).path)
        place = path if path.endswith(place.rpartition("/")[2]) else place
    return Package(name=pinned.name, version=pinned.version, digests=pinned.digests, place=place)


def _berry(content: bytes, limits: Limits) -> Iterator[Package]:
    text = bounded.text(content, limits).replace("\r\n", "\n")
    if not _BERRY.search(text):
        raise Malformed("a lock file of Yarn 1, which is not known here")
    for block in text.split("\n\n"):
        found = _RESOLUTION.search(block)
        if found is None:
            continue
        name, version = found[1], found[2]
        if not is_name(name, Ecosystem.NPM) or not is_version(version):
            raise Malformed(f"a package named {name!r:.100} {version!r:.100}")
        # Those for other machines, too: Yarn fetches what it patches, whatever the conditions say.
        place = usual_place(name, version)
        yield Package(name=name, version=version, digests=frozenset(), place=place)


def usual_place(name: str, version: str) -> str:
    """Where registries keep a tarball."""
    return f"/{name}/-/{name.rpartition('/')[2]}-{version}.tgz"


def _fits(package: Mapping[str, object]) -> bool:
    """Whether it is for this machine (docs.npmjs.com, package.json, "os", "cpu"; "libc")."""
    here = {
        "os": platform.system().lower(),
        "cpu": _MACHINES.get(platform.machine(), platform.machine()),
        "libc": "glibc",
    }
    for key, value in here.items():
        listed = package.get(key)
        words = [str(one) for one in listed] if isinstance(listed, list) else []
        if f"!{value}" in words:
            return False
        named = [word for word in words if not word.startswith("!")]
        if named and value not in named and "any" not in named:
            return False
    return True
