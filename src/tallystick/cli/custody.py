"""``tallystick custody``: was the source itself reviewed, and who holds it."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from tallystick.cache import Cache
from tallystick.cli.custody_rights import with_rights
from tallystick.cli.custody_signatures import verifier
from tallystick.cli.exit_codes import EXIT_CODES
from tallystick.cli.output import TERMINAL, show_custody, write_whole
from tallystick.cli.request import policy_of
from tallystick.custody import CHECKS, Question, examine
from tallystick.custody.build_reads import BuildReads
from tallystick.custody.forge_review import ask
from tallystick.custody.gate import Gate
from tallystick.custody.of_audit import joined
from tallystick.custody.origins import check_origins
from tallystick.custody.provenance import (
    PROVENANCE,
    Provenance,
    first_provenance,
    read_provenance,
)
from tallystick.custody.since import asked, since_last_release
from tallystick.errors import UsageError
from tallystick.forge import Forge, open_forge
from tallystick.index.fetching import Fetcher
from tallystick.limits import DEFAULT
from tallystick.model import Ledger, Source, VerdictValue
from tallystick.model.custody import Custody, Range
from tallystick.report import FORMATS, render_custody
from tallystick.report.json_reader import read_ledgers
from tallystick.report.watched_json import build_reads
from tallystick.sandbox import Sandbox
from tallystick.source import open_source

DESCRIPTION = """\
REPO is a repository: a folder or a URL. Says how far the commits of a range were seen by another
than their author, which files nobody can read, and whose hands the source passed through; each
line says how it is known (git alone, unless a forge is asked) and how sure it is.

Exit codes: 0 accepted, 1 rejected, 2 usage error or crash, 3 inconclusive."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``tallystick custody`` takes."""
    add = parser.add_argument
    add("repository", metavar="REPO")
    add(
        "--range",
        metavar="A..B",
        help="the commits of B that A does not hold (default: since the release before --ref)",
    )
    add("--ref", help="tag, branch or commit to look at (default: HEAD)")
    add(
        "--check",
        action="append",
        choices=[check.id for check in CHECKS],
        default=[],
        metavar="ID",
        help="look at this alone; may be repeated (default: all)",
    )
    add(
        "--no-lines",
        action="store_true",
        help="count commits alone, and no lines that ship: faster",
    )
    add("--ledger", type=Path, metavar="FILE", help="count only what this JSON ledger says ships")
    add(
        "--watched",
        type=Path,
        metavar="FILE",
        help="say which files that nobody can read the build in this record (watch --format json) read",
    )
    add(
        "--forge",
        metavar="[KIND:]URL",
        help="ask the project's page for reviews; KIND is github, gitlab or gitea (tokens: environment)",
    )
    add(
        "--released-as",
        metavar="PURL",
        help="ask the index who may publish this release and who did: pkg:pypi/NAME@VERSION, pkg:npm/…",
    )
    add("--index", metavar="URL", help="of the Simple API of the Python index for --released-as")
    add("--npm-index", metavar="URL", help="of the npm registry for --released-as")
    add(
        "--keyring",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="OpenPGP certificates: check the signatures of commits and tags; may be repeated",
    )
    add(
        "--allowed-signers",
        type=Path,
        metavar="FILE",
        help="likewise SSH keys (ssh-keygen(1))",
    )
    add("--init", action="store_true", help=f"print a first {PROVENANCE} and look no further")
    add(
        "--check-provenance",
        action="store_true",
        help=f"see whether each opaque file comes from where {PROVENANCE} says (commands: in the sandbox)",
    )
    add("--policy", type=Path, metavar="FILE", help="rules of the verdict: [custody] (TOML)")
    add("--offline", action="store_true", help="use the cache alone")
    add("--format", choices=[known.id for known in FORMATS], help="how to report")
    add("-o", "--output", type=Path, metavar="FILE", help="write the report to this file")


def run(options: argparse.Namespace) -> int:
    """Look at what was asked for and report it; the exit code."""
    if options.check_provenance and options.check and "opaque-file" not in options.check:
        raise UsageError("--check-provenance is about opaque files: add --check opaque-file")
    gate = _gate(options.policy)
    source = _open(options)
    if source.log is None:
        raise UsageError(f"{options.repository}: no git repository, so it has no history")
    forge = _forge(options)
    question = Question(
        log=source.log,
        range=_range(options, source),
        tree=source.tree,
        checks=["opaque-file"] if options.init else options.check or [one.id for one in CHECKS],
        count_lines=not (options.init or options.no_lines),
        review=None if forge is None else partial(ask, forge),
        verify=verifier(options, source.log),
    )
    if options.ledger is not None:
        question = _joined(question, _ledger(options.ledger))
    if options.watched is not None:
        question = replace(question, reads=_reads(options.watched))
    question, unasked = with_rights(question, options, forge)
    found = examine(question, DEFAULT)
    found = replace(found, skips=(*found.skips, *unasked))
    if options.init:
        _write(first_provenance(found.opaque or ()), options.output)
        return 0
    if options.check_provenance:
        found = _provenance_checked(found, source, offline=options.offline)
    found = replace(found, where=source.url, ref=source.ref)
    found = replace(found, verdict=_only(gate, options.check).judge(found))
    _report(found, options)
    return EXIT_CODES[found.verdict.value] if found.verdict is not None else 2


def _open(options: argparse.Namespace) -> Source:
    _, dots, until = (options.range or "").partition("..")
    if options.ref is not None and dots and until:
        raise UsageError(f"--range {options.range} ends at {until}; leave --ref out, or the end")
    return open_source(
        options.repository,
        cache=Cache.default(),
        limits=DEFAULT,
        ref=until or options.ref,
        offline=options.offline,
        submodules=False,
    )


def _range(options: argparse.Namespace, source: Source) -> Range:
    if source.log is None:
        raise UsageError(f"{options.repository}: no git repository, so it has no history")
    if options.range is not None:
        return asked(options.range, source.log)
    return since_last_release(source.log, source.ref)


def _forge(options: argparse.Namespace) -> Forge | None:
    """The forge that the user named, if any is to be asked."""
    if options.forge is None or options.init:
        return None
    if options.offline:
        raise UsageError("--forge asks a server, and --offline nobody")
    return open_forge(options.forge, DEFAULT)


def _provenance_checked(found: Custody, source: Source, *, offline: bool) -> Custody:
    """What was found, with what became of each origin in place of the remarks on opaque files."""
    content = source.tree.read(PROVENANCE) if PROVENANCE in source.tree.entries else None
    provenance = Provenance() if content is None else read_provenance(content)
    fetching = Fetcher("", Cache.default(), DEFAULT, offline=offline)
    try:
        remarks, skips = check_origins(
            found.opaque or (), provenance, source.tree, fetching.any_file, Sandbox.find()
        )
    finally:
        fetching.close()
    kept = tuple(remark for remark in found.remarks if remark.check != "opaque-file")
    return replace(found, remarks=(*kept, *remarks), skips=(*found.skips, *skips))


def _gate(path: Path | None) -> Gate:
    return policy_of(path).custody or Gate()


def _only(gate: Gate, checks: list[str]) -> Gate:
    """The gate, without rules about checks that the user left out: they asked for less.

    Where it allows all that they asked for, which is what it does by default with some, what these say is
    at least inconclusive: nobody asks for something that is not to count.
    """
    if not checks:
        return gate
    kept = {
        name: value
        for name, value in gate.consequences.items()
        if name in {*checks, "nothing", "unknown"}
    }
    if all(kept[name] is VerdictValue.ACCEPTED for name in checks):
        kept |= dict.fromkeys(checks, VerdictValue.INCONCLUSIVE)
    return replace(gate, consequences=kept)


def _ledger(path: Path) -> Ledger:
    try:
        ledgers = read_ledgers(path.read_bytes(), DEFAULT)
    except OSError as error:
        raise UsageError(f"--ledger {path}: {error.strerror}") from None
    except UsageError as error:
        raise UsageError(f"--ledger {path}: {error}") from None
    if len(ledgers) != 1:
        raise UsageError(f"--ledger {path}: {len(ledgers)} ledgers; one is wanted")
    return ledgers[0]


def _reads(path: Path) -> BuildReads:
    try:
        return build_reads(path.read_bytes(), DEFAULT)
    except OSError as error:
        raise UsageError(f"--watched {path}: {error.strerror}") from None
    except UsageError as error:
        raise UsageError(f"--watched {path}: {error}") from None


def _joined(question: Question, ledger: Ledger) -> Question:
    """The question, about what ships."""
    if ledger.source is None or ledger.source.commit != question.range.until:
        raise UsageError(f"--ledger: it is not about the commit {question.range.until}")
    return joined(question, ledger)


def _report(found: Custody, options: argparse.Namespace) -> None:
    suffix = options.output.suffix.lower() if options.output else ""
    by_suffix = next((known.id for known in FORMATS if known.suffix == suffix), TERMINAL)
    format_ = options.format or by_suffix
    if options.output is None and format_ == TERMINAL:
        show_custody(found)
        return
    _write(render_custody(found, format=format_), options.output)


def _write(text: str, path: Path | None) -> None:
    if path is None:
        sys.stdout.write(text)
        return
    write_whole(path, text.encode("utf-8"))
