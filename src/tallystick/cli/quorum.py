"""``tallystick quorum``: what several rebuilders signed, laid side by side."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from tallystick.artifact import open_artifact
from tallystick.cli.exit_codes import EXIT_CODES
from tallystick.cli.output import write_whole
from tallystick.cli.request import policy_of
from tallystick.errors import UsageError
from tallystick.identity.trust import pinned, read_trust_root
from tallystick.limits import DEFAULT
from tallystick.model import Sha256
from tallystick.quorum import Asked, Outcome, Word, counts, decide, inventory, read_statement
from tallystick.report.text import json_name, json_prose, name, prose
from tallystick.signing import Envelope, Signer, SshKeygen, keyless, parse_envelopes, signed_bytes
from tallystick.signing.keyless import Identity, parse_identities
from tallystick.signing.ssh import NotVerified

SCHEMA = "tallystick.quorum/1"

SHOWN = 40
"""Entries that the terminal shows; JSON has all."""

DESCRIPTION = """\
FILES are what rebuilders wrote with --attest. Each signature is verified with ssh-keygen
against the allowed signers, each ledger is judged again by your policy, and one signer counts
once, whatever the number of its keys, names and statements.

Exit codes: 0 N signers accept the artifact, of the same commit, and none rejects it; 1 N reject
it; 2 usage error or crash; 3 anything else. What is unsigned, signed by others, about another
artifact or commit, or of another schema does not count, and is listed with the reason."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``tallystick quorum`` takes."""
    add = parser.add_argument
    add("files", nargs="+", type=Path, metavar="FILE")
    add(
        "--allowed-signers",
        type=Path,
        metavar="FILE",
        help="names and SSH keys, as ssh-keygen(1) says under ALLOWED SIGNERS",
    )
    add(
        "--allowed-identities",
        type=Path,
        metavar="FILE",
        help="identities that sign without a key: an issuer's URL and a subject a line",
    )
    add(
        "--trust-root",
        type=Path,
        metavar="FILE",
        help="Sigstore's trusted root, as JSON, for those (default: the one that comes with tallystick)",
    )
    add("-k", type=int, required=True, metavar="N", help="signers that have to agree; at least 2")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--artifact", type=Path, metavar="FILE", help="the artifact in question")
    which.add_argument("--sha256", metavar="HEX", help="its digest, if it is not at hand")
    add("--commit", metavar="HEX", help="the full id of the source (default: what they agree on)")
    add("--policy", type=Path, metavar="FILE", help="rules by which their ledgers are judged")
    add("--format", choices=["terminal", "json"], default="terminal", help="how to report")
    add("-o", "--output", type=Path, metavar="FILE", help="write the report to this file")


class _Ignored(Struct, frozen=True, kw_only=True):
    """A statement that does not count, and why."""

    file: str
    reason: str


class _Allowed(Struct, frozen=True, kw_only=True):
    """Whose signatures count: the file of SSH keys, if there is one, and identities."""

    signers: Path | None
    identities: tuple[Identity, ...]
    root: bytes


def _allowed(options: argparse.Namespace) -> _Allowed:
    signers: Path | None = options.allowed_signers
    named: Path | None = options.allowed_identities
    if signers is None and named is None:
        raise UsageError("quorum: name --allowed-signers or --allowed-identities")
    if signers is not None and not signers.is_file():
        raise UsageError(f"--allowed-signers {signers}: there is no such file")
    if named is None:
        return _Allowed(signers=signers, identities=(), root=b"")
    try:
        text = named.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"--allowed-identities {named}: {error}") from None
    given: Path | None = options.trust_root
    root = pinned() if given is None else read_trust_root(given, DEFAULT)
    return _Allowed(signers=signers, identities=parse_identities(text), root=root.content)


def run(options: argparse.Namespace) -> int:
    """Verify and count; the exit code."""
    asked = _asked(options)
    allowed = _allowed(options)
    words: list[Word] = []
    ignored: list[_Ignored] = []
    for file in options.files:
        for read in _read(file, asked, allowed):
            if isinstance(read, Word):
                words.append(read)
            else:
                ignored.append(read)
    outcome = decide(words, asked)
    text = (_as_json if options.format == "json" else _as_text)(outcome, asked, ignored)
    if options.output is None:
        sys.stdout.write(text + "\n")
    else:
        write_whole(options.output, text.encode() + b"\n")
    return EXIT_CODES[outcome.verdict]


def _asked(options: argparse.Namespace) -> Asked:
    listed = None
    sha256 = (options.sha256 or "").lower()
    if options.artifact is not None:
        with open_artifact(options.artifact, limits=DEFAULT) as opened:
            sha256 = opened.artifact.sha256
            listed = inventory(opened.artifact.tree.entries.values())
    elif not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise UsageError(f"--sha256 {options.sha256}: not 64 hex digits")
    commit = None if options.commit is None else options.commit.lower()
    if commit is not None and not re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", commit):
        raise UsageError(f"--commit {options.commit}: not the full id of a commit")
    return Asked(
        sha256=Sha256(sha256),
        k=options.k,
        policy=policy_of(options.policy),
        inventory=listed,
        commit=commit,
    )


def _read(file: Path, asked: Asked, allowed: _Allowed) -> Iterator[Word | _Ignored]:
    """Every statement in ``file``: what counts, and why the rest does not."""
    shown = name(str(file))
    try:
        with file.open("rb") as opened:
            envelopes = parse_envelopes(opened.read(DEFAULT.statements + 1), DEFAULT)
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}") from None
    except UsageError as error:
        yield _Ignored(file=shown, reason=str(error))
        return
    for envelope in envelopes:
        if isinstance(envelope, UsageError):
            yield _Ignored(file=shown, reason=str(envelope))
            continue
        try:
            verified, signers = _signers(envelope, allowed)
            ledger, stated = read_statement(verified, DEFAULT)
            counts(ledger, asked)
        except UsageError as error:
            yield _Ignored(file=shown, reason=str(error))
            continue
        for signer in signers:
            yield Word(signer=signer, file=shown, ledger=ledger, stated=stated)


def _signers(envelope: Envelope, allowed: _Allowed) -> tuple[Envelope, list[Signer]]:
    """What was signed, and by whom of the allowed; nothing in it is looked at before.

    Raises:
        NotVerified: nobody of them did.
    """
    if envelope.bundle is not None:
        verified, signer = keyless.verify(envelope.bundle, allowed.identities, allowed.root)
        return verified, [signer]
    message = signed_bytes(envelope.payload_type, envelope.payload)
    found, reason = [], "it is not signed"
    for signature in envelope.signatures:
        if allowed.signers is None:
            raise NotVerified("it is signed with a key, and no keys are allowed")
        try:
            found.append(SshKeygen.find(DEFAULT).verify(message, signature, allowed.signers))
        except NotVerified as error:
            reason = str(error)
    if not found:
        raise NotVerified(reason)
    return envelope, found


def _as_json(outcome: Outcome, asked: Asked, ignored: list[_Ignored]) -> str:
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "artifact": asked.sha256,
        "k": asked.k,
        "verdict": outcome.verdict.value,
        "reason": outcome.reason,
        "rebuilders": [
            {
                "names": [json_prose(one) for one in rebuilder.names],
                "keys": list(rebuilder.keys),
                "verdict": rebuilder.verdict.value,
                "commits": sorted({_commit(word) for word in rebuilder.words}),
                "files": sorted({word.file for word in rebuilder.words}),
            }
            for rebuilder in outcome.rebuilders
        ],
        "differing": [
            {
                "path": json_name(one.path),
                "proven": [json_prose(each) for each in one.proven],
                "residue": [json_prose(each) for each in one.residue],
                "other_bytes": one.other_bytes,
            }
            for one in outcome.differing
        ],
        "not_counted": [{"file": one.file, "reason": json_prose(one.reason)} for one in ignored],
    }
    return json.dumps(document, indent=2)


def _as_text(outcome: Outcome, asked: Asked, ignored: list[_Ignored]) -> str:
    lines = [
        f"{outcome.verdict.value.upper()}  {outcome.reason}",
        f"  artifact  sha256 {asked.sha256}",
    ]
    for one in outcome.rebuilders:
        commits = ", ".join(sorted({_commit(word)[:12] for word in one.words}))
        lines.append(f"  {one.verdict.value:12}  {prose(', '.join(one.names))}  commit {commits}")
    if outcome.differing:
        lines += ["", f"They differ on {len(outcome.differing)} entries"]
        for different in outcome.differing[:SHOWN]:
            lines.append(f"  {name(different.path)}")
            lines.append(f"    proven by {prose(', '.join(different.proven) or 'nobody')}")
            lines.append(f"    residue of {prose(', '.join(different.residue) or 'nobody')}")
        if len(outcome.differing) > SHOWN:
            lines.append(f"  … {len(outcome.differing) - SHOWN} more (--format json has all)")
    if ignored:
        lines += ["", "Not counted"]
        lines += [f"  {one.file}: {prose(one.reason)}" for one in ignored]
    return "\n".join(lines)


def _commit(word: Word) -> str:
    source = word.ledger.source
    return (source.commit if source is not None else None) or ""
