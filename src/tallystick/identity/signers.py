"""Whose signatures on tags, commits and files count: the user's keyring and list, each for its own kind."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from tallystick.identity.case import Signature
from tallystick.identity.openpgp import Keyring
from tallystick.identity.signed import Signed, signed_commit, signed_tag
from tallystick.identity.ssh import AllowedSigners
from tallystick.model import Source
from tallystick.model.ladder import State


class Signers(Struct, frozen=True, kw_only=True):
    """The keys that the user gives."""

    keyring: Keyring | None = None
    allowed: AllowedSigners | None = None

    def of_source(self, source: Source) -> tuple[Signature, ...]:
        """What becomes of the signatures on the tags and on the commit of ``source``."""
        return tuple(map(self.check, _signed(source)))

    def check(self, signed: Signed) -> Signature:
        """What becomes of one signature."""
        if signed.kind == "openpgp" and self.keyring is not None:
            return self.keyring.check(signed)
        if signed.kind == "ssh" and self.allowed is not None:
            return self.allowed.check(signed)
        state, reason = State.UNCHECKED, f"signed with {signed.kind}, of which no key is given"
        if signed.kind not in {"openpgp", "ssh"}:
            state, reason = (
                State.UNSUPPORTED,
                f"signed with {signed.kind}, which is not checked here",
            )
        return Signature(on=signed.on, kind=signed.kind, state=state, reason=reason)


def _signed(source: Source) -> Iterable[Signed]:
    for one in source.objects:
        found = (
            signed_tag(one.name, one.content)
            if one.is_tag
            else signed_commit(one.name, one.content)
        )
        if found is not None:
            yield found
