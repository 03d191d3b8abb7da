"""Build files that git ignores and releases carry: the very hole through which xz 5.6.0 was attacked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tallystick.custody.context import Context
from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.ignore_patterns import readable_spec
from tallystick.model.custody import Confidence, Remark

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_TYPICAL = (
    "configure", "aclocal.m4", "Makefile.in", "config.h.in", "ltmain.sh", "install-sh",
    "config.guess", "config.sub",
    "missing", "depcomp", "compile", "m4/libtool.m4", "m4/build-to-host.m4", "m4/ltoptions.m4",
)  # fmt: skip
"""What a tarball of an autotools project carries, and builds run."""

_AUTOTOOLS = ("configure.ac", "configure.in")


def check(context: Context) -> Iterator[Remark]:
    """With a ledger, the entries that a build reads and .gitignore hides; without, what it would hide."""
    ignored = _ignored(context)
    if ignored is None:
        return
    if context.unlisted is not None:
        paths = tuple(sorted(path for path in context.unlisted if ignored.match_file(path)))
        said = "the release carries and a build reads, and git ignores: in no commit, so seen by nobody"
        known = "ledger: entries that the source has nothing for; tree: .gitignore"
    else:
        is_autotools = any(name in context.tree.entries for name in _AUTOTOOLS)
        typical = _TYPICAL if is_autotools else ()
        paths = tuple(
            path
            for path in typical
            if path not in context.tree.entries and ignored.match_file(path)
        )
        said = "autotools put into a release, and git ignores: nobody would see them change"
        known = "tree: .gitignore; a release itself was not looked at"
    if paths:
        yield Remark(
            check="ignored-build-file",
            message=f"{len(paths)} {'file' if len(paths) == 1 else 'files'} that {said}",
            known=known,
            confidence=Confidence.HIGH if context.unlisted is not None else Confidence.MEDIUM,
            paths=paths,
        )


def _ignored(context: Context) -> GitIgnoreSpec | None:
    """All patterns of the source's .gitignore files, each below its own folder (gitignore(5))."""
    lines: list[str] = []
    files = [path for path in context.tree.entries if path.rpartition("/")[2] == ".gitignore"]
    context.tree.reader.prefetch(frozenset(files))
    for path in sorted(files, key=lambda path: path.count("/")):
        try:
            text = context.tree.reader.read(path).decode("utf-8", "surrogateescape")
        except (ContentUnavailable, LimitExceeded):
            continue
        folder = path.rpartition("/")[0]
        lines += [_below(folder, line) for line in text.splitlines()]
    return readable_spec(lines) if lines else None


def _below(folder: str, line: str) -> str:
    """A pattern of a folder's .gitignore, as the root's would say it."""
    bare = line.strip()
    if not folder or not bare or bare.startswith("#"):
        return line
    negated, pattern = ("!", bare[1:]) if bare.startswith("!") else ("", bare)
    anchored = "/" in pattern.rstrip("/")
    return f"{negated}/{folder}/{'' if anchored else '**/'}{pattern.lstrip('/')}"
