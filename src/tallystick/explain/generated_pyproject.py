"""``pyproject.toml`` as a backend or a version tool rewrites it for an sdist.

Equal as TOML but for keys that the project's own backend is known to touch, each with a value that
follows from the release. What decides what is installed, run or built is never among them. Backends drop
comments or keep them; a new one is nobody's, and is carried to who unpacks the sdist.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from tallystick.explain.context import Context
from tallystick.explain.formats.toml_delta import MISSING, Change, changes, foreign_comment
from tallystick.explain.metadata.pdm_hook import REQUIREMENTS, SCRIPTS, pdm_hook, stands_there
from tallystick.explain.places import own_bytes
from tallystick.explain.version.values import is_version
from tallystick.model import Difference, Explanation, Grade
from tallystick.project import join
from tallystick.project.bounded import Malformed, toml
from tallystick.project.maturin import manifest

ID = "generated-pyproject"

Allowed = Callable[[Change, Context], bool]


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    source = difference.source
    content = own_bytes(difference, context)
    if source is None or source.is_link or source.is_gitlink or content is None:
        return None
    if difference.path != "pyproject.toml":
        return None
    path = source.path
    try:
        after = toml(content, context.limits)
    except Malformed as error:
        return _explanation(Grade.CONTRADICTED, str(error), path)
    try:
        before = toml(context.source_bytes(path), context.limits)
    except Malformed as error:
        return _explanation(Grade.CONTRADICTED, f"the source's file: {error}", path)
    touched, hook = [], None
    for change in changes(before, after):
        allowed = _allowed(change, context)
        if allowed is None and (hooked := _hooked(change, context)):
            hook = hooked
            touched.append(change.name)
            continue
        if allowed is None or not allowed(change, context):
            was = "nothing" if change.before is MISSING else repr(change.before)[:150]
            now = "removed" if change.after is MISSING else repr(change.after)[:150]
            return _explanation(Grade.CONTRADICTED, f"{change.name}: {was} became {now}", path)
        touched.append(change.name)
    new = foreign_comment(content, context.source_bytes(path))
    if new is not None:
        return _explanation(
            Grade.CONTRADICTED, f"no backend writes the comment {new[:150]!r}", path
        )
    evidence = f"equal as TOML but for {', '.join(touched)}" if touched else "equal as TOML"
    if hook is not None:
        evidence = f"{evidence}, whose words stand in it and which {hook} may change"
        return _explanation(Grade.UNPROVEN, evidence, path)
    return _explanation(Grade.DERIVED, evidence, path)


def _explanation(grade: Grade, evidence: str, path: str) -> Explanation:
    return Explanation(
        grade=grade,
        explainer=ID,
        claim="the source's pyproject.toml as the build backend rewrites it",
        evidence=evidence,
        source_path=path,
        normalisations=("missing comments, order and spelling of TOML not compared",),
    )


def _hooked(change: Change, context: Context) -> str | None:
    """The project's hook for pdm-backend, where it may have put requirements or scripts into other places."""
    keys = REQUIREMENTS if change.keys[1:2] != ("scripts",) else SCRIPTS
    is_moved = change.keys[:2] in _MOVED and stands_there(_texts(change), keys, context)
    return pdm_hook(context) if is_moved else None


_MOVED = {("project", key) for key in (*REQUIREMENTS, "scripts")}


def _texts(change: Change) -> Iterator[str]:
    """What the change adds: its values, and the names of tables that come with them."""
    if change.after is not MISSING:
        yield from change.keys[2:]
        yield from map(str, change.after if isinstance(change.after, list) else [change.after])


def _allowed(change: Change, context: Context) -> Allowed | None:
    """The check that ``change`` must pass; None where nobody may touch that key."""
    backends = _TOUCHED.get(context.project.backend, {})
    return backends.get(change.name) or _EVERYWHERE.get(change.name)


def _is_release(change: Change, context: Context) -> bool:
    return isinstance(change.after, str) and is_version(change.after, context)


def _version_is_set(change: Change, context: Context) -> bool:
    """``dynamic`` lost ``version`` and nothing else, because ``version`` is now stated."""
    del context
    before = change.before if isinstance(change.before, list) else []
    after = [] if change.after is MISSING else change.after
    return "version" in before and after == [item for item in before if item != "version"]


def _is_manifest(change: Change, context: Context) -> bool:
    """The path of the same crate's manifest, in the place where the artifact has it."""
    before = manifest(context.project) if change.before is MISSING else change.before
    if not isinstance(before, str) or not isinstance(change.after, str):
        return False
    here, there = join("", change.after), context.project.path(before)
    return here in context.artifact.tree.entries and any(
        candidate.path == there for candidate in context.layout.candidates(here)
    )


def _is_same_file(change: Change, context: Context) -> bool:
    """Another path to the same bytes: maturin moves readme and licences beside the file."""
    before = change.before.get("file") if isinstance(change.before, Mapping) else change.before
    after = change.after.get("file") if isinstance(change.after, Mapping) else change.after
    if not isinstance(before, str) or not isinstance(after, str):
        return False
    there = context.source.tree.entries.get(context.project.path(before))
    here = context.artifact.tree.entries.get(join("", after))
    return there is not None and here is not None and there.blob == here.blob


def _is_empty_table(change: Change, context: Context) -> bool:
    del context
    return change.before is MISSING and change.after == {}


def _is_switched_off(change: Change, context: Context) -> bool:
    del context
    return change.after is False


def _is_no_tag(change: Change, context: Context) -> bool:
    """The ending of development versions taken out, which the release's version does not have."""
    tag = change.before
    is_gone = change.after is MISSING or change.after == ""
    return is_gone and isinstance(tag, str) and not (context.artifact.version or "").endswith(tag)


_EVERYWHERE: Mapping[str, Allowed] = {
    "project.version": _is_release,
    "project.dynamic": _version_is_set,
    # https://setuptools.pypa.io/en/latest/userguide/distribution.html#tagging-and-daily-build-or-snapshot-releases
    "tool.distutils.egg_info.tag-build": _is_no_tag,
    "tool.distutils.egg_info.tag_build": _is_no_tag,
}
"""Release scripts set the version in the tree that they build from."""

_TOUCHED: Mapping[str, Mapping[str, Allowed]] = {
    # poetry-dynamic-versioning puts the version in and switches itself off ("enable", README).
    "poetry": {
        "tool.poetry.version": _is_release,
        "tool.poetry-dynamic-versioning.enable": _is_switched_off,
    },
    # pdm-backend writes the resolved version (pdm.backend.sdist), and an empty table where the project
    # configures nothing: its Config asks for ``tool.pdm`` and for extras by ``setdefault``.
    "pdm": {"tool": _is_empty_table, "project.optional-dependencies": _is_empty_table},
    # maturin moves the manifest's folder and what the metadata points to (src/source_distribution.rs).
    "maturin": {
        "tool.maturin.manifest-path": _is_manifest,
        "project.readme": _is_same_file,
        "project.readme.file": _is_same_file,
        "project.license.file": _is_same_file,
    },
}
"""Keys by backend, each with the reason and the check of its new value."""
