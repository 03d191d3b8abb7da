"""Public Sigstore bundles, verified: ``benchmarks/conformance.py FOLDER``, its ``test/assets/bundle-verify``.

FOLDER is a checkout of https://github.com/sigstore/sigstore-conformance. A folder that ends in ``_fail``
has to be refused (or not verified for another reason); each other one has to verify, or be unsupported.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import time
from collections import Counter
from pathlib import Path

from tallystick.errors import UsageError
from tallystick.identity.documents import read_document
from tallystick.identity.trust import pinned, read_trust_root
from tallystick.identity.verification import About, Verification
from tallystick.limits import DEFAULT
from tallystick.model.ladder import State


def outcome(case: Path, artifact: Path) -> tuple[str, str]:
    """The state of the bundle of one case, and why."""
    own = case / "artifact"
    content = (own if own.exists() else artifact).read_bytes()
    root = case / "trusted_root.json"
    try:
        trust = read_trust_root(root, DEFAULT) if root.exists() else pinned()
        verification = Verification(trust, DEFAULT)
    except UsageError as error:
        return State.REFUSED, str(error)
    offers = read_document((case / "bundle.sigstore.json").read_bytes(), DEFAULT)
    about = About(
        name=artifact.name,
        digest=lambda kind: hashlib.new(kind, content).hexdigest(),
        now=time.time(),
    )
    found = [verification.attestation(offer, about) for offer in offers]
    return (found[0].state, found[0].reason) if found else ("absent", "")


def is_right(name: str, state: str) -> bool:
    """Whether the outcome is the one that the folder's name asks for."""
    return (state == State.VERIFIED) is not name.endswith("_fail")


def main() -> int:
    """Print each case that is not as it should be, and the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    bundles = parser.parse_args().folder / "test/assets/bundle-verify"
    counts: Counter[str] = Counter()
    cases = sorted(path for path in bundles.iterdir() if path.is_dir())
    begun = time.process_time()
    for case in cases:
        state, reason = outcome(case, bundles / "a.txt")
        unsupported = state in {State.UNSUPPORTED, State.UNCHECKED}
        said = "right" if is_right(case.name, state) else "unsupported" if unsupported else "WRONG"
        counts[said] += 1
        if said != "right" or unsupported:
            print(f"{said:<12}{case.name}: {state}: {reason}")
    spent = 1000 * (time.process_time() - begun) / max(len(cases), 1)
    print(f"{len(cases)} bundles, {spent:.0f} ms each: {dict(counts)}")
    return 1 if counts["WRONG"] else 0


if __name__ == "__main__":
    sys.exit(main())
