"""The name and version that an artifact's file name states, and the folder of metadata that they name."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Hashable

from packaging.utils import canonicalize_name, parse_wheel_filename
from packaging.version import Version

from tallystick.explain.context import Context
from tallystick.explain.metadata.field_values import canonical
from tallystick.model import ArtifactKind


def is_own_egg_info(folder: str, context: Context) -> bool:
    """Whether ``folder`` is the ``.egg-info`` that setuptools writes for this very project."""
    named, dot, _ = folder.rpartition("/")[2].rpartition(".egg-info")
    projects = {project for project, _ in named_by_file(context)}
    return bool(dot) and canonicalize_name(named) in projects


def named_by_file(context: Context) -> frozenset[tuple[str, Hashable]]:
    """The project name and version that the artifact's file name states, normalised.

    An sdist's version may hold a hyphen (``name-1.0-1``: PEP 440, "implicit post releases"), so its
    name can be read in several ways; the metadata must agree with one of them.
    """
    artifact = context.artifact
    if artifact.kind is ArtifactKind.WHEEL:
        with contextlib.suppress(ValueError):  # InvalidWheelFilename, or a number beyond ``int``
            name, version, _, _ = parse_wheel_filename(artifact.name)
            return frozenset({(name, version)})
        return frozenset({project_and_version(artifact.project or "", artifact.version or "")})
    stem = artifact.name.removesuffix(".gz").removesuffix(".tar").removesuffix(".zip")
    hyphens = [match.start() for match in re.finditer("-", stem[:MAX_NAME])]
    splits = {project_and_version(stem[:at], stem[at + 1 :]) for at in hyphens}
    splits.add(project_and_version(artifact.project or "", artifact.version or ""))
    return frozenset(pair for pair in splits if isinstance(pair[1], Version))


MAX_NAME = 255
"""Bytes of a file name on any file system."""


def project_and_version(name: str, version: str) -> tuple[str, Hashable]:
    """Both as they are compared: the name normalised, and the version as PEP 440 reads it, if it can be."""
    return canonicalize_name(name), next(iter(canonical("version", [version])))
