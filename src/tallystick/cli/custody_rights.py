"""What ``tallystick custody`` asks forge and index of rights."""

from __future__ import annotations

import argparse
import itertools

from msgspec.structs import replace

from tallystick.cache import Cache
from tallystick.cli.purl import Named, read_purl
from tallystick.custody import CHECKS, Question
from tallystick.custody.rights import FORGE, INDEX, Rights, of_forge, of_index
from tallystick.custody.submodule_branch import followed
from tallystick.errors import IndexFailure, UsageError
from tallystick.forge import Forge, open_forge
from tallystick.index.address import origin_of
from tallystick.index.default import DEFAULT_INDEX, DEFAULT_NPM
from tallystick.index.npm import Npm
from tallystick.index.pypi import PyPI
from tallystick.limits import DEFAULT
from tallystick.model import Skip, Tree

_OPTIONS = {FORGE: "--forge", INDEX: "--released-as"}

_INDEXES = {"pypi": "PyPI", "npm": "npm"}
"""Indexes that tell of rights, as reports call them."""


def with_rights(
    question: Question, options: argparse.Namespace, forge: Forge | None
) -> tuple[Question, tuple[Skip, ...]]:
    """The question, with what ``forge`` and the index of ``--released-as`` tell; and what they do not.

    Raises:
        UsageError: a check was asked for by name that needs what was not, or there is no such index.
    """
    given = {FORGE: forge is not None, INDEX: options.released_as is not None}
    for check in CHECKS:
        if check.id in options.check and check.needs is not None and not given[check.needs]:
            raise UsageError(f"--check {check.id} needs {_OPTIONS[check.needs]}")
    rights = question.rights
    unasked: tuple[Skip, ...] = ()
    if forge is not None:
        rights, unasked = of_forge(rights, forge)
        rights, more = _of_submodules(rights, options.forge, question.tree)
        unasked += more
    if options.released_as is not None and not options.init:
        rights, more = _of_index(rights, options)
        unasked += more
    return replace(question, rights=rights), unasked


_SUBMODULES = 50
"""Submodules whose forge is asked: two requests each."""


def _of_submodules(rights: Rights, where: str, tree: Tree) -> tuple[Rights, tuple[Skip, ...]]:
    """``rights`` with what the forge tells of the branches that submodules follow.

    Only of those on the very forge that the user named: the source chose the addresses, and a token is
    for no other.
    """
    kind, _, rest = where.partition(":")
    prefix, own = (f"{kind}:", rest) if not rest.startswith("//") else ("", where)
    found, skips = {}, []
    for one in itertools.islice(followed(tree), _SUBMODULES):
        if origin_of(one.url) is None or origin_of(one.url) != origin_of(own):
            continue
        try:
            found[one.path] = open_forge(f"{prefix}{one.url}", DEFAULT).protection(one.branch)
        except (IndexFailure, UsageError) as error:
            skips.append(Skip(check="submodule-branch", reason=f"{one.path}: {error}"))
    return replace(rights, submodules=found), tuple(skips)


def _of_index(rights: Rights, options: argparse.Namespace) -> tuple[Rights, tuple[Skip, ...]]:
    text = options.released_as
    if not text.startswith("pkg:"):
        raise UsageError(f"--released-as {text}: not a package URL (pkg:TYPE/NAME@VERSION)")
    named = read_purl(text)
    name = _INDEXES.get(named.kind)
    if name is None:
        raise UsageError(f"--released-as {text}: that index tells of no rights")
    index = _open(named, options)
    try:
        release = index.release(named.project, named.version, wanted=lambda _: False)
        return of_index(rights, index.described(release), name)
    except IndexFailure as error:
        reason = f"{name}: {error}"
        skips = (
            Skip(check="dormant", reason=reason),
            Skip(check="first-publish", reason=reason),
        )
        return replace(rights, asked=rights.asked | {INDEX}), skips
    finally:
        index.close()


def _open(named: Named, options: argparse.Namespace) -> PyPI | Npm:
    cache = Cache.default()
    if named.kind == "npm":
        return Npm(options.npm_index or DEFAULT_NPM, cache, DEFAULT, offline=options.offline)
    return PyPI(options.index or DEFAULT_INDEX, cache, DEFAULT, offline=options.offline)
