"""``tallystick upstreams``: build, update and compare databases of known toolchain files."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from functools import partial
from importlib import resources
from pathlib import Path

from msgspec.structs import replace

from tallystick.errors import SourceError, StorageError, UsageError
from tallystick.limits import DEFAULT
from tallystick.source.blob_history import blob_history, history_head
from tallystick.source.commit_patch import patch_of
from tallystick.upstreams import Head, KnownFiles, shipped
from tallystick.upstreams.build import Builder, Version
from tallystick.upstreams.carried import read_release, tarballs
from tallystick.upstreams.catalogue import (
    Catalogue,
    Change,
    Package,
    Repository,
    Series,
    is_among,
    parse_catalogue,
)
from tallystick.upstreams.packages import package_versions, patches_of

DESCRIPTION = """\
  build    make a database from the histories and packages of a catalogue (-o FILE)
  update   the same, and keep what a database already knows (--base FILE; the shipped one if not given);
           clones that are not there are named, and what is known of them stays
  diff     what NEW knows that OLD does not, and the other way round
  list     where the shipped database, or that of FILE, comes from

A catalogue names git histories and files; --clones holds the histories as NAME.git (git clone --bare),
--packages holds the files. Nothing is downloaded.

Exit codes: 0 done, 2 usage error or crash."""

DIFFERENCES = 40
"""Rows that ``diff`` shows of each side; all are counted."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The actions and their options."""
    parser.add_argument("action", choices=("build", "update", "diff", "list"), help="see above")
    parser.add_argument("files", metavar="FILE", nargs="*", type=Path, help="of diff: OLD NEW")
    parser.add_argument("--catalogue", type=Path, help="another than the shipped one (TOML)")
    parser.add_argument("--clones", type=Path, help="folder of bare clones, each UPSTREAM.git")
    parser.add_argument("--packages", type=Path, help="folder of release tarballs and packages")
    parser.add_argument(
        "--releases",
        type=Path,
        help="folder of tarballs of many projects, PROJECT_VERSION.tar.xz and so on",
    )
    parser.add_argument("--base", type=Path, help="of update: what is known already")
    parser.add_argument("-o", "--output", type=Path, help="of build and update: where to write")


def run(options: argparse.Namespace) -> int:
    """Do what was asked for; the exit code."""
    if options.action == "diff":
        if len(options.files) != 2:
            raise UsageError("diff takes two databases: OLD NEW")
        _diff(*(KnownFiles.open(path) for path in options.files))
    elif options.action == "list":
        for path in options.files or [None]:
            _list(KnownFiles.open(path) if path else shipped())
    else:
        _build(options)
    return 0


def _build(options: argparse.Namespace) -> None:
    if options.output is None:
        raise UsageError(f"{options.action} needs -o FILE")
    if options.files:
        raise UsageError(f"{options.action} takes no files; see --clones and --packages")
    base = None
    if options.action == "update":
        base = KnownFiles.open(options.base) if options.base else shipped()
    if options.clones is None and options.packages is None and options.releases is None:
        raise UsageError(f"{options.action} needs --clones, --packages or --releases")
    builder = Builder(base)
    catalogue = _catalogue(options.catalogue)
    if base is not None and options.clones is not None:
        catalogue = _at_hand(catalogue, options.clones)
    if base is not None and options.packages is not None:
        catalogue = _packages_at_hand(catalogue, options.packages)
    _add_all(builder, catalogue, options.clones, options.packages)
    if options.releases is not None:
        _add_releases(builder, options.releases)
    content = builder.packed()
    try:
        options.output.write_bytes(content)
    except OSError as error:
        raise StorageError(f"{options.output}: {error.strerror}") from None
    sys.stdout.write(f"{options.output}: {len(content)} bytes\n")


def _at_hand(catalogue: Catalogue, clones: Path) -> Catalogue:
    """``catalogue`` without the histories that are not among ``clones``; they are named.

    Raises:
        SourceError: none is there.
    """
    named = [repository.upstream for repository in catalogue.repositories]
    named += [change.clone for change in catalogue.changes]
    missing = {name for name in named if not (clones / f"{name}.git").is_dir()}
    if len(missing) == len(set(named)):
        raise SourceError(f"{clones}: none of the catalogue's clones is there")
    if missing:
        sys.stderr.write(f"not there, and left as known: {', '.join(sorted(missing))}\n")
    return replace(
        catalogue,
        repositories=tuple(r for r in catalogue.repositories if r.upstream not in missing),
        changes=tuple(change for change in catalogue.changes if change.clone not in missing),
    )


def _packages_at_hand(catalogue: Catalogue, folder: Path) -> Catalogue:
    """``catalogue`` without the files that are not in ``folder``; they are named.

    Raises:
        SourceError: none is there.
    """
    named = {package.file for package in catalogue.packages}
    named |= {series.file for series in catalogue.series}
    missing = {name for name in named if not (folder / name).is_file()}
    if len(missing) == len(named):
        raise SourceError(f"{folder}: none of the catalogue's packages is there")
    if missing:
        sys.stderr.write(f"not there, and left as known: {', '.join(sorted(missing))}\n")
    return replace(
        catalogue,
        packages=tuple(package for package in catalogue.packages if package.file not in missing),
        series=tuple(one for one in catalogue.series if one.file not in missing),
    )


def _add_all(
    builder: Builder, catalogue: Catalogue, clones: Path | None, packages: Path | None
) -> None:
    """Everything that the catalogue names and that is there."""
    if clones is not None:
        _add_histories(builder, catalogue.repositories, clones)
    if packages is not None:
        for package in catalogue.packages:
            _add_package(builder, package, packages)
        for series in catalogue.series:
            _add_series(builder, series, packages)
    if clones is not None:
        for change in catalogue.changes:
            _add_change(builder, change, clones)


def _catalogue(path: Path | None) -> Catalogue:
    if path is None:
        text = resources.files("tallystick.upstreams").joinpath("upstreams.toml").read_text("utf-8")
        return parse_catalogue(text, "the shipped catalogue")
    try:
        return parse_catalogue(path.read_text("utf-8"), str(path))
    except UnicodeDecodeError:
        raise UsageError(f"{path}: no catalogue of upstreams: not UTF-8") from None


def _add_histories(builder: Builder, repositories: tuple[Repository, ...], clones: Path) -> None:
    """Add the histories, each kind of file of each by itself, on all processors."""
    tasks = [
        (repository, kind)
        for repository in repositories
        for kind in (repository.reworded, repository.paths, repository.modules)
        if kind
    ]
    for repository in repositories:
        _clone(clones, repository.upstream, repository.url)
    with ProcessPoolExecutor() as pool:
        for read in [pool.submit(_history, *task, clones) for task in tasks]:
            builder.merge(read.result())


def _clone(clones: Path, name: str, url: str) -> Path:
    git_dir = clones / f"{name}.git"
    if not git_dir.is_dir():
        raise SourceError(f"{git_dir}: not there (git clone --bare {url} {git_dir})")
    return git_dir.resolve()


def _history(repository: Repository, known: tuple[str, ...], clones: Path) -> Builder:
    """What one history has of some files. The command brings it along: the database starts no process."""
    builder = Builder()
    git_dir = clones / f"{repository.upstream}.git"
    history = blob_history(git_dir.resolve(), lambda path: is_among(path, known), DEFAULT)
    for found in history:
        version = Version(
            path=found.path, content=found.content, first=found.first, last=found.last
        )
        if is_among(found.path, repository.modules):
            builder.add_module(repository.upstream, version)
        else:
            is_reworded = is_among(found.path, repository.reworded)
            builder.add(repository.upstream, version, is_reworded=is_reworded)
    head = history_head(git_dir.resolve(), DEFAULT)
    builder.head(
        Head(
            upstream=repository.upstream,
            place=repository.url,
            commit=head.commit,
            day=head.day,
        )
    )
    return builder


def _add_package(builder: Builder, package: Package, folder: Path) -> None:
    for version in package_versions(package, folder / package.file, DEFAULT):
        if is_among(version.path, package.composed):
            # What modules say themselves must be told apart: without gnulib's history nothing is added.
            if builder.knows_modules:
                builder.add_composed(package.upstream, version)
        elif is_among(version.path, package.lines):
            builder.add_lines(package.upstream, version)
        else:
            builder.add(package.upstream, version)
    builder.head(
        Head(upstream=package.upstream, place=package.file, commit=package.sha256, day=package.day)
    )


def _add_series(builder: Builder, series: Series, folder: Path) -> None:
    for name, content in patches_of(series, folder / series.file, DEFAULT):
        builder.add_patch(content, f"{series.by}'s {name}")
    head = Head(upstream=series.upstream, place=series.file, commit=series.sha256, day=series.day)
    builder.head(head)


def _add_change(builder: Builder, change: Change, clones: Path) -> None:
    git_dir = _clone(clones, change.clone, change.url)
    found = patch_of(git_dir, change.commit, change.path, DEFAULT)
    builder.add_patch(found.content, f"{change.by}'s {change.path.rpartition('/')[2]}")
    place = f"{change.url} {change.path}"
    builder.head(Head(upstream=change.upstream, place=place, commit=change.commit, day=found.day))


def _add_releases(builder: Builder, folder: Path) -> None:
    """What tarballs of many projects have in common, read on all processors."""
    read = partial(read_release, names=builder.stamped, limits=DEFAULT)
    with ProcessPoolExecutor() as pool:
        found = pool.map(read, tarballs(folder), chunksize=8)
        builder.add_releases(release for release in found if release is not None)


def _list(known: KnownFiles) -> None:
    counts = Counter(row.upstream for row in known.rows())
    for head in known.heads:
        sys.stdout.write(f"{head.upstream:16} {_day(head.day)} {head.commit[:16]} {head.place}\n")
    listed = ", ".join(f"{upstream} {count}" for upstream, count in sorted(counts.items()))
    sys.stdout.write(f"{known.count} rows: {listed}\n")


def _diff(old: KnownFiles, new: KnownFiles) -> None:
    before, after = set(old.rows()), set(new.rows())
    for sign, rows in (("-", sorted(before - after)), ("+", sorted(after - before))):
        for row in rows[:DIFFERENCES]:
            said = f" ({row.stamp})" if row.stamp else ""
            sys.stdout.write(
                f"{sign} {row.upstream}: {row.name}{said} {_day(row.first)} to {_day(row.last)} "
                f"{row.digest.hex()}\n"
            )
        if len(rows) > DIFFERENCES:
            sys.stdout.write(f"{sign} … {len(rows) - DIFFERENCES} more\n")
    sys.stdout.write(f"{len(before - after)} gone, {len(after - before)} new\n")


def _day(day: int) -> str:
    return str(date(1970, 1, 1) + timedelta(days=day))
