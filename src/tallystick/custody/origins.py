"""Whether opaque files come from where ``provenance.toml`` says: fetched, or made in the sandbox."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from tallystick.custody.provenance import PROVENANCE, Origin, Provenance
from tallystick.errors import IndexFailure, LimitExceeded, SandboxError, SourceError
from tallystick.limits import Caps
from tallystick.model import Skip, Tree
from tallystick.model.custody import Confidence, OpaqueFile, Remark
from tallystick.sandbox import Command, Sandbox

CHECK = "provenance"

Fetch = Callable[[str, str], Path]
"""Gets what is at a URL, by a name for errors; raises IndexFailure."""


def check_origins(
    files: tuple[OpaqueFile, ...],
    provenance: Provenance,
    tree: Tree,
    fetch: Fetch,
    sandbox: Sandbox | Skip,
) -> tuple[tuple[Remark, ...], tuple[Skip, ...]]:
    """A remark for each opaque file without an origin or with a wrong one, and a skip for each not checked.

    Args:
        files: what nobody can read.
        provenance: what the source says of them.
        tree: the source; a command runs on a copy of it without the file that it is to write.
        fetch: asks for a URL.
        sandbox: where commands run; a skip where none works.
    """
    remarks: list[Remark] = []
    skips: list[Skip] = []
    for one in files:
        origin = provenance.origins.get(one.path)
        if origin is None or origin.said is None:
            remarks.append(_remark(one, "has no origin", PROVENANCE))
        elif one.sha256 is None:
            skips.append(Skip(check=CHECK, reason=f"{one.path}: {one.known}"))
        elif origin.sha256 != one.sha256:
            remarks.append(_remark(one, "is not the file that the entry is about", PROVENANCE))
        else:
            _settle(one, _made(origin, tree, fetch, sandbox), remarks, skips)
    return tuple(remarks), tuple(skips)


def _settle(
    one: OpaqueFile, found: str | Skip | None, remarks: list[Remark], skips: list[Skip]
) -> None:
    """Note what came of one origin: a digest, None for nothing, or why it could not be looked at."""
    if isinstance(found, Skip):
        skips.append(found)
    elif found is None:
        remarks.append(_remark(one, "is not written by the command that is to write it", "sandbox"))
    elif found != one.sha256:
        remarks.append(_remark(one, f"is not what its origin gives: {found}", "made again"))


def _made(origin: Origin, tree: Tree, fetch: Fetch, sandbox: Sandbox | Skip) -> str | Skip | None:
    """The digest of what the origin gives."""
    try:
        if origin.url is not None:
            return _digest(fetch(origin.url, origin.path))
        if isinstance(sandbox, Skip):
            return Skip(check=CHECK, reason=f"{origin.path}: {sandbox.reason}")
        return _run(origin, tree, sandbox)
    except (IndexFailure, SandboxError, SourceError, LimitExceeded) as error:
        return Skip(check=CHECK, reason=f"{origin.path}: {error}")


def _run(origin: Origin, tree: Tree, sandbox: Sandbox) -> str | Skip | None:
    """What the command writes, where neither the file nor a copy of it is there.

    A command that could copy it would prove nothing; one that decodes it from text, which is said to
    be encoded, or unpacks it from another opaque file, leads to an entry of its own.
    """
    left = {
        path: entry for path, entry in tree.entries.items() if path not in _copies(origin, tree)
    }
    outcome = sandbox.run(
        Command(argv=origin.command or ()), Tree(entries=left, reader=tree.reader), Caps()
    )
    if not outcome.succeeded:
        how = outcome.killed_by or f"status {outcome.status}"
        return Skip(check=CHECK, reason=f"{origin.path}: the command failed: {how}")
    written = outcome.wrote.entries.get(origin.path)
    return None if written is None else written.sha256


def _copies(origin: Origin, tree: Tree) -> frozenset[str]:
    """The file itself, and every other with the same content."""
    own = tree.entries.get(origin.path)
    blob = None if own is None else own.blob
    return frozenset(path for path, entry in tree.entries.items() if entry.blob == blob)


def _digest(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def _remark(one: OpaqueFile, message: str, known: str) -> Remark:
    return Remark(
        check="opaque-file",
        message=f"{one.path} {message}",
        known=known,
        confidence=Confidence.HIGH,
        paths=(one.path,),
    )
