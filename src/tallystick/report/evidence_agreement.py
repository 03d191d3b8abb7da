"""The ledger that evidence holds beside the one that its parts come to: pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from msgspec import Struct

from tallystick.model import Grade

_RUN: Final = frozenset({Grade.REGENERATED, Grade.REBUILT, Grade.UPSTREAM})
"""What a proof by these may need: programs that were run, releases and databases that are not in evidence."""

_WHOLE: Final = ("schema", "artifact", "container")
_OF_ENTRY: Final = ("path", "mode", "size", "blob", "sha256")
_OF_ATTESTATION: Final = ("form", "state", "predicate", "signed_at", "key", "claims", "publisher")


class Agreement(Struct, frozen=True, kw_only=True):
    """How two ledgers of one artifact agree.

    Attributes:
        false: what the one in evidence says and its parts do not come to.
        open: what it says was proven by more than reading, and was not proven again.
    """

    false: tuple[str, ...]
    open: tuple[str, ...]


def agreement(recorded: Mapping[str, Any], found: Mapping[str, Any]) -> Agreement:
    """Compare documents of ledgers, as ``docs/ledger.md`` has them."""
    is_same_tool = recorded.get("tool") == found.get("tool")
    # Without a source there is nothing to have been left out of; the caller says that there is none.
    whole = _WHOLE if found.get("source") is None else (*_WHOLE, "omitted")
    false = [f"{name} is another" for name in whole if recorded.get(name) != found.get(name)]
    old = {_path(line): line for line in recorded["entries"]}
    new = {_path(line): line for line in found["entries"]}
    if len(old) != len(recorded["entries"]):
        false.append("a path stands in it twice")
    false += [f"{path} is not in the artifact" for path in old if path not in new]
    false += [f"{path} is left out" for path in new if path not in old]
    not_again = []
    for path, line in new.items():
        if path not in old or old[path] == line:
            continue
        if _is_open(old[path], line):
            not_again.append(f"{path}: {old[path]['grade']}, and {line['grade']} by reading alone")
        elif why := _differs(old[path], line, is_same_tool=is_same_tool):
            false.append(f"{path}: {why}")
    false += _attestations(recorded, found)
    return Agreement(false=tuple(false), open=tuple(not_again))


def _path(line: Mapping[str, Any]) -> str:
    return str(line["path"])


def _is_open(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether the old proof is one that reading alone cannot make, and nothing says that it is false."""
    if any(old[name] != new[name] for name in _OF_ENTRY):
        return False
    was, is_ = Grade(old["grade"]), Grade(new["grade"])
    if is_.is_proof or is_ is Grade.CONTRADICTED:
        return False
    # What is proven neither way is judged anew, and needs no agreement.
    return was in _RUN or is_ is Grade.UNPROVEN or not was.is_proof


def _differs(old: Mapping[str, Any], new: Mapping[str, Any], *, is_same_tool: bool) -> str:
    for name in (*_OF_ENTRY, "grade"):
        if old[name] != new[name] and (name != "grade" or is_same_tool or _is_worse(old, new)):
            return f"{name} {old[name]}, which comes to {new[name]}"
    changed = [name for name in new if old.get(name) != new[name]]
    return f"{', '.join(changed)} is another" if is_same_tool and changed else ""


def _is_worse(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether it is proven no more: another version of the program may prove a thing in another way."""
    return Grade(old["grade"]).is_proof and not Grade(new["grade"]).is_proof


def _attestations(recorded: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[str]:
    old, new = (
        [
            {name: one.get(name) for name in _OF_ATTESTATION}
            for one in ((ledger.get("identity") or {}).get("attestations") or ())
        ]
        for ledger in (recorded, found)
    )
    if len(old) != len(new):
        yield f"it has {len(old)} attestations, and {len(new)} are there"
        return
    for number, (was, is_) in enumerate(zip(old, new, strict=True), start=1):
        changed = [name for name in _OF_ATTESTATION if was[name] != is_[name]]
        if changed:
            yield (
                f"attestation {number}: {changed[0]} {was[changed[0]]}, which comes to "
                f"{is_[changed[0]]}"
            )
