"""Values of the core metadata without what is only spelling, so that backends can be compared.

Each function takes the lines of one field and returns them as a set or a tuple that is equal for
two renderings of the same declaration. https://packaging.python.org/en/latest/specifications/core-metadata/
"""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Mapping
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

from tallystick.project.requirement import MAX_LENGTH, need

Canonical = Callable[[str], Hashable]


def words(value: str) -> str:
    """Text with runs of white space as one blank."""
    return " ".join(value.split())


_NAMELESS = re.compile(r"\bUnknown <([^<>]{1,200})>")
"""An address without a name, as pyproject-metadata wrote it for scikit-build-core and meson-python."""


def _person(value: str) -> str:
    """A display name may be quoted (RFC 5322, section 3.4); the quotes are not part of it."""
    # pdm-backend encodes names that are not ASCII (RFC 2047); poetry-core composes their accents (NFC).
    with contextlib.suppress(HeaderParseError, LookupError, ValueError):
        value = str(make_header(decode_header(value)))
    value = _NAMELESS.sub(r"\1", value)
    return words(unicodedata.normalize("NFC", value.replace('"', "").replace("\\", "")))


def _version(value: str) -> Hashable:
    try:
        return Version(value)
    except ValueError:  # InvalidVersion, or a number with more digits than ``int`` reads
        return words(value)


def _specifiers(value: str) -> Hashable:
    if len(value) > MAX_LENGTH:  # never its beginning alone: installers read the whole
        return words(value)
    try:
        return frozenset(SpecifierSet(value))
    except InvalidSpecifier:
        return words(value)


def _licence(value: str) -> Hashable:
    try:
        return canonicalize_license_expression(value)
    except InvalidLicenseExpression:
        return words(value)


def _keywords(value: str) -> Hashable:
    """Commas or blanks between keywords (distutils wrote blanks), in any order (hatchling sorts)."""
    return frozenset(filter(None, re.split(r"[,\s]+", value)))


def _content_type(value: str) -> Hashable:
    """A media type and its parameters, in any order and case (RFC 2045, section 5.1)."""
    message = Message()
    message["content-type"] = value
    parameters = message.get_params(failobj=[])[1:]
    # What Description-Content-Type says of either parameter: UTF-8 is the only charset there may be,
    # and GFM is assumed where Markdown names no variant. maturin writes both out.
    assumed = {("charset", "utf-8")}
    if message.get_content_type() == "text/markdown":
        assumed.add(("variant", "gfm"))
    if message.get_content_type() != value.partition(";")[0].strip().lower():
        return words(value)  # not read as a media type, and so taken for another
    plain = {(key.lower(), word.lower()) for key, word in parameters} - assumed
    return message.get_content_type(), frozenset(plain)


def _link(value: str) -> Hashable:
    """``label, URL``; ``%%`` is how INI with interpolation writes one percent sign.

    Labels are equal whatever their case (PEP 753); pdm-pep517 capitalised them.
    """
    label, _, url = value.partition(",")
    return label.strip().casefold(), url.strip().replace("%%", "%")


CANONICAL: Mapping[str, Canonical] = {
    "name": canonicalize_name,
    "version": _version,
    "requires-python": _specifiers,
    "requires-dist": need,
    "provides-extra": canonicalize_name,
    "license-expression": _licence,
    "keywords": _keywords,
    "description-content-type": _content_type,
    "project-url": _link,
    "author": _person,
    "author-email": _person,
    "maintainer": _person,
    "maintainer-email": _person,
}
"""How a value is read; any other field is compared word by word."""

MULTIPLE = frozenset(
    {
        "dynamic", "platform", "supported-platform", "classifier", "requires-dist",
        "requires-external", "project-url", "provides-extra", "provides-dist", "obsoletes-dist",
        "license-file", "requires", "provides", "obsoletes", "import-name", "import-namespace",
    }
)  # fmt: skip
"""Fields that may stand more than once ("multiple use")."""

SINGLE = frozenset(
    {
        "metadata-version", "name", "version", "summary", "description", "description-content-type",
        "keywords", "home-page", "download-url", "author", "author-email", "maintainer",
        "maintainer-email", "license", "license-expression", "requires-python",
    }
)  # fmt: skip

TEXTS = frozenset(
    {
        "summary", "home-page", "download-url", "author", "author-email", "maintainer",
        "maintainer-email", "license", "platform", "description", "keywords", "description-content-type",
    }
)  # fmt: skip
"""Fields for which distutils, or setuptools 36 to 38, wrote ``UNKNOWN`` when nothing declared them.

In any other field it would be a value: ``Requires-Dist: UNKNOWN`` installs a project of that name."""

VERSIONS = frozenset({"1.0", "1.1", "1.2", "2.0", "2.1", "2.2", "2.3", "2.4", "2.5"})
"""Metadata versions; 2.0 was withdrawn (PEP 426) after wheel had written it for years."""


def canonical(name: str, values: Iterable[str]) -> frozenset[Hashable]:
    """The values of the field ``name``; order and repetition say nothing in any of them."""
    read = CANONICAL.get(name, words)
    return frozenset(read(value) for value in values)


def begins_with(value: str, given: Iterable[str]) -> bool:
    """Whether ``value`` is one of the texts ``given``, whole and word by word, and then more."""
    text = words(value)
    return any(text.startswith(f"{start} ") for start in map(words, given) if len(start) >= WHOLE)


WHOLE = 200
"""Characters from which on a licence is a text and no longer a name: ``MIT`` begins many a lie."""


def plain_text(value: str) -> str:
    """A description without what writing it as a header, or on another system, changes."""
    lines = value.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip(" \t") for line in lines).strip("\n \t")
