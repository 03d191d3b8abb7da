"""The options on whose word counts: roots, keys, lock files, an archive's lists, a forge."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tallystick.errors import UsageError
from tallystick.limits import DEFAULT

if TYPE_CHECKING:
    from tallystick.cli.attested import Trusting
    from tallystick.cli.debian_lists import Archive
    from tallystick.forge import Forge


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What every command that audits takes of it."""
    add = parser.add_argument
    add(
        "--identities",
        type=Path,
        metavar="FILE",
        help="who published before: tallystick.lock (tallystick identity lock) or pylock.toml",
    )
    add(
        "--trust-root",
        type=Path,
        metavar="FILE",
        help="what attestations are checked against (default: the pinned root of Sigstore)",
    )
    add(
        "--registry-keys",
        type=Path,
        metavar="FILE",
        help="keys that a registry signs with itself (default: the pinned ones of npm)",
    )
    add(
        "--keyring",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="OpenPGP certificates whose signatures on tags and commits count; may be repeated",
    )
    add(
        "--allowed-signers",
        type=Path,
        metavar="FILE",
        help="SSH keys whose signatures on tags and commits count (ssh-keygen(1))",
    )
    add(
        "--revoked-signers",
        type=Path,
        metavar="FILE",
        help="SSH keys of these that do not count anymore: a list of public keys, or a KRL",
    )
    add(
        "--debian-lists",
        metavar="DIR|apt",
        help="check a Debian package against the signed lists of a suite (a folder with InRelease), "
        "or of apt on this machine",
    )
    add(
        "--archive-keyring",
        type=Path,
        metavar="FILE",
        help="the archive's keys (default: Debian's, where debian-archive-keyring is installed)",
    )
    add(
        "--source-keys",
        action="store_true",
        help="OpenPGP keys in the source's own KEYS at the release before this one count, too",
    )
    add(
        "--forge",
        metavar="[KIND:]URL",
        help="ask the project's page whether the run that published it concluded and, with --custody, who "
        "merged and approved its commits; KIND is github, gitlab or gitea (tokens: environment)",
    )


def trusting_of(options: argparse.Namespace) -> Trusting | None:
    """What identities are checked against, where the user says so; costs no import where not.

    Raises:
        UsageError: a file cannot be read, or two options do not go together.
    """
    given = (
        options.identities,
        options.trust_root,
        options.registry_keys,
        options.allowed_signers,
        options.revoked_signers,
        options.debian_lists,
        options.archive_keyring,
        options.forge,
    )
    if not options.keyring and not options.source_keys and set(given) == {None}:
        return None
    from tallystick.cli.attested import trusting  # noqa: PLC0415 - for those who say so

    found = trusting(
        lock=options.identities,
        root=options.trust_root,
        registry=options.registry_keys,
        keyrings=options.keyring,
        allowed=options.allowed_signers,
        revoked=options.revoked_signers,
    )
    return replace(
        found,
        archive=_archive(options.debian_lists, options.archive_keyring),
        forge=_forge(options.forge, offline=options.offline),
        source_keys=options.source_keys,
    )


def _archive(lists: str | None, keyring: Path | None) -> Archive | None:
    if lists is None and keyring is None:
        return None
    from tallystick.cli.debian_lists import read_archive  # noqa: PLC0415 - likewise

    return read_archive(lists, keyring, DEFAULT)


def _forge(where: str | None, *, offline: bool) -> Forge | None:
    if where is None:
        return None
    if offline:
        raise UsageError("--forge asks a server, and --offline nobody")
    from tallystick.forge import open_forge  # noqa: PLC0415 - likewise

    return open_forge(where, DEFAULT)
