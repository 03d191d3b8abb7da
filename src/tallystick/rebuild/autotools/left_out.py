"""What the tools were not shown, since nothing accounts for it, and could have read for an output.

It holds a contradiction back: an honest release may have been made with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fnmatch import fnmatchcase

from tallystick.rebuild.autotools.inputs import Root, read_by_autoconf
from tallystick.rebuild.regenerator import Subject

READ = ("*.m4", "*.ac", "*.am", "*/configure.in", "configure.in")
"""What Autoconf, aclocal and Automake read."""

_AUTOCONF_READS = frozenset({"configure", "config.h.in"})
"""What is made of ``configure.ac`` and ``aclocal.m4``, and of no makefile."""


def left_out(
    path: str, root: Root, subject: Subject, *, macros_known: bool, same: Collection[str]
) -> tuple[str, ...]:
    """The paths below ``root`` that nothing accounts for, and that a tool could have read for ``path``.

    Args:
        path: the output.
        root: its folder.
        subject: the audit.
        macros_known: ``aclocal.m4`` is proven. Then Autoconf reads that and ``configure.ac``, and of other
            files those that these include, or macros of theirs do.
        same: what the same run wrote, and came out the same: the next step read it (``aminclude_static.am``).
    """
    unknown = [one for one in _unverified(root, subject) if one != path and one not in same]
    if not unknown or not macros_known or path.rpartition("/")[2] not in _AUTOCONF_READS:
        return tuple(unknown)
    read = read_by_autoconf(root.folder, root.configure_ac, subject)
    return tuple(one for one in unknown if read is None or one in read)


def _unverified(root: Root, subject: Subject) -> Iterator[str]:
    """What the tools would read below ``root``, and nothing accounts for."""
    for path, line in subject.lines.items():
        if (
            path.startswith(root.folder)
            and not line.grade.is_proof
            and path != f"{root.folder}aclocal.m4"
            and any(fnmatchcase(path, pattern) for pattern in READ)
        ):
            yield path
