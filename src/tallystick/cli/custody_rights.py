"""What ``tallystick custody`` asks forge and index of rights."""

from __future__ import annotations

import argparse
from dataclasses import replace

from tallystick.cache import Cache
from tallystick.cli.purl import Named, read_purl
from tallystick.custody import CHECKS, Question
from tallystick.custody.rights import FORGE, INDEX, Rights, of_forge, of_index
from tallystick.errors import IndexFailure, UsageError
from tallystick.forge import Forge
from tallystick.index.default import DEFAULT_INDEX, DEFAULT_NPM
from tallystick.index.npm import Npm
from tallystick.index.pypi import PyPI
from tallystick.limits import DEFAULT
from tallystick.model import Skip

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
    if options.released_as is not None and not options.init:
        rights, more = _of_index(rights, options)
        unasked += more
    return replace(question, rights=rights), unasked


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
