"""A script, style sheet, font or picture copied out of an npm package that the source names.

Two-sided: a lock file of the source names the package, its version and the digest of its tarball, or a
build file names its URL (``…/NAME@VERSION/PATH``, as the networks that serve npm write it); and the source
expects the file (git ignores it, or a build file names it or its folder). The proof is the same bytes in
that very tarball, in a file of the same name. What only a version binds, and no digest, is the index's
word: then the file is ``unproven``, with what was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from tallystick.explain.bundled_asset import made_here, shared_data
from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import build_texts, package_manifests, says
from tallystick.explain.evidence.git_ignored import is_git_ignored
from tallystick.explain.evidence.script_urls import Fetched, fetched
from tallystick.explain.evidence.scripts import script_texts
from tallystick.explain.npm.locks import direct, locked
from tallystick.explain.places import base_name, places
from tallystick.explain.releases import Files, Named, same_bytes
from tallystick.model import Difference, Entry, Explanation, Grade
from tallystick.project import table

ID = "npm-release"

MAX_CANDIDATES = 8
"""Packages that are looked into for one file; its name fits one or two, seldom more."""

LIKE = 4
"""Letters that a file, or a folder above it, shares with the package that is looked into for it."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    entry = difference.entry
    if difference.source is not None or entry.is_link or not entry.size:
        return None
    if difference.path.split("/", 1)[0].endswith((".dist-info", ".egg-info")):
        return None
    by_url = _by_url(difference, context)
    if by_url is not None:
        return by_url
    candidates = list(_candidates(difference.path, context))[:MAX_CANDIDATES]
    why = _expected(difference, context) if candidates else None
    if why is None:
        return _copied(difference, context)
    unseen = None
    for named in candidates:
        files = context.releases.files(named)
        if isinstance(files, str):
            unseen = unseen or _unseen(named, files)
            continue
        for path in same_bytes(entry, files):
            if _is_called(difference.path, path, named):
                return _found(named, path, why)
    return unseen


_COPIES = re.compile(
    r"\b(?:cp|copy\w*|rsync|install|mv|move)\b.*node_modules/((?:@[\w.-]+/)?[\w.-]+)", re.IGNORECASE
)


def _copied(difference: Difference, context: Context) -> Explanation | None:
    """A file of a package that no lock pins, and that a script copies out of ``node_modules``: a claim.

    One line copies and names both the package, which a manifest asks for, and the folder; git ignores that.
    """
    for place in places(difference, context):
        if not is_git_ignored(place, context):
            continue
        for script, line, package in context.once(
            "copied packages", lambda: tuple(_lines(context))
        ):
            folders = [part for part in _above(place) if "/" in part and part in line]
            if folders:
                return Explanation(
                    grade=Grade.UNPROVEN,
                    explainer=ID,
                    claim=f"perhaps a file of {package} of npm, which {script} copies to {folders[0]}",
                    evidence="no lock says which version; run npm install and that script to prove it",
                    source_path=script,
                )
    return None


def _lines(context: Context) -> Iterator[tuple[str, str, str]]:
    """Each line of a script that copies a package, which a manifest asks for, out of ``node_modules``."""
    asked = {
        name
        for manifest in package_manifests(context).values()
        for key in ("dependencies", "devDependencies")
        for name in table(manifest, key)
    }
    for script, text in script_texts(context).items() if asked else ():
        for line in text.splitlines() if "node_modules/" in text else ():
            found = _COPIES.search(line[:1000])
            if found is not None and found[1] in asked:
                yield script, line, found[1]


def _above(place: str) -> Iterator[str]:
    """The folders above ``place``, the nearest first."""
    while place := place.rpartition("/")[0]:
        yield place


def _expected(difference: Difference, context: Context) -> str | None:
    """Why the source expects a file here that is not in it; None if nothing says so."""
    for place in (*places(difference, context), *shared_data(difference, context)):
        why = made_here(place, context)
        if why is not None:
            return why
    return None


class _Shelf(Struct, frozen=True, kw_only=True):
    """The packages of the locks, by what files of theirs may be called.

    Attributes:
        by_name: every version, by the name in lower case without its scope.
        direct: those that a manifest asks for itself, with that name without punctuation.
    """

    by_name: Mapping[str, list[Named]]
    direct: tuple[tuple[str, Named], ...]


def _shelf(context: Context) -> _Shelf:
    by_name: dict[str, list[Named]] = {}
    of_manifests: list[tuple[str, Named]] = []
    asked = direct(context)
    for package, versions in locked(context).items():
        last = package.rpartition("/")[2].lower()
        by_name.setdefault(last, []).extend(versions)
        if package in asked:
            of_manifests += [(_plain(last), named) for named in versions]
    return _Shelf(by_name=by_name, direct=tuple(of_manifests))


def _candidates(path: str, context: Context) -> Iterator[Named]:
    """The packages of the locks that the file could come from, the likeliest first.

    This only saves downloads: what a package is worth is decided by its bytes.
    """
    shelf = context.once("npm shelf", lambda: _shelf(context))
    if not shelf.by_name:
        return
    name = base_name(path).lower()
    found: dict[Named, None] = {}
    for at in [index for index, letter in enumerate(name) if letter in "@-"][:MAX_CANDIDATES]:
        named_so = shelf.by_name.get(name[:at], ())
        found.update(dict.fromkeys(n for n in named_so if _is_named_after(name, n)))
    found.update(dict.fromkeys(shelf.by_name.get(name.split(".", 1)[0], ())))
    folders = [_plain(part) for part in path.lower().split("/")[:-1]]
    for plain, named in shelf.direct:
        if _may_hold(plain, _plain(name), folders):
            found[named] = None
    yield from found


def _may_hold(package: str, name: str, folders: list[str]) -> bool:
    """Whether file or folder and the package begin alike: ``latobold…`` of ``latofont``."""
    begin = package[:LIKE]
    if len(begin) < LIKE:
        return package in folders or name.startswith(package)
    return name.startswith(begin) or any(folder.startswith(begin) for folder in folders)


def _is_named_after(name: str, named: Named) -> bool:
    """Whether a file is called ``NAME@VERSION.…`` or ``NAME-VERSION.…``."""
    last = named.name.rpartition("/")[2].lower()
    return name.startswith((f"{last}@{named.version}.", f"{last}-{named.version}."))


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text)


def _is_called(path: str, theirs: str, named: Named) -> bool:
    """Whether the file is called as the package's own, or after package and version.

    Punctuation and capitals do not count: ``lato-bolditalic.woff`` is ``lato-bold-italic.woff``.
    """
    ours, name = base_name(path), base_name(theirs)
    if _suffix(ours) != _suffix(name):
        return False
    same = _plain(ours.lower()) == _plain(name.lower())
    return same or _is_named_after(ours.lower(), named)


def _suffix(name: str) -> str:
    return name[name.rfind(".") :]


def _found(named: Named, path: str, why: str) -> Explanation:
    same = f"{named.by} names {named}; the same bytes as its {path}; {why}"
    if not named.digests:
        same += "; no digest in the source binds that release to bytes"
    return Explanation(
        grade=Grade.UPSTREAM if named.digests else Grade.UNPROVEN,
        explainer=ID,
        claim=f"a file of {named} of npm",
        evidence=same,
        source_path=named.by,
    )


def _unseen(named: Named, why_not: str) -> Explanation:
    return Explanation(
        grade=Grade.UNPROVEN,
        explainer=ID,
        claim=f"perhaps a file of {named} of npm, which {named.by} names",
        evidence=f"{why_not}; `npm pack {named.name}@{named.version}` fetches it",
        source_path=named.by,
    )


def _by_url(difference: Difference, context: Context) -> Explanation | None:
    """What is said of a file that a build file downloads under this name; None if none does."""
    name = base_name(difference.path)
    wanted = [
        one
        for one in context.once("fetched urls", lambda: fetched(context))
        if _suffix(one.path) == _suffix(name)
        and (base_name(one.path) == name or says(name, build_texts(context)[one.named.by]))
    ]
    unseen, other = None, None
    for one in wanted[:MAX_CANDIDATES]:
        for named in (*_pinned(one, locked(context)), one.named):
            files = context.releases.files(named)
            if isinstance(files, str):
                unseen = unseen or _unseen(named, files)
            elif _is_there(difference.entry, one.path, files):
                return _found(named, one.path, f"{one.named.by} downloads it")
            elif base_name(one.path) == name and one.path in files:
                other = one  # a network may serve what it minified itself: that is in no release
    if unseen is None and other is not None and len(wanted) == 1:
        return Explanation(
            grade=Grade.CONTRADICTED,
            explainer=ID,
            claim=f"a file of {other.named} of npm",
            evidence=f"{other.named.by} downloads its {other.path}, which has other bytes",
            source_path=other.named.by,
        )
    return unseen


def _pinned(one: Fetched, known: Mapping[str, tuple[Named, ...]]) -> list[Named]:
    """The same release where a lock binds it, too."""
    same = known.get(one.named.name, ())
    return [named for named in same if named.version == one.named.version and named.digests]


def _is_there(entry: Entry, path: str, files: Files) -> bool:
    return path in same_bytes(entry, files)
