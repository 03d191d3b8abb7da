"""Public Sigstore bundles, verified: ``benchmarks/conformance.py FOLDER``, its ``test/assets/bundle-verify``.

FOLDER is a checkout of https://github.com/sigstore/sigstore-conformance. A folder that ends in ``_fail``
has to be refused (or not verified for another reason); each other one has to verify, or be unsupported.

``--npm FILE…`` are npm's: bundles (``tests/bundles/*.sigstore`` of https://github.com/sigstore/sigstore-js)
and answers of its registry (``test/fixtures/sigstore/valid-attestations.json`` of https://github.com/npm/pacote).
Each has to verify; the files that they are about are not there, so the digest is the statement's own.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sys
import time
from collections import Counter
from pathlib import Path

from tallystick.errors import UsageError
from tallystick.identity.documents import read_document
from tallystick.identity.registry import pinned_keys
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
        verification = Verification(trust, DEFAULT, pinned_keys(DEFAULT))
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


def of_npm(path: Path) -> list[tuple[str, str, str]]:
    """Name, state and reason of each attestation in a file of npm's."""
    body = path.read_bytes()
    content = json.loads(body)
    bundles = [one["bundle"] for one in content.get("attestations", [{"bundle": content}])]
    statement = json.loads(base64.b64decode(bundles[0]["dsseEnvelope"]["payload"]))
    digest = statement["subject"][0]["digest"]["sha512"]
    verification = Verification(pinned(), DEFAULT, pinned_keys(DEFAULT))
    about = About(name=path.name, digest=lambda _: digest, now=time.time())
    found = [verification.attestation(offer, about) for offer in read_document(body, DEFAULT)]
    return [(f"{path.name} {n}", one.state, one.reason) for n, one in enumerate(found, 1)]


def main() -> int:
    """Print each case that is not as it should be, and the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--npm", type=Path, nargs="*", default=[], metavar="FILE")
    options = parser.parse_args()
    bundles = options.folder / "test/assets/bundle-verify"
    counts: Counter[str] = Counter()
    cases = sorted(path for path in bundles.iterdir() if path.is_dir())
    begun = time.process_time()
    found = [(case.name, *outcome(case, bundles / "a.txt")) for case in cases]
    found += [one for path in options.npm for one in of_npm(path)]
    spent = 1000 * (time.process_time() - begun) / max(len(found), 1)
    for name, state, reason in found:
        unsupported = state in {State.UNSUPPORTED, State.UNCHECKED}
        said = "right" if is_right(name, state) else "unsupported" if unsupported else "WRONG"
        counts[said] += 1
        if said != "right" or unsupported:
            print(f"{said:<12}{name}: {state}: {reason}")
    print(f"{len(found)} bundles, {spent:.0f} ms each: {dict(counts)}")
    return 1 if counts["WRONG"] else 0


if __name__ == "__main__":
    sys.exit(main())
