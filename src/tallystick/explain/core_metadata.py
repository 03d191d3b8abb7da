"""``METADATA`` of a wheel and ``PKG-INFO`` of an sdist, field by field from what the source declares.

Installers obey this file: ``Requires-Dist`` decides what else is installed. Each line must be what
the declaration says, rendered by a backend; each declared value must have its line.
"""

from __future__ import annotations

from collections.abc import Iterator

from packaging.utils import canonicalize_name
from packaging.version import Version

from tallystick.explain.context import Context
from tallystick.explain.metadata.called import is_own_egg_info, named_by_file, project_and_version
from tallystick.explain.metadata.description import composed, written
from tallystick.explain.metadata.dynamic_fields import dynamic_outcomes
from tallystick.explain.metadata.field_values import (
    MULTIPLE,
    SINGLE,
    TEXTS,
    VERSIONS,
    begins_with,
    canonical,
    plain_text,
    words,
)
from tallystick.explain.metadata.licence_text import appended_words, not_here
from tallystick.explain.metadata.older_writers import (
    as_pdm_cut,
    dedented,
    is_before_pythons,
    may_be_absent,
    of_one_contact,
    without_parentheses,
)
from tallystick.explain.metadata.other_generator import (
    PASSED_BY,
    as_setuptools_reads,
    may_differ,
    other_generator,
)
from tallystick.explain.metadata.outcome import Outcome, State, as_written, untrue
from tallystick.explain.metadata.pdm_hook import (
    FIELDS,
    REQUIREMENTS,
    are_required,
    pdm_hook,
    stands_there,
)
from tallystick.explain.metadata.second_name import giving
from tallystick.explain.metadata.unfolded import folded
from tallystick.model import ArtifactKind, Difference, Explanation, Grade
from tallystick.project.bounded import Malformed, NotText, TooLarge
from tallystick.project.declare import declare
from tallystick.project.declared import Declared, Known, Unknown
from tallystick.project.declared_version import tag_versions, version_of
from tallystick.project.hatch_hooks import COMMIT
from tallystick.project.headers import Headers, read_headers
from tallystick.project.reading import bound_near_root
from tallystick.project.requirement import Need, need

ID = "core-metadata"


NORMALISATIONS = (
    "order of fields not compared",
    "names, versions, requirements and licences compared as their specifications read them",
    "white space at the end of lines of the description not compared",
)


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    if not _is_ours(difference, context):
        return None
    try:
        headers = read_headers(context.artifact_bytes(difference.path), context.limits)
    except (NotText, TooLarge) as error:
        return _explanation(Grade.UNPROVEN, str(error))
    except Malformed as error:
        return _folded(difference.path, context) or _explanation(Grade.CONTRADICTED, str(error))
    outcomes = list(judge(difference.path, headers, context))
    false = [outcome for outcome in outcomes if outcome.state is State.FALSE]
    other = as_setuptools_reads(context) if false else None
    if other is not None and all(
        outcome.state is not State.FALSE for outcome in judge(difference.path, headers, other)
    ):
        why = PASSED_BY.format(context.project.backend)
        return _explanation(Grade.UNPROVEN, why, tuple(f"{o.field}: {o.why}" for o in false))
    if false and (hook := _hooked(false, headers, context)):
        why = (
            f"not as declared, and {hook} may have changed it; pyproject.toml has each requirement"
        )
        return _explanation(Grade.UNPROVEN, why, tuple(f"{o.field}: {o.why}" for o in false))
    if false and (whole := _folded(difference.path, context)):
        return whole
    open_ = [outcome for outcome in outcomes if outcome.state is State.UNPROVEN]
    notes = tuple(f"{o.field}: {o.why}" for o in outcomes if o.state is not State.PROVEN or o.why)
    if false:
        return _explanation(Grade.CONTRADICTED, f"{false[0].field}: {false[0].why}", notes)
    if open_:
        names = ", ".join(dict.fromkeys(outcome.field for outcome in open_))
        return _explanation(Grade.UNPROVEN, f"not derived without running code: {names}", notes)
    return _explanation(Grade.DERIVED, "every field is what the source declares", notes)


def _folded(path: str, context: Context) -> Explanation | None:
    """The claim that distutils left a text unfolded, if nothing is false once it is folded."""
    if context.artifact.kind is not ArtifactKind.SDIST or context.project.backend != "setuptools":
        return None
    headers = folded(context.artifact_bytes(path), context.limits)
    if headers is None:
        return None
    outcomes = list(judge(path, headers, context))
    if any(outcome.state is State.FALSE for outcome in outcomes):
        return None
    why = "a text of several lines was not folded, and ends the headers for readers; folded, nothing is false"
    return _explanation(
        Grade.UNPROVEN, why, tuple(f"{o.field}: {o.why}" for o in outcomes if o.why)
    )


def _hooked(false: list[Outcome], headers: Headers, context: Context) -> str | None:
    """The hook that may have made all that is not as declared; None if it is more than requirements."""
    if not all(outcome.field in FIELDS for outcome in false):
        return None
    required, extras = (
        headers.fields.get(name.lower(), ()) for name in ("Requires-Dist", "Provides-Extra")
    )
    stated = are_required(required, context) and stands_there(extras, REQUIREMENTS, context)
    return pdm_hook(context) if stated else None


def _explanation(grade: Grade, evidence: str, notes: tuple[str, ...] = ()) -> Explanation:
    return Explanation(
        grade=grade,
        explainer=ID,
        claim="the project's core metadata as a build backend writes it",
        evidence=evidence,
        normalisations=NORMALISATIONS,
        notes=notes,
    )


def _is_ours(difference: Difference, context: Context) -> bool:
    """Whether this is the metadata of the artifact itself, not of something that it carries."""
    if difference.entry.is_link:
        return False
    folder, _, name = difference.path.rpartition("/")
    if context.artifact.kind is ArtifactKind.WHEEL:
        return name == "METADATA" and folder.endswith(".dist-info") and "/" not in folder
    if name != "PKG-INFO":
        return False
    return not folder or is_own_egg_info(folder, context)


def judge(path: str, headers: Headers, context: Context) -> Iterator[Outcome]:
    """Every field of ``headers``, and every field that the source declares, once."""
    declared = of_one_contact(declare(context.project, context.limits), headers)
    yield from _form(path, headers, context)
    yield from _beside(path, context)
    other = other_generator(context)
    names = {*headers.fields, *declared.fields} - {"metadata-version", "dynamic", "description"}
    for name in sorted(names & (MULTIPLE | SINGLE)):
        outcome = field_outcome(name, headers, declared, context)
        yield _elsewhere(outcome, other) if may_differ(name, headers, declared) else outcome
    yield _elsewhere(_description(headers, declared, context), other)
    yield from dynamic_outcomes(headers, declared, context)


def _elsewhere(outcome: Outcome, other: str | None) -> Outcome:
    """A field that is not as declared is not false where ``other`` wrote it from files of its own."""
    if other is None or outcome.state is not State.FALSE:
        return outcome
    why = f"{outcome.why}; but WHEEL says that {other} wrote it, which reads no such declaration"
    return Outcome(field=outcome.field, state=State.UNPROVEN, why=why)


def _form(path: str, headers: Headers, context: Context) -> Iterator[Outcome]:
    """What the specification asks of any core metadata file, and what the file name says."""
    fields = headers.fields
    for name in sorted(fields.keys() - SINGLE - MULTIPLE):
        yield untrue(name, "the specification knows no such field")
    for name in sorted(fields.keys() & SINGLE):
        if len(fields[name]) > 1:
            yield untrue(name, f"stands {len(fields[name])} times; readers differ on which counts")
    if headers.one("metadata-version") not in VERSIONS:
        yield untrue("metadata-version", f"{headers.one('metadata-version')!r} is no version of it")
    name, version = headers.one("name") or "", headers.one("version") or ""
    named = named_by_file(context)
    if canonicalize_name(name) not in {project for project, _ in named}:
        yield untrue("name", f"{name!r} is not what the file name says")
    elif project_and_version(name, version) not in named:
        yield untrue("version", f"{version[:100]!r} is not what the file name says")
    if context.artifact.kind is ArtifactKind.WHEEL:
        yield from _folder(path, context)


def _folder(path: str, context: Context) -> Iterator[Outcome]:
    """``name-version.dist-info``, the only one (binary distribution format, "File contents")."""
    if not context.dist_info:
        yield untrue("name", f"{path} is not the only .dist-info folder")
        return
    name, _, stated = path.partition("/")[0].removesuffix(".dist-info").rpartition("-")
    if project_and_version(name, stated) not in named_by_file(context):
        yield untrue("name", f"{path} is not in the folder that the file name asks for")


def _beside(path: str, context: Context) -> Iterator[Outcome]:
    """``PKG-INFO`` in ``.egg-info`` and at the top are written in one go, from one object."""
    if "/" not in path or path.endswith("/METADATA"):
        return
    if "PKG-INFO" not in context.artifact.tree.entries:
        return
    try:
        here, top = (
            read_headers(context.artifact_bytes(name), context.limits)
            for name in (path, "PKG-INFO")
        )
    except Malformed as error:
        yield untrue("PKG-INFO", str(error))
        return
    for name in sorted({*here.fields, *top.fields}):
        ours, theirs = (canonical(name, side.fields.get(name, ())) for side in (here, top))
        if ours != theirs:
            yield untrue(name, "differs from PKG-INFO at the top of the sdist")
    if plain_text(here.body) != plain_text(top.body):
        yield untrue("description", "differs from PKG-INFO at the top of the sdist")


def _present(name: str, headers: Headers) -> tuple[str, ...]:
    """The values of a field; distutils wrote ``UNKNOWN`` for texts that nothing declares.

    ``distutils.dist.DistributionMetadata`` until setuptools 57; an empty line says as little.
    """
    if name in {"requires-dist", "provides-extra"}:  # an installer stops at one that says nothing
        return headers.fields.get(name, ())
    empty = {"", "UNKNOWN"} if name in TEXTS else {""}
    return tuple(value for value in headers.fields.get(name, ()) if value.strip() not in empty)


def field_outcome(name: str, headers: Headers, declared: Declared, context: Context) -> Outcome:
    """What is known of the field ``name``: compared with the declaration, if that can be read."""
    title = as_written(name)
    values = _present(name, headers)
    known = declared.field(name)
    if isinstance(known, Unknown):
        return _unknown(name, values, known, context)
    if name == "project-url" and context.source.commit:
        values = tuple(value.replace(context.source.commit, COMMIT) for value in values)
    got = canonical(name, values)
    for wanted in (known.values, *known.also):
        least = canonical(name, wanted)
        if least <= got and (got == least or got <= least | canonical(name, known.optional)):
            return Outcome(field=title, state=State.PROVEN, why="")
    if name == "version" and (proof := _tag(values, context)):
        # Set from the tag by whoever released it, as poetry-dynamic-versioning and CI scripts do.
        why = f"{proof}, but {known.where} states {', '.join(known.values)}"
        return Outcome(field=title, state=State.UNPROVEN, why=why)
    if not values and may_be_absent(name, headers, context.artifact.kind, declared):
        return Outcome(field=title, state=State.PROVEN, why="not written by this metadata version")
    if name == "license" and len(values) == 1 and (files := appended_words(values[0], context)):
        why = f"{files[0]}, then {files[1]}, as {files[2]} appends it"
        return Outcome(field=title, state=State.PROVEN, why=why)
    why = _delta(name, values, known)
    if open_ := _left_open(name, values, known, headers, context):
        return Outcome(field=title, state=State.UNPROVEN, why=f"{why}{open_}")
    state = State.FALSE if _is_false(name, values, known) else State.UNPROVEN
    return Outcome(field=title, state=state, why=why)


def _left_open(
    name: str, values: tuple[str, ...], known: Known, headers: Headers, context: Context
) -> str:
    """Why a field that is not as declared may be honest all the same, to be said behind how it differs."""
    if not values and is_before_pythons(name, headers, context.artifact.kind):
        return "; setuptools before 24.2 knew no such keyword"
    if name == "description-content-type" and not (values or headers.body.strip()):
        return ", nor is there a description"
    if (
        name == "requires-dist"
        and context.project.backend == "hatchling"
        and headers.one("metadata-version") == "2.1"
        and canonical(name, values) == canonical(name, map(without_parentheses, known.values))
    ):
        return (
            "; hatchling before 1.20 put no parentheses around a marker, and installers obey that"
        )
    if name == "name" and len(values) == 1 and (script := giving(values[0], context)):
        return f", and {script} gives the project this name: a second one from the same commit"
    if name == "license-file" and (absent := not_here(values, known.optional, context)):
        return f", and {absent}"
    return ""


def _delta(name: str, values: tuple[str, ...], known: Known) -> str:
    allowed = canonical(name, (*known.values, *known.optional))
    extra = [value for value in values if not canonical(name, [value]) <= allowed]
    got = canonical(name, values)
    missing = [value for value in known.values if not canonical(name, [value]) <= got]
    parts = [f"{words(value)[:200]!r} is not declared" for value in extra[:5]]
    parts += [f"{words(value)[:200]!r} is missing" for value in missing[:5]]
    return f"{'; '.join(parts) or 'differs'} ({known.where})"


def _is_false(name: str, values: tuple[str, ...], known: Known) -> bool:
    """Whether no honest build could have written ``values``."""
    if name == "license" and values and begins_with(values[0], known.optional):
        return False  # scripts that build wheels append the licences of what they bundle
    if not known.certain or name != "requires-dist":
        return known.certain
    odd = canonical(name, values) ^ canonical(name, known.values)
    declared = {need(line).name for line in known.values}
    names = {item.name for item in odd if isinstance(item, Need)}
    return bool(names - known.rewritten) or not names <= declared


def _unknown(name: str, values: tuple[str, ...], known: Unknown, context: Context) -> Outcome:
    if name == "version" and (proof := _tag(values, context) or _bound(values, context)):
        return Outcome(field="Version", state=State.PROVEN, why=f"{proof} ({known.why})")
    shown = "; ".join(words(value)[:200] for value in values[:30]) or "absent"
    return Outcome(field=as_written(name), state=State.UNPROVEN, why=f"{shown} ({known.why})")


def _tag(values: tuple[str, ...], context: Context) -> str | None:
    """Which tag of the audited commit names the version, as plugins that read git would find it."""
    tags = tag_versions(context.source.tags)
    for value in values[:1]:
        try:
            tag = tags.get(Version(value))
        except ValueError:
            return None
        return f"the commit's tag {tag} says so" if tag else None
    return None


def _bound(values: tuple[str, ...], context: Context) -> str | None:
    """Which module of the project binds ``__version__`` to the version, and no other binds it."""
    seen = bound_near_root(context.project, "__version__", context.limits)
    version = version_of(seen[0]) if seen else None
    if (
        seen is None
        or version is None
        or canonical("version", values) != canonical("version", [version])
    ):
        return None
    return f"__version__ in {seen[1]} says so"


def _description(headers: Headers, declared: Declared, context: Context) -> Outcome:
    """The description: the body, or a header of its own."""
    inline = _present("description", headers)
    text = plain_text(headers.body)
    known = declared.field("description")
    cut = as_pdm_cut(inline[0], headers.body) if inline and declared.backend == "pdm" else None
    if cut is not None and isinstance(known, Known) and plain_text(cut) == written(known, headers):
        why = f"the text of {known.where}, at whose first empty line pdm-pep517 ended the headers"
        return Outcome(field="Description", state=State.PROVEN, why=why)
    if inline and text:
        return untrue("description", "stands twice, as a header and as the body")
    given = plain_text(inline[0]) if inline else ("" if text == "UNKNOWN" else text)
    if not given and may_be_absent("description", headers, context.artifact.kind, declared):
        why = "not written by this metadata version"
        return Outcome(field="Description", state=State.PROVEN, why=why)
    if isinstance(known, Known):
        wanted = written(known, headers)
        if given in {wanted, dedented(wanted, headers, context.artifact.kind)}:
            why = f"the text of {known.where}" if wanted else ""
            return Outcome(field="Description", state=State.PROVEN, why=why)
        if given in {plain_text("".join(other)) for other in known.also}:
            why = f"what the build makes of {known.where}"
            return Outcome(field="Description", state=State.PROVEN, why=why)
        why = f"is not the text of {known.where}"
    else:
        why = known.why
    files = composed(given, context)
    if files is not None and (isinstance(known, Unknown) or not known.certain):
        shown = ", then ".join(files) or "nothing"
        why = f"made of {shown} ({why})"
        return Outcome(field="Description", state=State.PROVEN, why=why)
    # One that was left out says nothing that nobody reviewed.
    is_false = isinstance(known, Known) and known.certain and bool(given)
    return Outcome(field="Description", state=State.FALSE if is_false else State.UNPROVEN, why=why)
