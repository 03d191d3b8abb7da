"""What version tools note beside the metadata of the commit that they ran at.

``scm_version.json`` and ``scm_file_list.json`` of setuptools-scm since 10 (vcs-versioning), ``pbr.json`` of
pbr. They are JSON with known keys, and each value follows from the audited commit and its tree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from packaging.version import InvalidVersion, Version

from tallystick.explain.context import Context
from tallystick.explain.metadata.called import is_own_egg_info
from tallystick.explain.places import base_name, folder_of, own_bytes
from tallystick.explain.version.values import is_commit, is_version
from tallystick.model import ArtifactKind, Difference, Explanation, Grade
from tallystick.project.bounded import Malformed, json_object
from tallystick.project.declared import strings
from tallystick.project.requirement import need

ID = "scm-metadata"

_ABBREVIATED = re.compile(r"[0-9a-f]{7,40}")
_BRANCH = re.compile(r"[\w./+-]{1,200}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PBR = frozenset({"pbr"})
_SCM = frozenset({"setuptools-scm", "vcs-versioning"})


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    tools, check = CHECKS[base_name(difference.path)]
    if difference.source is not None or not _is_placed(difference.path, context):
        return None
    asked = _asked(tools, context)
    if not asked and tools == _PBR:
        # Where pbr was installed at all, it noted this of every project that was built beside it
        # (``egg_info.writers`` of pbr), and there is no room in it for anything else.
        asked = _PBR
    content = own_bytes(difference, context) if asked else None
    if content is None:
        return None
    try:
        grade, evidence = check(json_object(content, context.limits), context)
    except Malformed as error:
        grade, evidence = Grade.CONTRADICTED, str(error)
    return Explanation(
        grade=grade,
        explainer=ID,
        claim=f"what {min(asked)} notes of the commit",
        evidence=evidence,
        normalisations=("order of keys, and white space, not compared",),
    )


def _is_placed(path: str, context: Context) -> bool:
    """Whether it lies in the artifact's own metadata."""
    folder = folder_of(path).rstrip("/")
    if context.artifact.kind is ArtifactKind.WHEEL:
        return folder == context.dist_info
    return is_own_egg_info(folder, context)


def _asked(tools: frozenset[str], context: Context) -> frozenset[str]:
    """Those of ``tools`` that the build requires."""
    return tools.intersection(need(line).name for line in _required(context))


def _required(context: Context) -> list[str]:
    """What the build asks for: in ``pyproject.toml``, ``setup_requires``, or as ``pbr`` of ``setup.py``."""
    project = context.project
    found = [*strings(project.table("build-system").get("requires"))]
    known = project.setup_py.known if project.setup_py is not None else {}
    setup_requires = known.get("setup_requires")
    found += [setup_requires] if isinstance(setup_requires, str) else strings(setup_requires)
    found += project.setup_cfg.get("options", {}).get("setup_requires", "").splitlines()
    return [*found, *(["pbr"] if known.get("pbr") is True else [])]


def _version(document: Mapping[str, object], context: Context) -> tuple[Grade, str]:
    """The six keys of ``ScmVersionData``."""
    problem = _wrong_version(document, context)
    if problem is not None:
        return Grade.CONTRADICTED, problem
    return Grade.DERIVED, "its tag, commit and state are those of the release"


def _wrong_version(document: Mapping[str, object], context: Context) -> str | None:
    odd = sorted(document.keys() - {"tag", "distance", "node", "dirty", "branch", "node_date"})
    tag, distance = document.get("tag"), document.get("distance")
    branch, date = document.get("branch"), document.get("node_date")
    if odd:
        return f"{odd[0][:80]!r} is no key of it"
    if not is_commit(document.get("node"), context):
        return f"its node {str(document.get('node'))[:80]!r} is not the audited commit"
    if not isinstance(distance, int) or isinstance(distance, bool) or not 0 <= distance < 10**6:
        return "its distance is no number of commits"
    if not isinstance(tag, str) or not (
        is_version(tag, context) or (distance and _is_version(tag))
    ):
        return f"its tag {str(tag)[:80]!r} is not the release's version"
    if document.get("dirty") is not False:
        return "it was made with changes that no commit holds"
    if branch is not None and not (isinstance(branch, str) and _BRANCH.fullmatch(branch)):
        return "its branch is no name of one"
    if date is not None and not (isinstance(date, str) and _DATE.fullmatch(date)):
        return "its date is none"
    return None


def _is_version(tag: str) -> bool:
    try:
        return len(tag) <= 100 and bool(Version(tag))
    except InvalidVersion:
        return False


def _file_list(document: Mapping[str, object], context: Context) -> tuple[Grade, str]:
    """``files``: what the version control tracks, from the project's folder."""
    files = document.get("files")
    if not isinstance(files, list) or set(document) != {"files"}:
        return Grade.CONTRADICTED, "it is no list of files"
    prefix = f"{context.project.subdir}/" if context.project.subdir else ""
    tracked = {
        path.removeprefix(prefix) for path in context.source.tree.entries if path.startswith(prefix)
    }
    odd = next((file for file in files if file not in tracked), None)
    if odd is not None or len(set(files)) < len(files):
        return Grade.CONTRADICTED, f"{str(odd)[:200]!r} is not in the source, or stands twice"
    listed = tracked - set(files)
    if listed:
        return Grade.UNPROVEN, f"{len(listed)} files of the source are not listed: {min(listed)}"
    return Grade.DERIVED, f"exactly the {len(files)} files of the source"


def _pbr(document: Mapping[str, object], context: Context) -> tuple[Grade, str]:
    """``git_version``, the abbreviated commit, and ``is_release`` (pbr, "pbr.json")."""
    commit = document.get("git_version")
    if set(document) != {"git_version", "is_release"} or not isinstance(commit, str):
        return Grade.CONTRADICTED, "it does not hold git_version and is_release alone"
    is_noted = isinstance(document["is_release"], bool)
    if is_noted and not context.source.commit and _ABBREVIATED.fullmatch(commit):
        return Grade.UNPROVEN, "it names a commit, and what stands in for the source says none"
    if is_noted and is_commit(commit, context):
        return Grade.DERIVED, "it names the audited commit"
    why = f"{commit[:80]!r} is not the audited commit"
    is_left = is_noted and _ABBREVIATED.fullmatch(commit) and not _asked(_PBR, context)
    if not is_left:
        return Grade.CONTRADICTED, why
    # ``write_pbr_json`` returns where ``distribution.pbr`` is not set, and setuptools packs what lay in
    # the ``.egg-info`` already: the note of whatever commit an older pbr saw there.
    return Grade.UNPROVEN, f"{why}; no build asks for pbr, so an earlier one may have left it"


CHECKS: Mapping[
    str, tuple[frozenset[str], Callable[[Mapping[str, object], Context], tuple[Grade, str]]]
] = {
    "scm_version.json": (_SCM, _version),
    "scm_file_list.json": (_SCM, _file_list),
    "pbr.json": (_PBR, _pbr),
}
"""Which tools write each file, and how it is judged."""
