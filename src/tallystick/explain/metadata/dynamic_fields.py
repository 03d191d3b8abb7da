"""Which fields ``[project]`` states or leaves to the backend (PEP 621), and which ``Dynamic`` may name."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.explain.context import Context
from tallystick.explain.metadata.field_values import MULTIPLE
from tallystick.explain.metadata.field_values import SINGLE as SINGLE_FIELDS
from tallystick.explain.metadata.outcome import Outcome, State, untrue
from tallystick.model import ArtifactKind
from tallystick.project import Project
from tallystick.project.declare import BESIDES
from tallystick.project.declared import Declared, Known
from tallystick.project.declared_pep621 import CORE_FIELDS, dynamic_keys
from tallystick.project.declared_setuptools import SINGLE
from tallystick.project.headers import Headers


def static_fields(project: Project) -> frozenset[str]:
    """Fields whose every word stands in ``[project]``: not those that ``setup.py`` says besides."""
    keys = project.table("project").keys() - dynamic_keys(project)
    call = project.setup_py
    besides = {
        name
        for name in BESIDES
        if call and (call.may_set(SINGLE[name]) or SINGLE[name] in call.known)
    }
    stated = frozenset(name for key in keys for name in CORE_FIELDS.get(key, ()))
    return stated - besides - dynamic_fields(project)  # requirements may be static for extras alone


def dynamic_fields(project: Project) -> frozenset[str]:
    """Fields that ``[project] dynamic`` leaves to the backend."""
    return frozenset(name for key in dynamic_keys(project) for name in CORE_FIELDS.get(key, ()))


def dynamic_outcomes(headers: Headers, declared: Declared, context: Context) -> Iterator[Outcome]:
    """``Dynamic`` names fields that may differ between artifacts (PEP 643).

    setuptools lists what it did not read literally from ``[project]``, always with
    ``license-file``; other backends what ``[project] dynamic`` names. A static field may not stand
    there, nor may name, version and metadata version in any case.
    """
    values = [value.strip().lower() for value in headers.fields.get("dynamic", ())]
    static = (
        static_fields(context.project) if "project" in context.project.pyproject else frozenset()
    )
    if values and headers.one("metadata-version") in {"1.0", "1.1", "1.2", "2.0", "2.1"}:
        yield untrue("dynamic", "stands in metadata older than version 2.2 (PEP 643)")
    for name in values:
        if name not in MULTIPLE | SINGLE_FIELDS or name in {"name", "metadata-version"}:
            yield untrue("dynamic", f"{name!r} cannot be dynamic (PEP 643)")
        elif name == "version" and context.artifact.kind is ArtifactKind.SDIST:
            yield untrue("dynamic", "the version of an sdist cannot be dynamic (PEP 643)")
        elif values.count(name) > 1:
            yield untrue("dynamic", f"names {name} {values.count(name)} times")
        elif name in static and name != "license-file":
            yield untrue("dynamic", f"{name} is static in pyproject.toml [project]")
        elif not _may_be_dynamic(name, headers, declared, context):
            why = f"nothing that {declared.backend} writes calls {name} dynamic"
            yield Outcome(field="Dynamic", state=State.UNPROVEN, why=why)


def _may_be_dynamic(name: str, headers: Headers, declared: Declared, context: Context) -> bool:
    """setuptools only names fields that have a value which no static file states literally.

    ``setuptools._core_metadata``, ``setuptools._static``: values of ``setup.cfg`` count as static,
    but for those that ``ConfigMetadataHandler.parsers`` does not name.
    """
    if declared.backend == "setuptools":
        known = declared.field(name)
        if isinstance(known, Known) and known.where.startswith("setup.cfg ["):
            return name in {"download-url", "requires"} and name in headers.fields
        return name in headers.fields or (name == "description" and bool(headers.body.strip()))
    # hatchling has filled in what was dynamic before it writes, so that nothing is left to name.
    return declared.backend != "hatchling" and name in dynamic_fields(context.project)
