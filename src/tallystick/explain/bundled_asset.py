"""JavaScript, styles and fonts that a bundler put into a package.

Two-sided: the source has a ``package.json`` that names a bundler, and its configuration names the
folder or git ignores it; nothing of the kind is committed there. Running the bundler would prove the
bytes; a source map that quotes other text than the source has shows that they are others.
"""

from __future__ import annotations

import fnmatch
import json
import re
from collections.abc import Iterator, Mapping

from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import build_texts, package_manifests, says
from tallystick.explain.evidence.git_ignored import is_git_ignored, is_ignored_by_its_name
from tallystick.explain.formats.source_map import map_of, quotes
from tallystick.explain.places import base_name, folder_of, own_bytes, places, source_file
from tallystick.model import ArtifactKind, Difference, Explanation, Grade
from tallystick.project import join, table
from tallystick.project.bounded import Malformed, json_object

ID = "bundled-asset"

_BUNDLER = re.compile(
    r"webpack|rollup|\bvite\b|esbuild|parcel|browserify|gulp|grunt|rspack|snowpack|react-scripts"
    r"|\btsc\b|typescript|\bsass\b|labextension|jupyterlab/builder|@angular/cli|svelte-kit|\bbun\b"
)
_MINIFIED = re.compile(r"(.+)\.min(\.js|\.mjs|\.css)(?:\.map)?")
_CODE = (".js", ".mjs", ".cjs", ".ts", ".tsx", ".css")


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    content = own_bytes(difference, context)
    if content is None or difference.source is not None:
        return None
    bundlers = context.once("bundlers", lambda: dict(_bundlers(context)))
    if not bundlers:
        return None
    for place in (*places(difference, context), *_shared(difference, bundlers, context)):
        why = made_here(place, context) or _written(place, bundlers, context)
        if why is None:
            continue
        is_own = (
            _is_minified(place, context)
            or _is_artifact(place, context)
            or is_ignored_by_its_name(place, context)
            or _written(place, bundlers, context) is not None
        )
        if is_own or not _is_committed(folder_of(place), context):
            return _claim(difference, place, why, bundlers, context)
    return None


_OUTPUT = re.compile(r"(?<![>&\d])>[ \t]*[\"']?([\w./@-]{1,300})[\"']?[ \t]*(?:$|&&|;)")
"""Where a shell sends what a program prints, at the end of a command."""


def _written(place: str, bundlers: Mapping[str, str], context: Context) -> str | None:
    """Which script of a manifest sends the output of the bundler to this very file; None if none does."""
    for manifest in bundlers:
        for name, script in table(package_manifests(context)[manifest], "scripts").items():
            if not isinstance(script, str) or _BUNDLER.search(script) is None:
                continue
            for found in _OUTPUT.finditer(script):
                if join(folder_of(manifest), found[1]) == place:
                    return f"npm run {name} writes {place}"
    return None


def map_and_place(
    difference: Difference, place: str, content: bytes, context: Context
) -> tuple[bytes, str] | None:
    """The entry's source map and the place of that in the source's folders; None if it has none."""
    if place.endswith(".map"):
        return content, place
    if not place.endswith(_CODE):
        return None
    found = map_of(content, difference.path, context)
    if found is None:
        return None
    document, path = found
    return document, join(folder_of(place), base_name(path))


def _claim(
    difference: Difference, place: str, why: str, bundlers: Mapping[str, str], context: Context
) -> Explanation:
    content = context.artifact_bytes(difference.path)
    manifest = max(bundlers, key=lambda path: (place.startswith(folder_of(path)), len(path)))
    problem, evidence = None, why
    if base_name(place) == "package.json":
        problem = _wrong_manifest(content, place, bundlers, context)
    elif (found := map_and_place(difference, place, content, context)) is not None:
        quoted = quotes(*found, folder_of(manifest), context)
        problem = quoted.problem if found[1] == place else None  # a map beside it has its own line
        evidence = f"{why}; {quoted}"
    evidence = f"{evidence}; run the build of {manifest} to prove it"
    return Explanation(
        grade=Grade.CONTRADICTED if problem else Grade.UNPROVEN,
        explainer=ID,
        claim=f"bundled by {bundlers[manifest]} of {manifest}",
        evidence=problem or evidence,
        source_path=manifest,
    )


def _bundlers(context: Context) -> Iterator[tuple[str, str]]:
    """Each ``package.json`` whose scripts or dependencies name a bundler, with that name."""
    for path, manifest in package_manifests(context).items():
        named = [str(script) for script in table(manifest, "scripts").values()]
        named += [*table(manifest, "devDependencies"), *table(manifest, "dependencies")]
        found = _BUNDLER.search("\n".join(named))
        if found is not None:
            yield path, found[0]


def made_here(place: str, context: Context) -> str | None:
    """Why the folder of ``place`` is one that the build fills; None if nothing says so."""
    if is_git_ignored(place, context):
        return "git ignores this path"
    prefix = f"{context.project.subdir}/" if context.project.subdir else ""
    folder = folder_of(place).rstrip("/")
    while "/" in folder.removeprefix(prefix):
        relative = folder.removeprefix(prefix)
        for path, text in build_texts(context).items():
            if says(relative, text) and not path.endswith("MANIFEST.in"):
                return f"{path} names {relative}"
        folder = folder_of(folder).rstrip("/")
    return None


def _is_minified(place: str, context: Context) -> bool:
    """Whether git ignores ``x.min.js``, or its map, beside a committed ``x.js``: where its script stands."""
    found = _MINIFIED.fullmatch(place)
    return (
        found is not None
        and is_git_ignored(place, context)
        and source_file(found[1] + found[2], context) is not None
    )


def _is_artifact(place: str, context: Context) -> bool:
    """Whether hatch's ``artifacts`` name the file, beside what its folder has in the source.

    https://hatch.pypa.io/latest/config/build/#artifacts : built, not committed, and packed.
    """
    build, patterns = ("tool", "hatch", "build"), list[object]()
    for keys in (build, (*build, "targets", "wheel"), (*build, "targets", "sdist")):
        listed = context.project.table(*keys).get("artifacts")
        patterns += listed if isinstance(listed, list) else []
    named = [context.project.path(line.lstrip("/")) for line in patterns if isinstance(line, str)]
    return any("." in base_name(name) and fnmatch.fnmatchcase(place, name) for name in named)


def _is_committed(folder: str, context: Context) -> bool:
    """Whether the source itself keeps scripts or styles in this very folder."""
    return any(
        path.endswith(_CODE) and folder_of(path) == folder for path in context.source.tree.entries
    )


def _shared(difference: Difference, bundlers: Mapping[str, str], context: Context) -> Iterator[str]:
    """Where a file of the wheel's ``.data/data`` lies before it is installed as shared data."""
    path = _installed(difference, context)
    if path is None:
        return
    yield from shared_data(difference, context)
    for manifest in bundlers:
        yield from _labextension(path, manifest, context)


def _installed(difference: Difference, context: Context) -> str | None:
    parts = difference.path.split("/")
    is_data = len(parts) > 2 and parts[0].endswith(".data") and parts[1] == "data"
    if context.artifact.kind is not ArtifactKind.WHEEL or not is_data:
        return None
    return "/".join(parts[2:])


def shared_data(difference: Difference, context: Context) -> Iterator[str]:
    """The places that hatch's ``shared-data`` installs as this file of the wheel's ``.data/data``."""
    path = _installed(difference, context)
    build = ("tool", "hatch", "build")
    for keys in ((*build, "shared-data"), (*build, "targets", "wheel", "shared-data")):
        for source, placed in context.project.table(*keys).items() if path is not None else ():
            if isinstance(placed, str) and path and path.startswith(placed.strip("/") + "/"):
                yield context.project.path(source + path[len(placed.strip("/")) :])


def _labextension(path: str, manifest: str, context: Context) -> Iterator[str]:
    """A prebuilt extension is installed under its npm name, and built in ``jupyterlab.outputDir``.

    https://jupyterlab.readthedocs.io/en/stable/extension/extension_dev.html#package-json-metadata
    """
    document = package_manifests(context)[manifest]
    installed = f"share/jupyter/labextensions/{document.get('name')}/"
    output = table(document, "jupyterlab").get("outputDir")
    if isinstance(output, str) and path.startswith(installed):
        yield join(folder_of(manifest), f"{output}/{path[len(installed) :]}")


def _wrong_manifest(
    content: bytes, place: str, bundlers: Mapping[str, str], context: Context
) -> str | None:
    """How a copied ``package.json`` differs from the source's one of that name.

    One with scripts that the source does not have must at least be of a package that the source depends
    on, in the folder of its name: bundlers copy whole packages, and nothing runs what is below them.

    ``jupyter labextension build`` copies it and adds ``jupyterlab._build``; npm notes the commit that
    was checked out as ``gitHead``.
    """
    try:
        ours = dict(json_object(content, context.limits))
    except Malformed as error:
        return str(error)
    extension = ours.get("jupyterlab")
    if isinstance(extension, dict):
        ours["jupyterlab"] = {key: value for key, value in extension.items() if key != "_build"}
    if re.fullmatch(r"[0-9a-f]{40,64}", str(ours.get("gitHead"))) is not None:
        del ours["gitHead"]
    for path in bundlers:
        theirs = package_manifests(context)[path]
        if theirs.get("name") == ours.get("name"):
            changed = sorted(
                key for key in {*ours, *theirs} if _text(ours, key) != _text(theirs, key)
            )
            return f"differs from {path} in {', '.join(changed)[:200]}" if changed else None
    if table(ours, "scripts") and not _is_dependency(ours, place, bundlers, context):
        return "it has scripts, and the source has no package.json of its name"
    return None


def _is_dependency(
    ours: Mapping[str, object], place: str, bundlers: Mapping[str, str], context: Context
) -> bool:
    named = ours.get("name")
    if (
        not isinstance(named, str)
        or not named
        or not place.lower().endswith(f"/{named}/package.json".lower())
    ):
        return False
    return any(
        named in table(package_manifests(context)[path], key)
        for path in bundlers
        for key in ("dependencies", "devDependencies")
    )


def _text(document: Mapping[str, object], key: str) -> str:
    return json.dumps(document.get(key), sort_keys=True)
