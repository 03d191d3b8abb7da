"""What a project's build may run, read and change: a small list that people review.

It is started from a build that somebody looked at (``--init``), kept beside the packaging, and held
against the next version's build (``--permissions``): what that needs more is shown line by line. It never
takes an alarm back, and is never looked for in the tree that is built: that is the other side's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from msgspec import Struct

from tallystick.errors import UsageError
from tallystick.limits import Limits
from tallystick.project.bounded import Malformed, toml
from tallystick.watch.subject import Subject

SECTIONS = {
    "run": "programs of the machine, by the phase of the build",
    "read": "opaque files and test data of the source, and the programs that read them",
    "change": "files of the source that are other ones after the build, and who wrote them",
}
"""Each section, and what stands in it."""

HEAD = """\
# What the build of this project may do: `tallystick watch --permissions THIS -- …` says what it does besides.
# Written by `tallystick watch --init`; read it before you keep it.
"""


class Permissions(Struct, frozen=True, kw_only=True):
    """A permission set: by section, by key, the names that are allowed."""

    sections: Mapping[str, Mapping[str, frozenset[str]]]

    def beyond(self, allowed: Permissions) -> Iterator[str]:
        """What is needed here and not in ``allowed``, one line each, as it would stand in the file."""
        for section, keys in self.sections.items():
            for key, names in sorted(keys.items()):
                more = names - allowed.sections.get(section, {}).get(key, frozenset())
                if more:
                    yield f"[{section}] {_line(key, more)}"


def needed(subject: Subject) -> Permissions:
    """What the watched build did."""
    return Permissions(
        sections={
            "run": _gathered(
                (subject.phase(run), run.name)
                for run in subject.graph.runs
                if not run.is_fork and run.program.startswith(("/usr/", "/bin/", "/sbin/"))
            ),
            "read": _gathered(
                (name, run.name)
                for path, runs in subject.graph.readers.items()
                if (name := subject.inside(path)) is not None
                and (subject.is_opaque(path) or subject.is_test_data(path))
                for run in runs
            ),
            "change": _gathered(
                (name, written.run.name)
                for path, writers in subject.graph.writers.items()
                if (name := subject.inside(path)) is not None
                and subject.is_source(path)
                and path not in subject.unchanged
                for written in writers
            ),
        }
    )


def as_toml(permissions: Permissions) -> str:
    """The file that :func:`read_permissions` reads; the same permissions give the same bytes."""
    lines = [HEAD]
    for section, says in SECTIONS.items():
        lines += [f"[{section}]  # {says}"]
        keys = permissions.sections.get(section, {})
        lines += [_line(key, names) for key, names in sorted(keys.items())]
        lines.append("")
    return "\n".join(lines).rstrip("\n")


def read_permissions(content: bytes, limits: Limits) -> Permissions:
    """The permissions in a file.

    Raises:
        UsageError: it is no such file: a section or a value that cannot be meant.
    """
    try:
        document = toml(content, limits)
    except Malformed as error:
        raise UsageError(f"no permissions: {error}") from None
    sections: dict[str, dict[str, frozenset[str]]] = {}
    for section, keys in document.items():
        if section not in SECTIONS or not isinstance(keys, dict):
            raise UsageError(f"no permissions: [{section}] is none of {', '.join(SECTIONS)}")
        sections[section] = {key: _names(key, names) for key, names in keys.items()}
    return Permissions(sections=sections)


def _names(key: str, names: object) -> frozenset[str]:
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise UsageError(f"no permissions: {key} is no list of names")
    return frozenset(names)


def _gathered(pairs: Iterator[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for key, name in pairs:
        found.setdefault(_plain(key), set()).add(_plain(name))
    return {key: frozenset(names) for key, names in found.items()}


def _plain(text: str) -> str:
    r"""Bytes that are no text become ``\xNN``, and a backslash two, as in the ledger."""
    doubled = text.replace("\\", "\\\\").encode("utf-8", "surrogateescape")
    return doubled.decode("utf-8", "backslashreplace")


def _line(key: str, names: frozenset[str]) -> str:
    # A string of JSON is a basic string of TOML, if it has no surrogate and no DEL (TOML 1.0, "String").
    quoted = [
        json.dumps(word, ensure_ascii=False).replace("\x7f", "\\u007f")
        for word in (key, *sorted(names))
    ]
    return f"{quoted[0]} = [{', '.join(quoted[1:])}]"
