"""What older versions of a backend left out of the metadata that newer ones write, or wrote otherwise."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping

from msgspec.structs import replace
from packaging.version import Version

from tallystick.explain.metadata.field_values import VERSIONS, plain_text
from tallystick.model import ArtifactKind
from tallystick.project.declared import Declared, Field, Known
from tallystick.project.headers import Headers

SINCE = {
    "download-url": "1.1", "classifier": "1.1", "requires": "1.1", "provides": "1.1",
    "obsoletes": "1.1", "maintainer": "1.2", "maintainer-email": "1.2", "requires-python": "1.2",
    "project-url": "1.2", "provides-extra": "2.1", "description-content-type": "2.1",
    "requires-dist": "2.2",
}  # fmt: skip
"""The metadata version from which on backends write a field into an sdist.

setuptools left ``Requires-Dist`` out of ``PKG-INFO`` until it wrote version 2.2 (release 68); before
that nobody may rely on an sdist's ``PKG-INFO`` for requirements (PEP 643).
"""

SHORT_FORM = frozenset(
    {"metadata-version", "name", "version", "summary", "home-page", "author", "author-email"}
)
"""All that flit wrote into the ``PKG-INFO`` of an sdist until 3.0 (``flit_core.sdist.PKG_INFO``)."""


def may_be_absent(name: str, headers: Headers, kind: ArtifactKind, declared: Declared) -> bool:
    """Whether the backend left the field ``name`` out of metadata of the version that ``headers`` states."""
    if kind is not ArtifactKind.SDIST:
        return False
    if declared.backend == "flit_core":
        is_short = headers.one("metadata-version") == "1.1" and headers.fields.keys() <= SHORT_FORM
        return is_short and name not in SHORT_FORM
    if (
        declared.backend == "pdm"
    ):  # pdm-pep517, until it became pdm-backend ("format_pkginfo", full)
        return name == "requires-dist" and headers.one("metadata-version") == "2.1"
    if declared.backend != "setuptools":
        return False
    version = headers.one("metadata-version") or "9"
    return name in SINCE and version in VERSIONS and Version(version) < Version(SINCE[name])


def is_before_pythons(name: str, headers: Headers, kind: ArtifactKind) -> bool:
    """Whether setuptools may not have known the keyword for the field ``name``, of a wheel of that time.

    ``python_requires`` came with setuptools 24.2; earlier ones warned of an unknown option and went on, and
    wheel wrote metadata 2.0 with either, until 0.31.
    """
    of_that_time = kind is ArtifactKind.WHEEL and headers.one("metadata-version") == "2.0"
    return of_that_time and name == "requires-python"


def without_parentheses(requirement: str) -> str:
    """A requirement of an extra as hatchling wrote it before 1.20: the extra joined to any marker by ``and``.

    What stands before the last ``or`` then holds whoever asks (``construct_metadata_file_2_1``).
    """
    found = _JOINED.fullmatch(requirement.strip())
    return f"{found[1]}{found[2]} and {found[3]}" if found is not None else requirement


_JOINED = re.compile(r"([^;]{1,500}; ?)\((.{1,1000})\) and \((extra == [^()]{1,250})\)")
"""As :func:`tallystick.project.requirement.with_marker` joins them."""

_OF_DISTUTILS = frozenset({"1.0", "1.1", "2.0"})
"""Versions of metadata that distutils wrote, and that wheel made of what distutils had written."""


def of_one_contact(declared: Declared, headers: Headers) -> Declared:
    """``declared`` as distutils wrote it: the maintainer, if there is one, in the author's place.

    ``distutils.dist.DistributionMetadata.get_contact`` and ``get_contact_email``: each is the maintainer's,
    or else the author's, and no line names the maintainer.
    """
    names_one = {"maintainer", "maintainer-email"} & headers.fields.keys()
    is_old = headers.one("metadata-version") in _OF_DISTUTILS
    if declared.backend != "setuptools" or names_one or not is_old:
        return declared
    fields: dict[str, Field] = {}
    for author, maintainer in (("author", "maintainer"), ("author-email", "maintainer-email")):
        fields |= _contact(author, maintainer, declared.fields)
    return declared.with_fields(fields)


def dedented(text: str, headers: Headers, kind: ArtifactKind) -> str | None:
    """A description as wheel wrote it into metadata 2.0 and 2.1: without what all lines but the first share.

    ``wheel.metadata.dedent_description``, and ``pkginfo_to_metadata`` until 0.37, where setuptools had
    written it into a header; None for sdists and metadata of any other version.
    """
    if kind is not ArtifactKind.WHEEL or headers.one("metadata-version") not in {"2.0", "2.1"}:
        return None
    first, _, rest = text.partition("\n")
    return plain_text(f"{first.lstrip()}\n{textwrap.dedent(rest)}")


def as_pdm_cut(first: str, body: str) -> str:
    """A description that pdm-pep517 wrote as a field without indenting its empty lines.

    "format_pkginfo" until its version 0.9: whoever reads it finds what stands before the first of them in the
    field, and the rest, indented, in the body.
    """
    lines = (line.removeprefix(" " * 8) for line in body.split("\n"))
    return "\n".join((first, "", *lines))


def _contact(author: str, maintainer: str, declared: Mapping[str, Field]) -> dict[str, Field]:
    named = declared.get(maintainer)
    if not isinstance(named, Known) or not named.values:
        return {}
    return {author: named, maintainer: replace(named, values=(), also=())}
