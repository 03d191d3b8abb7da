"""What was signed: an in-toto statement, and whether it is about this very file."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from msgspec import Struct
from packaging.utils import (
    InvalidSdistFilename,
    InvalidWheelFilename,
    parse_sdist_filename,
    parse_wheel_filename,
)

from tallystick.identity.documents import NPM, PEP740, parsed
from tallystick.index import said
from tallystick.limits import Limits

TYPES = frozenset({"https://in-toto.io/Statement/v1", "https://in-toto.io/Statement/v0.1"})

PUBLISH = "https://docs.pypi.org/attestations/publish/v1"
SLSA_V1 = "https://slsa.dev/provenance/v1"
SLSA_V02 = "https://slsa.dev/provenance/v0.2"

_ON_PYPI = frozenset({PUBLISH, SLSA_V1})
"""Predicates that PyPI takes (PyPI's documentation, "Attestations"); others were never checked by it."""

SUBJECTS = 1_024
"""Subjects of one statement: what GitHub allows."""

_DIGESTS = {"sha256": 64, "sha512": 128}

Digest = Callable[[str], str]
"""The digest of the audited file by ``sha256`` or ``sha512``, in lower-case hex."""


class NotAbout(ValueError):  # noqa: N818 - a property of the statement, caught where it is read
    """The statement is not one about the file; the text says why."""


class Statement(Struct, frozen=True, kw_only=True):
    """A statement about the file: its predicate type, and the values that a certificate has, too."""

    predicate: str
    said: tuple[tuple[str, str], ...]


def read_statement(
    payload: bytes, form: str, name: str, digest: Digest, limits: Limits
) -> Statement:
    """The statement in ``payload``, which is about the file ``name``.

    Args:
        payload: what was signed.
        form: of the attestation; PEP 740 allows one subject, and its name is the file's.
        name: of the file.
        digest: of the file.
        limits: the caps.

    Raises:
        NotAbout: it is no statement, or not about this file.
    """
    if len(payload) > limits.statement:
        raise NotAbout(f"a statement of {len(payload)} bytes (cap: statement)")
    try:
        content = parsed(payload)
    except (ValueError, RecursionError) as error:
        raise NotAbout(f"what was signed is no statement: {error}") from None
    if not isinstance(content, dict) or said.text(content.get("_type")) not in TYPES:
        raise NotAbout("what was signed is no in-toto statement")
    predicate = said.text(content.get("predicateType"))
    if predicate is None:
        raise NotAbout("the statement has no predicate type")
    if form == PEP740 and predicate not in _ON_PYPI:
        raise NotAbout(f"no attestation of PyPI has the predicate type {predicate[:100]}")
    _check_subjects(said.sequence(content.get("subject")), form, name, digest)
    return Statement(
        predicate=predicate, said=_said(predicate, said.mapping(content.get("predicate")))
    )


def _check_subjects(subjects: list[Any], form: str, name: str, digest: Digest) -> None:
    if form in {PEP740, NPM} and len(subjects) != 1:
        raise NotAbout(f"the statement has {len(subjects)} subjects, where one is allowed")
    if not 1 <= len(subjects) <= SUBJECTS:
        raise NotAbout(f"the statement has {len(subjects)} subjects")
    about = [one for one in map(said.mapping, subjects) if _has_digest(one, digest)]
    if not about:
        other = said.text(said.mapping(subjects[0]).get("name")) or "another file"
        raise NotAbout(f"it is about another file: {other[:200]}")
    if form == PEP740:
        called = said.text(about[0].get("name"))
        if called is None or not _is_same_name(called, name):
            raise NotAbout(f"it is about a file called {called or 'nothing'}")


def _has_digest(subject: dict[str, Any], digest: Digest) -> bool:
    """Whether each digest of the subject that is checked is the file's, and there is one."""
    named = said.mapping(subject.get("digest"))
    known = {kind: named[kind] for kind in _DIGESTS if kind in named}
    return bool(known) and all(
        isinstance(value, str)
        and re.fullmatch(rf"[0-9a-f]{{{_DIGESTS[kind]}}}", value) is not None
        and value == digest(kind)
        for kind, value in known.items()
    )


def _is_same_name(one: str, other: str) -> bool:
    """Whether two names are of one distribution file, however they are normalised (PEP 740)."""
    if one == other:
        return True
    try:
        if one.endswith(".whl"):
            return parse_wheel_filename(one) == parse_wheel_filename(other)
        return parse_sdist_filename(one) == parse_sdist_filename(other)
    except (InvalidWheelFilename, InvalidSdistFilename):
        return False


def _said(predicate: str, content: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Repository, ref, commit and workflow in a provenance predicate, filled by the job itself."""
    found: dict[str, str | None] = {}
    if predicate == SLSA_V1:
        definition = said.mapping(content.get("buildDefinition"))
        workflow = said.mapping(said.mapping(definition.get("externalParameters")).get("workflow"))
        found["repository"] = said.text(workflow.get("repository"))
        found["ref"] = said.text(workflow.get("ref"))
        found["workflow_path"] = said.text(workflow.get("path"))
        dependencies = said.sequence(definition.get("resolvedDependencies"))
        found["commit"] = _commit(dependencies)
    elif predicate == SLSA_V02:
        source = said.mapping(said.mapping(content.get("invocation")).get("configSource"))
        uri, _, ref = (said.text(source.get("uri")) or "").removeprefix("git+").rpartition("@")
        found["repository"], found["ref"] = uri or None, ref or None
        found["commit"] = said.text(said.mapping(source.get("digest")).get("sha1"))
    return tuple((name, value) for name, value in found.items() if value)


def _commit(dependencies: list[Any]) -> str | None:
    for one in map(said.mapping, dependencies[:SUBJECTS]):
        digest = said.mapping(one.get("digest"))
        commit = said.text(digest.get("gitCommit"))
        if commit is not None:
            return commit
    return None
