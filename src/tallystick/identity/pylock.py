"""``attestation-identities`` of ``pylock.toml`` (PEP 751): who is expected to have published a package.

An identity is a ``kind`` and what PyPI's trusted publishers of that kind have. It has no numeric ids, so
``tallystick.lock`` says more; this is what other tools read, too.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from packaging.utils import canonicalize_name

from tallystick.errors import UsageError
from tallystick.identity.case import Expected
from tallystick.identity.lock import Lock, Locked
from tallystick.limits import Limits

KEY = "attestation-identities"

FORGES: Mapping[str, tuple[str, str]] = {
    "GitHub": ("https://github.com/", "https://token.actions.githubusercontent.com"),
    "GitLab": ("https://gitlab.com/", "https://gitlab.com"),
}
"""The beginning of a repository's URL, and the issuer, of each kind of publisher that has one."""

GOOGLE = "https://accounts.google.com"


def read_identities(document: bytes, limits: Limits) -> Lock:
    """The publishers that a ``pylock.toml`` expects, as a lock.

    Raises:
        UsageError: it is none, or has an identity that says nothing.
    """
    packages = _packages(_parsed(document, limits))
    projects: dict[str, Locked] = {}
    for package in packages:
        identities = package.get(KEY, [])
        if not identities:
            continue
        name = canonicalize_name(str(package.get("name", "")))
        projects[name] = Locked(
            project=name,
            seen=str(package.get("version", "")),
            publishers=tuple(_expected(name, one) for one in identities),
        )
    return Lock(projects=projects)


def _parsed(document: bytes, limits: Limits) -> dict[str, Any]:
    if len(document) > limits.lock:
        raise UsageError(f"pylock.toml: larger than {limits.lock} bytes")
    try:
        return tomllib.loads(document.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise UsageError(f"pylock.toml: not TOML: {error}") from None


def _packages(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    packages = content.get("packages")
    version = content.get("lock-version")
    if not isinstance(version, str) or version.partition(".")[0] != "1":
        raise UsageError("pylock.toml: not a lock file of lock-version 1.0")
    if not isinstance(packages, list) or not all(isinstance(one, dict) for one in packages):
        raise UsageError("pylock.toml: packages is no array of tables")
    return packages


def _expected(project: str, identity: object) -> Expected:
    if not isinstance(identity, dict) or not isinstance(identity.get("kind"), str):
        raise UsageError(f"pylock.toml: {project}: an attestation identity without its kind")
    kind, said = identity["kind"], {k: v for k, v in identity.items() if isinstance(v, str)}
    if kind in FORGES and "repository" in said:
        forge, issuer = FORGES[kind]
        workflow = said.get("workflow") or said.get("workflow_filepath")
        if workflow is not None and kind == "GitHub":
            workflow = f".github/workflows/{workflow}"
        return Expected(
            by="pylock.toml",
            issuer=issuer,
            repository=forge + said["repository"],
            workflow=workflow,
            environment=said.get("environment"),
        )
    if kind == "Google" and "email" in said:
        return Expected(by="pylock.toml", issuer=GOOGLE, subject=said["email"])
    raise UsageError(f"pylock.toml: {project}: an identity of kind {kind!r} cannot be compared")


def identities(publishers: Sequence[Expected]) -> Iterator[dict[str, str]]:
    """``publishers`` in the words of PEP 751; those that it has no words for are left out."""
    for one in publishers:
        for kind, (forge, issuer) in FORGES.items():
            if one.issuer != issuer or one.repository is None:
                continue
            found = {"kind": kind, "repository": one.repository.removeprefix(forge)}
            if one.workflow is not None:
                name = "workflow" if kind == "GitHub" else "workflow_filepath"
                found[name] = one.workflow.removeprefix(".github/workflows/")
            if one.environment is not None:
                found["environment"] = one.environment
            yield found
        if one.issuer == GOOGLE and one.subject is not None:
            yield {"kind": "Google", "email": one.subject}


_PACKAGES = re.compile(r"^\[\[packages\]\][ \t]*(?:#.*)?$")
_OLD = re.compile(rf"^{KEY}[ \t]*=.*\][ \t]*(?:#.*)?$")


def write_identities(document: bytes, lock: Lock, limits: Limits) -> bytes:
    """``document`` with the publishers that ``lock`` has, one line a package, and nothing else changed.

    What comes out is read back: but for these lists it has to say the same, else it is refused.

    Raises:
        UsageError: it is no ``pylock.toml``, or one that cannot be changed line by line.
    """
    before = _parsed(document, limits)
    names = [canonicalize_name(str(one.get("name", ""))) for one in _packages(before)]
    lines: list[str] = []
    at = -1
    replaced: set[int] = set()
    for line in document.decode("utf-8").split("\n"):
        if at in replaced and _OLD.match(line.rstrip("\r")):
            continue
        lines.append(line)
        if not _PACKAGES.match(line.rstrip("\r")):
            continue
        at += 1
        locked = lock.projects.get(names[at]) if at < len(names) else None
        written = [] if locked is None else [_inline(one) for one in identities(locked.publishers)]
        if written:
            lines.append(f"{KEY} = [{', '.join(written)}]")
            replaced.add(at)
    content = "\n".join(lines).encode()
    try:
        after = _parsed(content, limits)
    except UsageError:
        after = {}
    if _without(after) != _without(before) or not replaced:
        why = "nothing in it is locked" if not replaced else "its lists stand on several lines"
        raise UsageError(f"pylock.toml: not written: {why}")
    return content


def _inline(identity: Mapping[str, str]) -> str:
    return (
        "{ "
        + ", ".join(
            f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in identity.items()
        )
        + " }"
    )


def _without(content: Mapping[str, Any]) -> dict[str, Any]:
    packages = [
        {key: value for key, value in one.items() if key != KEY}
        for one in content.get("packages", [])
    ]
    return {**content, "packages": packages}
