"""A bill of materials in ``.dist-info/sboms/`` (PEP 770): what else a wheel holds, in its maker's words.

CycloneDX as auditwheel and maturin write it (https://cyclonedx.org/docs/1.6/json/). It is read, laid
against the wheel and the source's lock, and never a proof: nothing derives its serial number and times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tallystick.explain.context import Context
from tallystick.explain.places import base_name, folder_of, own_bytes
from tallystick.model import Difference, Explanation, Grade
from tallystick.project.bounded import Malformed, json_object, toml
from tallystick.project.maturin import manifest

ID = "wheel-sbom"

MAX_CRATES = 5_000
"""Crates of one lock: a large application has about a thousand."""

MAX_NOTES = 100
"""Components that the line names one by one; a Rust extension has up to some hundreds."""

_PLACED = re.compile(r"[^/]+\.dist-info/sboms/[^/]+\.json")
_GRAFTED = re.compile(r"(?:^|/)[\w.-]+\.libs/[^/]+$|(?:^|/)\.dylibs/[^/]+$")
_CRATE = re.compile(r"pkg:cargo/([\w-]{1,100})@([\w.+-]{1,100})")


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    if _PLACED.fullmatch(difference.path) is None or difference.source is not None:
        return None
    content = own_bytes(difference, context)
    if content is None:
        return None
    try:
        document = json_object(content, context.limits)
    except Malformed as error:
        return _explanation(Grade.CONTRADICTED, str(error), ())
    if document.get("bomFormat") != "CycloneDX":
        return None
    components = list(_components(document))
    notes = tuple(_shown(component) for component in components[:MAX_NOTES])
    problem = _problem(components, context)
    if problem is not None:
        return _explanation(Grade.CONTRADICTED, problem, notes)
    evidence = f"names {len(components)} components; rebuild the wheel with the tool that wrote it"
    return _explanation(Grade.UNPROVEN, evidence, notes)


def _explanation(grade: Grade, evidence: str, notes: tuple[str, ...]) -> Explanation:
    return Explanation(
        grade=grade,
        explainer=ID,
        claim="a bill of materials of what the wheel holds",
        evidence=evidence,
        notes=notes,
    )


def _components(document: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    listed = document.get("components")
    for component in listed if isinstance(listed, list) else ():
        if isinstance(component, dict):
            yield component


def _shown(component: Mapping[str, object]) -> str:
    words = (component.get("name"), component.get("version"), component.get("purl"))
    return "component: " + " ".join(str(word)[:200] for word in words if isinstance(word, str))


def _problem(components: list[Mapping[str, object]], context: Context) -> str | None:
    """What it says of crates that no lock has, or that it says anything where nothing is bundled."""
    purls = [str(component.get("purl", "")) for component in components]
    crates = {(found[1], found[2]) for purl in purls if (found := _CRATE.match(purl))}
    locked = context.once("locked crates", lambda: _locked(context)) if crates else frozenset()
    odd = sorted(crates - locked)
    if odd and locked:
        return f"no Cargo.lock of the source has {odd[0][0]} {odd[0][1]}"
    systems = [purl for purl in purls if purl.startswith(("pkg:rpm/", "pkg:deb/", "pkg:apk/"))]
    if systems and not any(_GRAFTED.search(path) for path in context.artifact.tree.entries):
        return f"names {systems[0][:200]}, but no library was copied into the wheel"
    return None


def _locked(context: Context) -> frozenset[tuple[str, str]]:
    """Crates of the locks that hold for the project's own crate; none where it keeps no lock.

    A workspace has one, in its root; a crate outside of it one beside its manifest (The Cargo Book,
    "Workspaces"). What lies in other folders locks other crates.
    """
    found: set[tuple[str, str]] = set()
    above = _folders_of_locks(context)
    for path, entry in context.source.tree.entries.items():
        if base_name(path) != "Cargo.lock" or entry.is_link or entry.is_gitlink:
            continue
        if above is not None and folder_of(path) not in above:
            continue
        try:
            packages = toml(context.source_bytes(path), context.limits).get("package")
        except Malformed:
            continue
        for package in packages[:MAX_CRATES] if isinstance(packages, list) else ():
            if isinstance(package, dict):
                found.add((str(package.get("name")), str(package.get("version"))))
    return frozenset(found)


def _folders_of_locks(context: Context) -> frozenset[str] | None:
    """The folder of the project's crate and those above it; None where its manifest is not known."""
    crate = context.project.path(manifest(context.project))
    if not context.source_has(crate):
        return None
    parts = folder_of(crate).split("/")[:-1]
    return frozenset("".join(f"{part}/" for part in parts[:n]) for n in range(len(parts) + 1))
