"""``DESCRIPTION.rst`` and ``metadata.json``, which wheel wrote into ``.dist-info`` until version 0.31.

Both repeat what stands elsewhere in the folder, in the form of a draft that was withdrawn (PEP 426, PEP 566
"JSON-compatible Metadata"). Everything in them must be what ``METADATA``, ``WHEEL`` and ``entry_points.txt``
say, each of which has a line of its own on the ledger. Up to 0.22 the JSON was called ``pydist.json``; up to
0.23 what came into ``extensions`` later stood beside it.

One thing stands nowhere else: what the tests need, from ``tests_require`` of ``setup.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tallystick.explain.context import Context
from tallystick.explain.metadata.field_values import canonical, plain_text
from tallystick.explain.places import own_bytes
from tallystick.model import Difference, Explanation, Grade
from tallystick.project.bounded import Malformed, entry_points, json_object, text
from tallystick.project.declared import EntryPoints, strings
from tallystick.project.declared_pbr import TESTS, pbr_lines
from tallystick.project.declared_pep621 import uses_pbr
from tallystick.project.headers import Headers, read_headers
from tallystick.project.requirement import need

ID = "legacy-dist-info"

DESCRIPTION = "DESCRIPTION.rst"

_PLAIN = {
    "name": "name", "version": "version", "summary": "summary", "license": "license",
    "platform": "platform", "keywords": "keywords", "metadata_version": "metadata-version",
    "download_url": "download-url", "requires_python": "requires-python",
    "description_content_type": "description-content-type",
}  # fmt: skip
"""Keys whose value is that of one field (``wheel.metadata.pkginfo_to_dict``)."""

_DETAILS = frozenset({"contacts", "document_names", "project_urls"})
_POINTS = frozenset({"commands", "exports"})
_KEYS = frozenset({
    *_PLAIN, *_DETAILS, *_POINTS, "classifiers", "extras", "extensions", "generator", "run_requires",
    "test_requires",
})  # fmt: skip
_EXTENSIONS = frozenset({"python.commands", "python.details", "python.exports"})
_PREDECESSORS = frozenset({"2.0", "2.1"})
"""Versions of the metadata that such wheels state."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    folder, _, name = difference.path.rpartition("/")
    if not folder or folder != context.dist_info:
        return None
    content = own_bytes(difference, context)
    if content is None or f"{folder}/METADATA" not in context.artifact.tree.entries:
        return None
    claim = f"what METADATA says, once more, as wheel wrote {name} until 0.31"
    try:
        headers = read_headers(context.artifact_bytes(f"{folder}/METADATA"), context.limits)
        document = {} if name == DESCRIPTION else json_object(content, context.limits)
        if name == DESCRIPTION:
            problem = next(_description(content, headers, context), None)
        else:
            problem = next(_problems(document, headers, context), None)
        for_tests = _for_tests(document.get("test_requires"), context)
    except Malformed as error:
        problem, for_tests = str(error), None
    if problem is None and for_tests is not None:
        grade, problem = for_tests
    else:
        grade = Grade.DERIVED if problem is None else Grade.CONTRADICTED
    return Explanation(
        grade=grade,
        explainer=ID,
        claim=claim,
        evidence=problem or "it says nothing that METADATA, WHEEL and entry_points.txt do not say",
        normalisations=("order of keys and white space not compared",)
        if grade is not Grade.CONTRADICTED
        else (),
    )


def _description(content: bytes, headers: Headers, context: Context) -> Iterator[str]:
    yield from _version(headers)
    if plain_text(text(content, context.limits)) != plain_text(headers.body):
        yield "it is not the description that METADATA has"


def _version(headers: Headers) -> Iterator[str]:
    if headers.one("metadata-version") not in _PREDECESSORS:
        yield f"metadata version {headers.one('metadata-version')} came after this file"


def _problems(document: Mapping[str, object], headers: Headers, context: Context) -> Iterator[str]:
    yield from _version(headers)
    for key in sorted(document.keys() - _KEYS):
        # A field that it has no name of its own for is repeated under that of METADATA, the first of several.
        field = key.replace("_", "-")
        if field not in headers.fields:
            yield f"no wheel wrote the key {key[:80]!r}"
        elif document[key] != headers.fields[field][0]:
            yield f"{key} is not what METADATA says"
    for key, field in _PLAIN.items():
        yield from _same(key, document.get(key), headers.fields.get(field, ()), field)
    yield from _same(
        "classifiers",
        document.get("classifiers"),
        headers.fields.get("classifier", ()),
        "classifier",
    )
    yield from _same(
        "extras", document.get("extras"), headers.fields.get("provides-extra", ()), "provides-extra"
    )
    yield from _requirements(document.get("run_requires"), headers)
    yield from _generator(document.get("generator"), context)
    yield from _extensions(document.get("extensions"), headers, context)
    yield from _details(document, headers, context)
    yield from _points(document.get("exports"), document.get("commands"), context)


def _same(key: str, value: object, stated: tuple[str, ...], field: str) -> Iterator[str]:
    """``value`` is absent, or what the field says; ``UNKNOWN`` and empty lines are not repeated."""
    if not (value is None or isinstance(value, str) or _are_texts(value)):
        yield f"{key} is no text"
        return
    said = (value,) if isinstance(value, str) else strings(value)
    if field == "platform" and isinstance(value, str):
        stated = stated[:1]  # a field that is no list in the draft keeps its first line
    if field == "keywords":
        said = (",".join(said),) if said else ()
        stated = tuple(",".join(words.replace(",", " ").split()) for words in stated)
        said = tuple(",".join(words.replace(",", " ").split()) for words in said)
    if value is not None and canonical(field, said) != canonical(field, stated):
        yield f"{key} is not what METADATA says"


def _requirements(value: object, headers: Headers) -> Iterator[str]:
    found: set[object] = set()
    groups = value if isinstance(value, list) else [value] if value is not None else []
    for group in groups:
        if not isinstance(group, Mapping) or group.keys() - {"extra", "environment", "requires"}:
            yield "run_requires is not a list of requirements"
            return
        environment, extra = group.get("environment"), group.get("extra")
        if not _are_texts([environment or "", extra or ""]) or not _are_texts(
            group.get("requires")
        ):
            yield "run_requires holds something else than texts"
            return
        markers = [f"({environment})"] if isinstance(environment, str) else []
        markers += [f"extra == {extra!r}"] if isinstance(extra, str) else []
        marker = f" ; {' and '.join(markers)}" if markers else ""
        found |= {need(line + marker) for line in strings(group.get("requires"))}
    stated = {need(line) for line in headers.fields.get("requires-dist", ())}
    if value is not None and found != stated:
        yield "run_requires is not what METADATA says"


def _generator(value: object, context: Context) -> Iterator[str]:
    path = f"{context.dist_info}/WHEEL"
    if value is None:
        return
    stated = None
    if path in context.artifact.tree.entries:
        stated = read_headers(context.artifact_bytes(path), context.limits).one("generator")
    if value != stated:
        yield "generator is not what WHEEL says"


def _extensions(value: object, headers: Headers, context: Context) -> Iterator[str]:
    if value is None:
        return
    if not isinstance(value, Mapping) or value.keys() - _EXTENSIONS:
        yield "extensions are not those that wheel wrote"
        return
    details = value.get("python.details", {})
    if not isinstance(details, Mapping) or details.keys() - _DETAILS:
        yield "python.details is not what wheel wrote"
        return
    yield from _details(details, headers, context)
    yield from _points(value.get("python.exports"), value.get("python.commands"), context)


def _details(details: Mapping[str, object], headers: Headers, context: Context) -> Iterator[str]:
    yield from _contacts(details.get("contacts"), headers)
    yield from _documents(details.get("document_names"), context)
    urls = details.get("project_urls")
    if urls is not None and urls != {"Home": headers.one("home-page")}:
        yield "project_urls is not what METADATA says"


def _contacts(value: object, headers: Headers) -> Iterator[str]:
    fields = {"name": "", "email": "-email"}
    for contact in value if isinstance(value, list) else [value] if value is not None else []:
        if not isinstance(contact, Mapping) or contact.keys() - {"role", *fields}:
            yield "contacts is not what wheel wrote"
        elif (role := contact.get("role")) not in ("author", "maintainer"):
            yield f"contacts has the role {str(role)[:80]!r}"
        elif any(
            contact.get(key) not in (None, headers.one(role + end)) for key, end in fields.items()
        ):
            yield f"the {role} is not what METADATA says"


def _documents(value: object, context: Context) -> Iterator[str]:
    """``document_names`` names files beside this one."""
    if not isinstance(value, Mapping | None) or set(value or ()) - _DOCUMENTS:
        yield "document_names is not what wheel wrote"
        return
    for name in (value or {}).values():
        if f"{context.dist_info}/{name}" not in context.artifact.tree.entries:
            yield "document_names names a file that is not there"


_DOCUMENTS = frozenset({"description", "license"})


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


def _points(exported: object, commands: object, context: Context) -> Iterator[str]:
    path = f"{context.dist_info}/entry_points.txt"
    points: EntryPoints = {}
    if path in context.artifact.tree.entries:
        points = entry_points(context.artifact_bytes(path), context.limits)
    stated = {group: _spelled(named) for group, named in points.items()}
    if exported is not None and _groups(exported) != stated:
        yield "python.exports is not what entry_points.txt says"
    wrapped = {
        key: stated[group]
        for key, group in (("wrap_console", "console_scripts"), ("wrap_gui", "gui_scripts"))
        if stated.get(group)
    }
    if commands is not None and _groups(commands) != wrapped:
        yield "python.commands is not what entry_points.txt says"


def _groups(value: object) -> object:
    """Groups of entry points, each spelled in one way; what is something else stays what it is."""
    if not isinstance(value, Mapping):
        return value
    return {
        group: _spelled(named) if isinstance(named, Mapping) else named
        for group, named in value.items()
    }


def _spelled(named: Mapping[str, object]) -> dict[str, object]:
    """Without white space, of which ``pkg_resources`` writes one before extras, whatever was there."""
    return {
        name: "".join(point.split()) if isinstance(point, str) else point
        for name, point in named.items()
    }


def _for_tests(value: object, context: Context) -> tuple[Grade, str] | None:
    """What is to be said of ``test_requires``: None where nothing is, or ``setup.py`` says the same."""
    if value is None:
        return None
    groups = value if isinstance(value, list) else [None]
    lines: list[str] = []
    for group in groups:
        if not isinstance(group, Mapping) or group.keys() != {"requires"}:
            return Grade.CONTRADICTED, "test_requires is not a list of requirements"
        asked = group["requires"]
        if not isinstance(asked, list) or not all(isinstance(line, str) for line in asked):
            return Grade.CONTRADICTED, "test_requires is not a list of requirements"
        lines += asked
    wanted = {need(line) for line in lines}
    if any(one.raw is not None for one in wanted):
        return Grade.CONTRADICTED, "test_requires is not a list of requirements"
    setup = context.project.setup_py
    declared: object = None if setup is None else setup.known.get("tests_require")
    if declared is None and uses_pbr(context.project):
        declared = pbr_lines(context.project, TESTS, context.limits)
    if setup is None or (declared is None and setup.may_set("tests_require")):
        return Grade.UNPROVEN, "what the tests need stands in setup.py, which computes it"
    if declared is None:
        return Grade.CONTRADICTED, "setup.py declares nothing that the tests need"
    said = declared.splitlines() if isinstance(declared, str) else strings(declared)
    if {need(line) for line in said if line.strip()} != wanted:
        return Grade.CONTRADICTED, "test_requires is not what the source says that the tests need"
    return None
