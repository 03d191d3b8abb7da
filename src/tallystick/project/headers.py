"""A core metadata file as headers and a body, with nothing between the lines.

https://packaging.python.org/en/latest/specifications/core-metadata/ : the format is that of e-mail
headers "as the compat32 policy of ``email.parser`` reads them". Readers in other languages disagree
with that parser about odd input, so a file that says something only to some of them is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.parser import HeaderParser
from email.policy import compat32

from msgspec import Struct

from tallystick.limits import Limits
from tallystick.project.bounded import Malformed, text

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")
"""What no honest header holds, and what some readers take for the end of a line."""

_ENDS_A_HEADER = re.compile(r"\r(?:[\w-]+:|\r|\n|\Z)")
"""``email.parser`` ends lines at a lone carriage return, too; readers in other languages do not."""


class Headers(Struct, frozen=True, kw_only=True):
    """The lines of a core metadata file.

    Attributes:
        fields: values by lower-case name, in the order of the file; continued lines keep their
            line feeds, without their indent.
        body: what follows the blank line.
    """

    fields: Mapping[str, tuple[str, ...]]
    body: str

    def one(self, name: str) -> str | None:
        """The value of a field that stands once; None if it is absent."""
        values = self.fields.get(name, ())
        return values[0] if len(values) == 1 else None


def read_headers(content: bytes, limits: Limits) -> Headers:
    """``content`` taken apart.

    Raises:
        Malformed: not UTF-8, or a byte of it is in no header and not in the body.
    """
    source = text(content, limits).replace("\r\n", "\n")
    message = HeaderParser(policy=compat32).parsestr(source)
    items = [(name, str(value)) for name, value in message.items()]
    body = str(message.get_payload())
    head = "".join(f"{name}: {value}\n" for name, value in items)
    if "".join(source.split()) != "".join(f"{head}{body}".split()):
        raise Malformed("a line that is no header stands before the body")
    ended = _ENDS_A_HEADER.search(source[: len(source) - len(body)])
    if ended is not None:
        where = source[max(0, ended.start() - 40) : ended.end() + 60]
        raise Malformed(f"a carriage return ends a header, which only some readers see: {where!r}")
    fields: dict[str, list[str]] = {}
    for name, value in items:
        if found := _CONTROL.search(_TOLERATED.get(name, _NOTHING).sub("", value)):
            raise Malformed(f"{name} holds the control character {found.group()!r}")
        fields.setdefault(name.lower(), []).append(_unindent(value))
    return Headers(fields={name: tuple(values) for name, values in fields.items()}, body=body)


_NOTHING = re.compile(r"(?!)")
_TOLERATED = {
    "Description": re.compile(r"\r"),
    # Between pages of the GNU licences, which setuptools writes whole; never before what reads as a header.
    "License": re.compile(r"\f(?![ \t]*[\w-]+:)"),
}
"""Control characters of honest texts, by field."""


def _unindent(value: str) -> str:
    """Continued lines without the eight columns that ``rfc822_escape`` of distutils puts before.

    PEP 345 has seven blanks and a bar instead, pyproject-metadata nine blanks; more than nine before
    every line are eight, and a text that is itself indented.
    """
    first, *rest = value.split("\n")
    deep = min((len(line) - len(line.lstrip(" ")) for line in rest if line.strip()), default=0)
    for indent in ("       |", " " * 9, " " * 8):
        if len(indent) == 9 and deep > 9:  # noqa: PLR2004 - the nine of pyproject-metadata
            continue
        if rest and all(line.startswith(indent) for line in rest if line.strip()):
            return "\n".join([first, *(line[len(indent) :] for line in rest)])
    return "\n".join([first, *(line.lstrip() for line in rest)])
