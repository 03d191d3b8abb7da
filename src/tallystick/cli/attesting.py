"""``--attest``: the outcome of an audit, good or bad, signed for others to compare with."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from tallystick.cli.output import write_whole
from tallystick.errors import UsageError
from tallystick.limits import DEFAULT
from tallystick.report import several


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What a command that can sign its outcome takes."""
    add = parser.add_argument
    add(
        "--attest",
        type=Path,
        metavar="FILE",
        help="write the outcome, good or bad, as signed in-toto statements (needs a key or identity)",
    )
    add(
        "--attest-key",
        type=Path,
        metavar="KEY",
        help="SSH key to sign with: a private key, or a public one that your agent holds",
    )
    add(
        "--attest-keyless",
        action="store_true",
        help="sign with the identity of the CI workflow that this runs in, through Sigstore",
    )
    add("--attest-as", metavar="URI", help="what the statements call you")


def check(options: argparse.Namespace) -> None:
    """Refuse, before anything is audited, what could not be signed afterwards.

    Raises:
        UsageError: a key is missing, or has nothing to sign.
    """
    ways = (options.attest_key is not None) + options.attest_keyless
    if ways != (options.attest is not None):
        raise UsageError("--attest FILE goes together with --attest-key KEY or --attest-keyless")
    if options.attest is None:
        return
    if options.attest_as is not None and not urlsplit(options.attest_as).scheme:
        raise UsageError(f"--attest-as {options.attest_as}: not a URI")
    from tallystick.signing import SshKeygen, keyless  # noqa: PLC0415 - few outcomes are signed

    if options.attest_keyless:
        keyless.check()
        return
    if not options.attest_key.is_file():
        raise UsageError(f"--attest-key {options.attest_key}: there is no such file")
    SshKeygen.find(DEFAULT)


def attest(results: Sequence[several.Result], options: argparse.Namespace) -> None:
    """Sign what was found of each artifact; what could not be audited at all has no statement."""
    if options.attest is None:
        return
    from tallystick.report.intoto import VERIFIER, encoded, statements  # noqa: PLC0415 - as above
    from tallystick.signing import keyless  # noqa: PLC0415 - as above

    lines = []
    for ledger in several.ledgers(results):
        for statement in statements(ledger, options.attest_as or VERIFIER):
            payload = encoded(statement)
            if options.attest_keyless:
                lines.append(keyless.sign(payload))
            else:
                lines.append(_with_key(payload, options.attest_key))
    write_whole(options.attest, "".join(f"{line}\n" for line in lines).encode())


def _with_key(payload: bytes, key: Path) -> str:
    from tallystick.signing import (  # noqa: PLC0415 - as above
        PAYLOAD_TYPE,
        Envelope,
        SshKeygen,
        encode,
        signed_bytes,
    )

    signature = SshKeygen.find(DEFAULT).sign(signed_bytes(PAYLOAD_TYPE, payload), key)
    return encode(Envelope(payload_type=PAYLOAD_TYPE, payload=payload, signatures=(signature,)))
