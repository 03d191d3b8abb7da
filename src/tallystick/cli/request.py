"""What every command that audits takes, and what is asked for with it."""

from __future__ import annotations

import argparse
from pathlib import Path

from tallystick.cache import Cache
from tallystick.cli import trusting
from tallystick.cli.audit_one import Request
from tallystick.cli.closure import Beside
from tallystick.cli.depth import add_arguments as add_depth
from tallystick.cli.depth import asking_npm, deeper_of
from tallystick.cli.indexes import Asking
from tallystick.cli.releases import modest
from tallystick.errors import UsageError
from tallystick.index.default import DEFAULT_INDEX, DEFAULT_NPM
from tallystick.limits import DEFAULT
from tallystick.policy import Policy
from tallystick.source import looks_like_url, mirror_key, views


def add_source_arguments(parser: argparse.ArgumentParser) -> None:
    """What every command that audits takes: the source, the index, the policy, the depth."""
    add = parser.add_argument
    add(
        "--source",
        metavar="URL|DIR|ARCHIVE|LISTING",
        help="what the release claims to come from (default: the repository that it names)",
    )
    add(
        "--ref", help="tag, branch or commit of the source (default: the one that holds most of it)"
    )
    add("--subdir", help="folder of the project in a repository with several (default: found)")
    add(
        "--mirror",
        action="append",
        default=[],
        metavar="URL=DIR",
        help="read the repository at URL from a local clone; may be repeated",
    )
    add(
        "--allow-host",
        action="append",
        default=[],
        metavar="HOST",
        help="ask this host for a repository that a release names, not only the known forges",
    )
    add(
        "--index",
        help=f"Simple API of the index (default: the one that a lock names, else {DEFAULT_INDEX})",
    )
    add("--npm-index", metavar="URL", help=f"npm registry (default: {DEFAULT_NPM})")
    add(
        "--other-index",
        metavar="URL",
        help="where no repository can be used, lay an sdist against the same one of this index",
    )
    add("--policy", type=Path, metavar="FILE", help="rules of the verdict (TOML)")
    add_depth(parser)
    trusting.add_arguments(parser)
    add("--offline", action="store_true", help="use the cache alone")


def asking_of(options: argparse.Namespace, *, all_files: bool = False) -> Asking:
    """Who is asked for the TARGETs of a command with :func:`add_source_arguments`."""
    return Asking(
        index=options.index,
        npm_index=options.npm_index,
        cache=Cache.default(),
        limits=DEFAULT,
        offline=options.offline,
        all_files=all_files,
    )


def request_of(
    options: argparse.Namespace, asking: Asking, *, compare_bytes: bool = False
) -> Request:
    """What was asked for with :func:`add_source_arguments`.

    Raises:
        UsageError: it cannot be meant.
    """
    if options.source is not None and not (
        options.source.startswith("-")  # refused with its own words
        or looks_like_url(options.source)
        or Path(options.source).exists()
    ):
        raise UsageError(f"--source {options.source}: there is no such file or folder")
    cache = asking.cache
    mirrors = mirrors_of(options.mirror)
    return Request(
        source=options.source,
        ref=options.ref,
        subdir=None if options.subdir is None else options.subdir.strip("/"),
        hosts=frozenset(options.allow_host),
        policy=policy_of(options.policy),
        compare_bytes=compare_bytes,
        offline=options.offline,
        cache=cache,
        limits=DEFAULT,
        views=views(cache=cache, limits=DEFAULT, offline=options.offline, mirrors=mirrors),
        deeper=asking_npm(
            deeper_of(
                options.depth,
                cache=cache,
                limits=DEFAULT,
                index=options.index,
                offline=options.offline,
                unsafe=options.unsafe_no_sandbox,
                watch=options.watch,
                files=options.toolchains,
            ),
            options.npm_index,
        ),
        beside=Beside(index=options.other_index),
        third_parties=modest(asking),
        trusting=trusting.trusting_of(options),
        upstreams=options.upstreams,
    )


def mirrors_of(pairs: list[str]) -> dict[str, str]:
    """The folders of ``--mirror``, by URL.

    Raises:
        UsageError: a pair is none, or its URL is one that git is not to be given.
    """
    found = {}
    for pair in pairs:
        url, separator, folder = pair.rpartition("=")
        if not separator or not url:
            raise UsageError(f"--mirror {pair}: write URL=DIR")
        mirror_key(url)
        found[url] = folder
    return found


def policy_of(path: Path | None) -> Policy:
    """The policy in the file of ``--policy``; the default one if there is none.

    Raises:
        UsageError: it cannot be read, or checks nothing.
    """
    if path is None:
        return Policy()
    from tallystick.cli.policy import read_policy_at  # noqa: PLC0415 - brings all rules along

    return read_policy_at(path, f"--policy {path}")
