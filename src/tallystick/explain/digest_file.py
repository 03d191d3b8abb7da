"""A file that holds nothing but the digest of the file that it is named after.

``sha256sum``-like lines (coreutils manual, "cksum"): a hex digest, and perhaps a path whose last
component is the file's name.
"""

from __future__ import annotations

import hashlib
import re

from tallystick.explain.context import Context
from tallystick.explain.places import own_bytes, places, source_file
from tallystick.model import Difference, Explanation, Grade

ID = "digest-file"

_LINE = re.compile(r"\A([0-9a-f]{32,128})(?:[ \t]{1,2}\*?([\w@:./\\+-]{1,200}))?\r?\n?\Z")
_ALGORITHMS = {32: "md5", 40: "sha1", 56: "sha224", 64: "sha256", 96: "sha384", 128: "sha512"}


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    # Of a digest that the source states otherwise, the source says what the file must be.
    content = own_bytes(difference, context) if difference.source is None else None
    if content is None or len(content) > 5_000:
        return None
    found = _LINE.fullmatch(content.decode("utf-8", "replace"))
    if found is None or len(found[1]) not in _ALGORITHMS:
        return None
    folder, _, name = difference.path.rpartition("/")
    target = name[: name.rfind(".")]
    if found[2] is not None and re.split(r"[/\\]", found[2].strip())[-1] != target:
        return None
    algorithm = _ALGORITHMS[len(found[1])]
    held = _target(difference, folder, target, context)
    if held is None:
        return None
    path, named = held
    actual = hashlib.new(algorithm, named, usedforsecurity=False).hexdigest()
    agrees = actual == found[1]
    return Explanation(
        grade=Grade.DERIVED if agrees else Grade.CONTRADICTED,
        explainer=ID,
        claim=f"the {algorithm} digest of {path}",
        evidence="the digest is right" if agrees else f"its digest is {actual}",
        source_path=path,
        normalisations=("the folder before the file's name not compared",) if found[2] else (),
    )


def _target(
    difference: Difference, folder: str, target: str, context: Context
) -> tuple[str, bytes] | None:
    """The file that is meant, beside the digest or above a hidden folder of digests."""
    above = folder.rpartition("/")
    folders = [folder, above[0]] if above[2].startswith(".") else [folder]
    for here in folders:
        path = f"{here}/{target}".lstrip("/")
        entry = context.artifact.tree.entries.get(path)
        if entry is not None and not entry.is_link:
            return path, context.artifact_bytes(path)
    for place in places(difference, context):
        parts = place.split("/")[:-1]
        for above_ in (parts, parts[:-1] if parts and parts[-1].startswith(".") else parts):
            path = "/".join([*above_, target])
            resolved = source_file(path, context)
            if resolved is not None:
                return path, context.source_bytes(resolved)
    return None
