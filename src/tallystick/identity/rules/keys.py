"""The rule about signatures of people: on the tag or the commit, by a key that is allowed."""

from __future__ import annotations

from tallystick.identity.case import Case
from tallystick.identity.rules.said import Said
from tallystick.model.ladder import State


def signed_by(case: Case) -> Said | None:
    """The tag or the commit is signed by an allowed key; a false signature is one too many."""
    refused = [one for one in case.signatures if one.state is State.REFUSED]
    if refused:
        return False, f"{refused[0].on}: {refused[0].reason}"
    good = [one for one in case.signatures if one.state is State.VERIFIED]
    wanted = {_plain(key) for expected in case.expected for key in expected.keys}
    for one in good:
        if not wanted or _plain(one.key or "") in wanted:
            return True, f"{one.on} is signed by {one.signer or one.key} ({one.key})"
    if wanted:
        if good:
            return False, f"{good[0].on} is signed by {good[0].key}, which is no expected key"
        if case.signatures:
            return None, f"{case.signatures[0].on}: {case.signatures[0].reason}"
        if case.signers:
            return False, "neither tag nor commit is signed"
        return None, "no key was given to check signatures with"
    if case.signatures:
        return None, f"{case.signatures[0].on}: {case.signatures[0].reason}"
    return None


def _plain(key: str) -> str:
    """A fingerprint to compare: hex in capitals; base64, which tells capitals apart, as it is."""
    return key if key.startswith("SHA256:") else key.upper()
