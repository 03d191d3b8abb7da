"""What kind of tarball a release is, and which gnulib it was made with: what to expect of its lines.

``git archive`` packs a commit and nothing else (its id stands in the PAX header); ``make dist`` adds what
autoconf, automake and gnulib-tool make. gnulib's commit is the source's word: a submodule, or a hash in the
script that sets the source up (gnulib manual, "Integration with version control systems").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.explain.context import Context
from tallystick.explain.places import base_name
from tallystick.explain.toolchain.bootstrap import bootstrap_texts
from tallystick.explain.toolchain.generation import window_of
from tallystick.model import ArtifactKind, Evidence

TARBALLS = frozenset({ArtifactKind.TARBALL, ArtifactKind.DEBIAN})

MADE = ("configure", "aclocal.m4", "Makefile.in")
"""What every ``make dist`` of an Autoconf or Automake project adds, if git does not hold it already."""

_HASH = re.compile(r"gnulib\w*[ \t]*[=:][ \t]*[\"']?([0-9a-f]{40})\b", re.IGNORECASE)


def tarball_evidence(context: Context) -> tuple[Evidence, ...]:
    """Lines on the kind of tarball and on gnulib; none for what is no tarball."""
    if context.artifact.kind not in TARBALLS:
        return ()
    return (_kind(context), *_gnulib(context))


def _kind(context: Context) -> Evidence:
    commit = context.artifact.commit
    if commit is not None:
        agrees = None if context.source.commit is None else commit == context.source.commit
        return Evidence(kind="tarball", value=f"git archive of {commit}", agrees=agrees)
    made = _made(context)
    if made:
        said = f"make dist: {', '.join(made)} not in the source"
        return Evidence(kind="tarball", value=said, agrees=None)
    said = "packed by other means: no commit in its header, and nothing that make dist adds"
    return Evidence(kind="tarball", value=said, agrees=None)


def is_git_archive_alone(context: Context) -> bool:
    """Whether the tarball states the audited commit, and holds nothing that ``make dist`` adds."""
    commit = context.artifact.commit
    return commit is not None and commit == context.source.commit and not _made(context)


def _made(context: Context) -> list[str]:
    held = context.artifact.tree.entries
    return [name for name in MADE if name in held and not context.source_has(_own(name, context))]


def _own(name: str, context: Context) -> str:
    return f"{context.source.subdir}/{name}" if context.source.subdir else name


def _gnulib(context: Context) -> Iterator[Evidence]:
    """The commit of gnulib that the source names, beside the days on which the files here were current."""
    named = list(_commits(context))
    window = window_of(context.known, context) if context.known is not None else None
    if window is None:
        return
    days = f"its files in this release were all current from {window[0]} to {window[1]}"
    if not named:
        yield Evidence(kind="gnulib", value=f"no commit named; {days}", agrees=None)
    for commit, where in named:
        yield Evidence(kind="gnulib", value=f"{commit} ({where}); {days}", agrees=None)


def _commits(context: Context) -> Iterator[tuple[str, str]]:
    for path, entry in context.source.tree.entries.items():
        if entry.is_gitlink and base_name(path) == "gnulib":
            yield entry.blob, f"submodule {path}"
    for path, commit in context.source.submodules.items():
        if base_name(path) == "gnulib" and not context.source_has(path):
            yield commit, f"submodule {path}"
    for path, text in bootstrap_texts(context).items():
        found = _HASH.search(text)
        if found is not None:
            yield found[1], path
