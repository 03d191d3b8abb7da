"""``tallystick.lock``: who published each project when somebody last looked, to be reviewed as a diff.

A publisher is what does not change from release to release: numeric ids (a deleted name that is registered
again has others), workflow, the shape of refs, trigger, runner and signer. Commits are not in it.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from packaging.utils import canonicalize_name

from tallystick.errors import UsageError
from tallystick.identity.case import FIELDS, Expected, claimed
from tallystick.identity.rules.expected import LOCK
from tallystick.limits import Limits
from tallystick.model.ladder import Claims

VERSION = 1

HEADER = """\
# Who published these projects, as verified attestations said it. Written by `tallystick identity lock`;
# review each change of it. A `*` stands for what differs from release to release.
"""


class Locked(Struct, frozen=True, kw_only=True):
    """The publishers of one project.

    Attributes:
        project: its normalised name.
        seen: the version that was looked at.
        publishers: empty for a project that was not attested.
        is_partial: not every file of the release was attested.
    """

    project: str
    seen: str
    publishers: tuple[Expected, ...] = ()
    is_partial: bool = False


class Lock(Struct, frozen=True, kw_only=True):
    """The whole file; projects by their normalised names."""

    projects: Mapping[str, Locked]

    def expected(self, project: str | None) -> tuple[Expected, ...]:
        """The publishers that are known of ``project``; none where it is not in the file."""
        locked = self.projects.get(canonicalize_name(project or ""))
        return () if locked is None else locked.publishers

    def having(self, locked: Locked) -> Lock:
        """The same, with what is known of one project replaced."""
        return replace(self, projects={**self.projects, locked.project: locked})


def publisher(claims: Claims, version: str | None) -> Expected:
    """What to expect of the next release, of one that ``claims`` are of."""
    values: dict[str, Any] = {name: claimed(claims, name) for name in FIELDS}
    if claims.ref is not None:
        values["ref"] = _shape(claims.ref, version)
    if claims.repository is not None:
        values["subject"] = None  # the same as the workflow, with this release's ref
    if claims.is_foreign_signer is False and values["workflow"] is not None:
        values["signer"] = (
            f"{claims.repository}/{'/' if _gitlab(claims) else ''}{values['workflow']}"
        )
    return Expected(by=LOCK, **values)


def _gitlab(claims: Claims) -> bool:
    return claims.repository is not None and f"{claims.repository}//" in (claims.workflow or "")


def _shape(ref: str, version: str | None) -> str:
    """``refs/tags/v1.2.3`` as ``refs/tags/v*``; a branch as it is."""
    if not ref.startswith("refs/tags/"):
        return ref
    if version and version in ref:
        before, _, after = ref.rpartition(version)
        return f"{before}*{after}"
    return "refs/tags/*"


def write_lock(lock: Lock) -> str:
    """The file as TOML, the same for the same lock: projects by name, publishers by their repository."""
    parts = [HEADER, f"version = {VERSION}\n"]
    for _, locked in sorted(lock.projects.items()):
        parts.append(
            f"\n[[project]]\nname = {_text(locked.project)}\nseen = {_text(locked.seen)}\n"
        )
        if locked.is_partial:
            parts.append("partial = true\n")
        for one in sorted(
            locked.publishers, key=lambda one: (one.repository or "", one.workflow or "")
        ):
            values = [(name, getattr(one, name)) for name in FIELDS]
            said = [f"{name} = {_text(value)}\n" for name, value in values if value is not None]
            parts.append("\n[[project.publisher]]\n" + "".join(said))
    return "".join(parts)


def _text(value: str) -> str:
    """A basic string of TOML 1.0, which JSON's are but for DEL, and for surrogates in pairs."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def read_lock(document: bytes, limits: Limits) -> Lock:
    """The lock in ``document``.

    Raises:
        UsageError: it is none, of a newer version, or would check nothing of a publisher.
    """
    if len(document) > limits.identity_lock:
        raise UsageError(f"{LOCK}: larger than {limits.identity_lock} bytes")
    try:
        content = tomllib.loads(document.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{LOCK}: not TOML: {error}") from None
    version = content.get("version")
    if version != VERSION:
        newer = isinstance(version, int) and version > VERSION
        why = f"of version {version}, newer than this program" if newer else "without version = 1"
        raise UsageError(f"{LOCK}: {why}")
    if unknown := sorted(content.keys() - {"version", "project"}):
        raise UsageError(f"{LOCK}: it has no {unknown[0]}")
    projects = [_locked(table) for table in _tables(content.get("project", []))]
    if len({one.project for one in projects}) != len(projects):
        raise UsageError(f"{LOCK}: a project stands there twice")
    return Lock(projects={one.project: one for one in projects})


def _tables(value: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - TOML from a stranger
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise UsageError(f"{LOCK}: write [[project]] and [[project.publisher]]")
    return value


def _locked(table: Mapping[str, Any]) -> Locked:
    name, seen = table.get("name"), table.get("seen")
    if not isinstance(name, str) or not isinstance(seen, str) or not name:
        raise UsageError(f"{LOCK}: a project without name and seen")
    if unknown := sorted(table.keys() - {"name", "seen", "publisher", "partial"}):
        raise UsageError(f"{LOCK}: {name}: a project has no {unknown[0]}")
    if not isinstance(partial := table.get("partial", False), bool):
        raise UsageError(f"{LOCK}: {name}: partial is true or false")
    publishers = tuple(_publisher(name, one) for one in _tables(table.get("publisher", [])))
    return Locked(
        project=canonicalize_name(name), seen=seen, publishers=publishers, is_partial=partial
    )


def _publisher(project: str, table: Mapping[str, Any]) -> Expected:
    if unknown := sorted(table.keys() - set(FIELDS)):
        raise UsageError(f"{LOCK}: {project}: a publisher has no {unknown[0]}")
    if not all(isinstance(value, str) and value.strip("*") for value in table.values()):
        raise UsageError(f"{LOCK}: {project}: a publisher's values are texts that say something")
    if not table.keys() & {"repository", "subject"} or "issuer" not in table:
        raise UsageError(f"{LOCK}: {project}: a publisher needs issuer, and repository or subject")
    return Expected(by=LOCK, **table)


def of_claims(project: str, version: str | None, files: Sequence[Sequence[Claims]]) -> Locked:
    """What to lock of a release whose files were signed by ``files``, each by none or more."""
    claims = dict.fromkeys(one for each in files for one in each)
    publishers = tuple(dict.fromkeys(publisher(one, version) for one in claims))
    return Locked(
        project=canonicalize_name(project),
        seen=version or "",
        publishers=publishers,
        is_partial=bool(publishers) and not all(files),
    )
