"""What is signed, and who signed it: attestations of all forms, envelopes, keys and signatures in armour."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator

from fuzz.harness import SMALL, Harness
from tallystick.identity.documents import read_document
from tallystick.identity.registry import pinned_keys
from tallystick.identity.signed import signed_commit
from tallystick.identity.statement import NotAbout, read_statement
from tallystick.identity.trust import pinned
from tallystick.identity.verification import About, Verification
from tallystick.index.provenance import npm_hints, pep740_hints
from tallystick.limits import DEFAULT
from tallystick.model.ladder import State
from tallystick.signing.dsse import parse_envelopes
from tallystick.signing.keys import key_of, keys_in

NOW = 1_790_000_000.0
SHA256 = "5" * 64


@functools.cache
def verification() -> Verification:
    """Against the trust root in the package; reading it takes a second."""
    return Verification(pinned(), DEFAULT, pinned_keys(DEFAULT))


def attestations(content: bytes) -> None:
    """Attestations of whatever form, and what the verifier makes of them: about no file that is here."""
    about = About(name="example-1.0.tar.gz", digest=lambda _: SHA256, now=NOW)
    for offer in read_document(content, SMALL):
        found = verification().attestation(offer, about)
        assert found.state is not State.VERIFIED, "an attestation of a file that does not exist"


def hints(content: bytes) -> None:
    """The same documents, as far as they say where a repository is."""
    pep740_hints(content, SMALL)
    npm_hints(content, SMALL)


def keys(content: bytes) -> None:
    """Keys and signatures of OpenPGP and SSH, in armour or bare."""
    keys_in(content)
    key_of(content)


def statements() -> Iterator[bytes]:
    """Statements about the file that the harness asks about, in-toto 0.1 and 1."""
    for version in ("https://in-toto.io/Statement/v0.1", "https://in-toto.io/Statement/v1"):
        predicate = {
            "buildDefinition": {"resolvedDependencies": [{"digest": {"gitCommit": "c" * 40}}]}
        }
        yield json.dumps(
            {
                "_type": version,
                "subject": [{"name": "example-1.0.tar.gz", "digest": {"sha256": SHA256}}],
                "predicateType": "https://slsa.dev/provenance/v1",
                "predicate": predicate,
            }
        ).encode()


HARNESSES = (
    Harness(
        id="attestation",
        read=attestations,
        rooms=("identity/documents.py", "identity/verification.py", "identity/registry.py"),
        fixtures=("identity/vectors/*", "index/*.provenance"),
    ),
    Harness(
        id="provenance-hints",
        read=hints,
        rooms=("index/provenance.py",),
        fixtures=("identity/vectors/*", "index/*.provenance"),
    ),
    Harness(
        id="statement",
        read=lambda content: read_statement(
            content, "bundle", "example-1.0.tar.gz", lambda _: SHA256, SMALL
        ),
        rooms=("identity/statement.py",),
        refuses=(NotAbout,),
        made=statements,
    ),
    Harness(
        id="envelope",
        read=lambda content: parse_envelopes(content, SMALL),
        rooms=("signing/dsse.py",),
    ),
    Harness(id="armour", read=keys, rooms=("signing/keys.py",)),
    Harness(
        id="signed-commit",
        read=lambda content: signed_commit("c" * 40, content),
        rooms=("identity/signed.py",),
    ),
)
