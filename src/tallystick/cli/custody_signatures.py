"""The signatures of a history, checked with the keys that the user gives ``tallystick custody``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence

from tallystick.cli.attested import signers_of
from tallystick.custody.signatures import Checked, Verify
from tallystick.identity.signed import Signed, signed_commit, signed_tag
from tallystick.model.history import Log

_TAG = "refs/tags/"


def verifier(options: argparse.Namespace, log: Log) -> Verify | None:
    """What checks signatures of ``log`` with ``--keyring`` and ``--allowed-signers``; None without them.

    Raises:
        UsageError: one of the files cannot be read, or has no key.
    """
    signers = signers_of(options.keyring, options.allowed_signers)
    if signers is None:
        return None

    def verify(names: Sequence[str]) -> Mapping[str, Checked]:
        found = {}
        for name, content in log.raw(names).items():
            signed = _signed(name, content)
            if signed is not None:
                one = signers.check(signed)
                found[name] = Checked(state=one.state, key=one.key, reason=one.reason)
        return found

    return verify


def _signed(name: str, content: bytes) -> Signed | None:
    if name.startswith(_TAG):
        return signed_tag(name.removeprefix(_TAG), content)
    return signed_commit(name, content)
