"""A file that a bundler or a compiler of npm wrote, from a script of the project's own ``package.json``.

The packages are those of the project's lock file, in the versions and by the digests that stand there
(:mod:`tallystick.rebuild.npm`); a package without a lock file is not made again, as nobody knows what was
installed. Scripts are the source's own, tried by their names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.model import LedgerLine
from tallystick.project import table
from tallystick.project.bounded import Malformed, json_object
from tallystick.rebuild.declared_command import Declared, by_commands, places
from tallystick.rebuild.npm.given import given
from tallystick.rebuild.npm.locks import YARN
from tallystick.rebuild.regenerator import Made, NotMade, Subject

ATTEMPTS = 3
"""Scripts of one manifest that are run: each installs its packages anew."""

_KEY = re.compile(r"build|bundle|compile|dist|prepare|prepack|prepublish|release|transpile")
_LIKELY = ("build:prod", "build", "dist", "bundle", "compile", "prepack", "prepare")
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9:._-]{0,60}")


def regenerate(lines: Sequence[LedgerLine], subject: Subject) -> Iterator[Made | NotMade]:
    """See :class:`tallystick.rebuild.regenerator.Regenerate`."""
    yield from by_commands(lines, subject, _is_manifest, _commands)


def _is_manifest(path: str) -> bool:
    return path.rpartition("/")[2] == "package.json"


def _commands(
    manifest: str, group: Sequence[LedgerLine], subject: Subject
) -> Iterator[Declared | NotMade]:
    """The scripts of ``manifest`` that build, the likeliest first."""
    paths = tuple(line.path for line in group)
    folder = manifest.rpartition("/")[0]
    packages = given(subject, subject.source.tree, folder)
    if packages is None:
        yield NotMade(paths=paths, reason=f"no lock file says which packages {manifest} had")
        return
    if packages.folder is None:
        yield NotMade(paths=paths, reason=packages.said)
        return
    wanted = places(group, subject)
    is_yarn = packages.lock.rpartition("/")[2] == YARN
    for script in _scripts(manifest, subject)[:ATTEMPTS]:
        words = ("yarn", script) if is_yarn else ("npm", "run", script)
        yield Declared(
            named=manifest, folder=folder, argv=words, pins=(), wanted=wanted, installs=folder
        )


def _scripts(manifest: str, subject: Subject) -> list[str]:
    """The names of scripts that build."""
    try:
        document = json_object(subject.source.tree.read(manifest), subject.limits)
    except (Malformed, ContentUnavailable, LimitExceeded):
        return []
    found = [
        name for name in table(document, "scripts") if _PLAIN.fullmatch(name) and _KEY.search(name)
    ]
    likely = [name for name in _LIKELY if name in found]
    return [*likely, *sorted((name for name in found if name not in likely), key=len)]
