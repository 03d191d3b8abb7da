"""The ``package.json`` of an npm package, held against the source's as data.

npm packs the file as it stands; what differs was changed by a tool that publishes (pnpm, Yarn, lerna,
semantic-release, clean-publish). Only changes that these make are let through, each is named on the
line, and none of them adds code, a dependency or a script.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from enum import Enum

from msgspec import Struct

from tallystick.explain.context import Context
from tallystick.explain.npm.edited import editing
from tallystick.explain.npm.inputs import ran_scripts
from tallystick.explain.npm.versions import dependency
from tallystick.explain.places import base_name, own_bytes
from tallystick.model import Difference, Explanation, Grade
from tallystick.project import table
from tallystick.project.bounded import Malformed, json_object
from tallystick.reach.install import INSTALL_SCRIPTS

ID = "npm-manifest"

DEPENDENCIES = frozenset(
    {"dependencies", "devDependencies", "optionalDependencies", "peerDependencies"}
)

HOISTED = frozenset({
    "bin", "browser", "cpu", "engines", "es2015", "esnext", "exports", "imports", "libc", "main", "module",
    "os", "type", "types", "typesVersions", "typings", "umd:main", "unpkg",
})  # fmt: skip
"""Keys of ``publishConfig`` that pnpm and Yarn put in the place of the manifest's own.

https://pnpm.io/package_json#publishconfig ,
https://yarnpkg.com/configuration/manifest#publishConfig
"""

DROPPED = frozenset({
    "ava", "babel", "browserslist", "bundlewatch", "c8", "clean-publish", "commitlint", "devDependencies",
    "devEngines", "eslintConfig", "eslintIgnore", "files", "husky", "jest", "lerna", "lint-staged", "mocha",
    "np", "nx", "nyc", "packageManager", "pnpm", "pre-commit", "prettier", "private", "publishConfig",
    "release", "remarkConfig", "renovate", "resolutions", "sharec", "simple-git-hooks", "simple-pre-commit",
    "size-limit", "standard", "standard-version", "tap", "tsd", "tshy", "tsup", "typeCoverage", "volta",
    "wireit", "workspaces", "xo", "yaspeller",
})  # fmt: skip
"""Keys that only those who work on the package read; nothing that installs or loads it does."""

ORDERED = frozenset({"exports", "imports", "typesVersions", "browser"})
"""Tables in which the first match wins (Node.js, "Conditional exports"), so order is meaning."""

WRITTEN = frozenset({
    "exports", "files", "main", "module", "sideEffects", "source", "types", "typesVersions",
    "typings",
})  # fmt: skip
"""Keys that build scripts add to the manifest when they know what they built.

Not ``type``: its values are words that any script holds.
"""

ACTED_ON = (HOISTED - {"engines"}) | DEPENDENCIES | {
    "bundleDependencies", "bundledDependencies", "config", "directories", "gypfile", "license", "man",
    "name", "overrides", "peerDependenciesMeta", "scripts", "sideEffects", "version",
}  # fmt: skip
"""Keys without which a package is installed or loaded otherwise; without ``engines`` npm only warns less."""

READMES = frozenset({"readme", "readmeFilename"})
"""What registries keep beside the manifest, and some tools write into it (read-package-json)."""

_README_NAMES = ("README.md", "README", "readme.md", "Readme.md", "README.markdown", "README.txt")

PLACEHOLDERS = re.compile(r"0\.0\.0(?:-.*)?")
"""Versions that release tools fill in: semantic-release asks for ``0.0.0-development``."""


class State(Enum):
    """What a change of the manifest is."""

    TOLERATED = "tolerated"
    UNCHECKED = "unchecked"
    WRONG = "wrong"


class Change(Struct, frozen=True, kw_only=True):
    """One key that differs, and what is said of it."""

    state: State
    text: str


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    if difference.path != "package.json" or difference.source is None or difference.mode_only:
        return None
    content = own_bytes(difference, context)
    if content is None or difference.source.is_link or difference.source.is_gitlink:
        return None
    held = difference.source.path
    try:
        theirs = json_object(context.source_bytes(held), context.limits)
    except Malformed:
        return None
    try:
        ours = json_object(content, context.limits)
    except Malformed as error:
        return _explanation(held, [Change(state=State.WRONG, text=str(error))])
    return _explanation(held, list(changes(ours, theirs, context)))


def _explanation(held: str, found: list[Change]) -> Explanation:
    said = {state: [c.text for c in found if c.state is state] for state in State}
    if said[State.WRONG]:
        grade, evidence = Grade.CONTRADICTED, "; ".join(said[State.WRONG])
    elif said[State.UNCHECKED]:
        grade, evidence = Grade.UNPROVEN, "; ".join(said[State.UNCHECKED])
    else:
        grade, evidence = Grade.DERIVED, "equal as data but for what publishing changes"
    tolerated = said[State.TOLERATED] or ["order of keys and white space"]
    return Explanation(
        grade=grade,
        explainer=ID,
        claim=f"{held} as a package manager publishes it",
        evidence=evidence[:500],
        source_path=held,
        normalisations=() if grade is Grade.CONTRADICTED else tuple(tolerated),
    )


def changes(
    ours: Mapping[str, object], theirs: Mapping[str, object], context: Context
) -> Iterator[Change]:
    """Each key of the released manifest that is not the source's, judged."""
    for key in sorted({*ours, *theirs}):
        if not _same(key, ours, theirs):
            yield from _judged(key, ours, theirs, context)
    hoisted, left = table(theirs, "publishConfig"), table(ours, "publishConfig")
    for key in sorted(HOISTED & hoisted.keys() - left.keys()):
        if not _same(key, ours, hoisted):
            text = f"publishConfig.{key} of the source is left out, and put nowhere"
            yield Change(state=State.UNCHECKED, text=text)


def _judged(
    key: str, ours: Mapping[str, object], theirs: Mapping[str, object], context: Context
) -> Iterator[Change]:
    hoisted = table(theirs, "publishConfig")
    if key in HOISTED & hoisted.keys() & ours.keys() and _same(key, ours, hoisted):
        text = f"{key} is publishConfig.{key} (pnpm, Yarn)"
        yield Change(state=State.TOLERATED, text=text)
    elif key == "version":
        yield _version(ours.get(key), theirs.get(key), context)
    elif key == "gitHead":
        yield _git_head(ours.get(key), context)
    elif key == "scripts":
        yield from _scripts(ours, theirs)
    elif key == "publishConfig" and key in ours:
        yield from _publish_config(ours, theirs)
    elif key in DEPENDENCIES and key in ours:
        yield from _dependencies(key, ours, theirs, context)
    elif key not in ours and _may_go(key, theirs):
        yield Change(state=State.TOLERATED, text=f"{key} dropped")
    elif key == "repository" and _is_same_repository(ours.get(key), theirs.get(key)):
        yield Change(state=State.TOLERATED, text="repository written as a table")
    elif key in READMES - theirs.keys() and (said := _readme(key, ours[key], context)):
        yield Change(state=State.TOLERATED, text=said)
    else:
        yield _by_script(key, ours, theirs, context)


def _may_go(key: str, theirs: Mapping[str, object]) -> bool:
    """Whether the package is the same without ``key``; no ``exports`` at all lets every file be imported."""
    is_empty = theirs[key] in ({}, []) and key != "exports"
    return key in DROPPED or is_empty or key in _cleaned(theirs)


def _by_script(
    key: str, ours: Mapping[str, object], theirs: Mapping[str, object], context: Context
) -> Change:
    """A claim where a script of the source gives ``key`` its value; else nobody does."""
    if key in WRITTEN - theirs.keys() and (script := _writes(key, ours[key], context)):
        text = f"{key} is written by {script}, which names each of its values"
        return Change(state=State.UNCHECKED, text=text)
    if script := editing(key, ours, theirs):
        return Change(state=State.UNCHECKED, text=f"{key} is set by {script}, in these words")
    if key not in ours and key not in ACTED_ON:
        return Change(state=State.UNCHECKED, text=f"{key} is left out, and nothing says by what")
    return Change(state=State.WRONG, text=_unlike(key, ours, theirs))


def _is_same_repository(mine: object, held: object) -> bool:
    """Whether a table of ``type`` and ``url`` says the text of the source (npm, "package.json")."""
    if not isinstance(held, str):
        return False
    on_github = f"git+https://github.com/{held.removeprefix('github:')}.git"
    return any(mine == {"type": "git", "url": url} for url in (held, on_github))


def _writes(key: str, value: object, context: Context) -> str | None:
    """The script that the source's manifest runs and that holds the key and every text in ``value``."""
    words = {key, *_words(value)}
    for path, text in ran_scripts(context).items():
        if all(word in text for word in words):
            return path
    return None


def _readme(key: str, value: object, context: Context) -> str | None:
    """Why ``value`` is the source's readme, or its name; None if it is not."""
    held = [path for path in map(context.project.path, _README_NAMES) if context.source_has(path)]
    if key == "readmeFilename":
        return next((f"{key} names {path}" for path in held if base_name(path) == value), None)
    for path in held:
        text = context.source_bytes(path).decode("utf-8", "replace")
        if isinstance(value, str) and value.strip() == text.strip():
            return f"{key} is the text of {path}"
    return None


def _words(value: object) -> Iterator[str]:
    """Keys and texts in ``value``, which is as deep as the parser lets through."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield key
            yield from _words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _words(inner)


def _cleaned(theirs: Mapping[str, object]) -> frozenset[str]:
    """``clean-publish.fields``: keys that its configuration in the source leaves out."""
    fields = table(theirs, "clean-publish").get("fields")
    return (
        frozenset(field for field in fields if isinstance(field, str))
        if isinstance(fields, list)
        else frozenset()
    )


def _same(key: str, ours: Mapping[str, object], theirs: Mapping[str, object]) -> bool:
    if (key in ours) is not (key in theirs):
        return False
    return _text(key, ours[key]) == _text(key, theirs[key])


def _text(key: str, value: object) -> str:
    """``value`` as canonical text: ``1``, ``1.0`` and ``true`` are three things."""
    return json.dumps(value, sort_keys=key not in ORDERED)


def _unlike(key: str, ours: Mapping[str, object], theirs: Mapping[str, object]) -> str:
    if key not in ours:
        return f"{key} is missing"
    mine = json.dumps(ours[key])[:120]
    if key not in theirs:
        return f"{key} is added: {mine}"
    return f"{key} is {mine}, in the source {json.dumps(theirs[key])[:120]}"


def _version(mine: object, held: object, context: Context) -> Change:
    """A release tool fills the version in; the tag of the commit must say the same."""
    released = context.artifact.version
    if not isinstance(mine, str) or (released is not None and mine != released):
        return Change(
            state=State.WRONG, text=f"version is {str(mine)[:60]}, the file is {released}"
        )
    ending = re.compile(rf"(?:^|[^0-9.]){re.escape(mine)}$")
    tag = next((tag for tag in context.source.tags if ending.search(tag)), None)
    if tag is not None:
        return Change(state=State.TOLERATED, text=f"version filled in: {mine}, as tag {tag} says")
    if held is None or (isinstance(held, str) and PLACEHOLDERS.fullmatch(held)):
        text = f"version filled in: {mine}; no tag of the commit says so"
        return Change(state=State.UNCHECKED, text=text)
    return Change(state=State.WRONG, text=f"version is {mine}, in the source {str(held)[:60]}")


def _git_head(mine: object, context: Context) -> Change:
    """npm and lerna note the commit that was checked out."""
    if mine is not None and context.source.commit is None:
        return Change(
            state=State.UNCHECKED, text="gitHead: the source has no commit to compare with"
        )
    if mine is not None and mine == context.source.commit:
        return Change(state=State.TOLERATED, text="gitHead added: the audited commit")
    return Change(state=State.WRONG, text=f"gitHead is {str(mine)[:60]}, not the audited commit")


def _scripts(ours: Mapping[str, object], theirs: Mapping[str, object]) -> Iterator[Change]:
    """Scripts may be left out where no installation runs them; none may be added or changed."""
    mine, held = table(ours, "scripts"), table(theirs, "scripts")
    if "scripts" in ours and not isinstance(ours["scripts"], Mapping):
        yield Change(state=State.WRONG, text="scripts is not a table")
    for name in sorted({*mine, *held}):
        if _same(name, mine, held):
            continue
        runs = "; npm runs it at install" if name in INSTALL_SCRIPTS else ""
        if name in mine or runs:
            text = f"{_unlike(f'scripts.{name}', _named('scripts', mine), _named('scripts', held))}{runs}"
            yield Change(state=State.WRONG, text=text)
        else:
            yield Change(state=State.TOLERATED, text=f"scripts.{name} dropped")


def _named(key: str, values: Mapping[str, object]) -> dict[str, object]:
    return {f"{key}.{name}": value for name, value in values.items()}


def _publish_config(ours: Mapping[str, object], theirs: Mapping[str, object]) -> Iterator[Change]:
    """pnpm takes the keys out of ``publishConfig`` that it put elsewhere."""
    mine, held = ours["publishConfig"], table(theirs, "publishConfig")
    left = {key: value for key, value in held.items() if key not in HOISTED}
    if _text("publishConfig", mine) == _text("publishConfig", left):
        yield Change(state=State.TOLERATED, text="publishConfig without what was put elsewhere")
    else:
        yield Change(state=State.WRONG, text=_unlike("publishConfig", ours, theirs))


def _dependencies(
    key: str, ours: Mapping[str, object], theirs: Mapping[str, object], context: Context
) -> Iterator[Change]:
    """``workspace:`` and ``catalog:`` become versions; nothing else changes, and nothing is added."""
    mine, held = table(ours, key), table(theirs, key)
    if not isinstance(ours[key], Mapping):
        yield Change(state=State.WRONG, text=f"{key} is not a table")
    for name in sorted({*mine, *held}):
        if _same(name, mine, held):
            continue
        asked, got = held.get(name), mine.get(name)
        found = None
        if isinstance(asked, str) and isinstance(got, str):
            found = dependency(name, asked, got, context)
        if found is None:
            text = _unlike(f"{key}.{name}", _named(key, mine), _named(key, held))
            yield Change(state=State.WRONG, text=text)
        else:
            is_known, text = found
            state = State.TOLERATED if is_known else State.UNCHECKED
            yield Change(state=state, text=f"{key}.{name}: {text}")
