"""What goes into the sandbox: the source, and of the artifact only what a proof accounts for."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from msgspec import Struct

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.model import Tree
from tallystick.rebuild.autotools.stated import autoconf_of, automake_of
from tallystick.rebuild.regenerator import Subject
from tallystick.rebuild.trees import files, only, relocated, together

AUXILIARY = frozenset({
    "ar-lib", "compile", "depcomp", "install-sh", "mdate-sh", "missing", "mkinstalldirs", "py-compile",
    "tap-driver.sh", "test-driver", "texinfo.tex", "ylwrap", "INSTALL",
})  # fmt: skip
"""What ``automake --add-missing`` installs by itself (Automake manual, "Auxiliary Programs")."""

REQUIRED = frozenset({"ChangeLog", "NEWS", "README", "AUTHORS", "THANKS", "INSTALL", "COPYING"})
"""Documents that Automake wants to be there (its manual, "Strictness"), and never reads."""

PRESENT = frozenset({"ltmain.sh", "config.rpath"})
"""Scripts that Automake wants to be there, cannot install itself, and never reads."""

STATIC = "aminclude_static.am"
"""What Autoconf Archive's ``AX_AM_MACROS_STATIC`` writes while ``configure.ac`` is read."""

AUTOCONFS = frozenset({"configure", "aclocal.m4", "config.h.in"})
"""What does not depend on how Automake is run."""

COPIED = (".am", ".ac", ".mk")
"""Endings of what Automake copies lines of."""

_FLAGS = re.compile(rb"^ACLOCAL_AMFLAGS[ \t]*\+?=[ \t]*([^\n#]*)", re.MULTILINE)
_FOLDERS = re.compile(rb"^[^#\n]*\bAC_CONFIG_MACRO_DIRS?\b", re.MULTILINE)
_STRICT = re.compile(rb"^AM_INIT_AUTOMAKE\([^)]*\b(?:foreign|gnu|gnits)\b", re.MULTILINE)
_INIT = re.compile(rb"^AC_INIT\(", re.MULTILINE)
_PARENTHESIS = re.compile(rb"[()]")

INIT = 4_096
"""Bytes of a call of ``AC_INIT``: the longest seen has 300."""

_COMMANDS = re.compile(rb"\bm4_e?syscmd(?:_s)?\b|\besyscmd\b")
_SAME_ANYWHERE = re.compile(
    rb"""m4_syscmd\(\[test "\$\{GNULIB_POSIXCHECK\+set\}" = set\]\)"""
    rb"""|m4_esyscmd\(\s*(?:AX_FILE_ESCAPES|AC_REQUIRE\(\[AX_FILE_ESCAPES\]\))"""
    rb"""\s*\[\s*printf "%s" "\$2" >>? "\$1"\s*\]\)"""
    rb"""|\# from AX_AM_MACROS_STATIC on \]m4_esyscmd\(\[LC_ALL=C date\]\)"""
)
"""Commands of which nothing of the machine comes into what is made: whether ``GNULIB_POSIXCHECK`` is
set, which changes what gnulib warns its maintainers of while they develop; what Autoconf Archive writes into
a file; and its date there, which is not compared (``am-macros-date``)."""
_WORD = re.compile(r"[A-Za-z0-9_./=+-]+")

_REMARK = re.compile(rb"(?m)^[ \t]*#.*$|\bdnl\b.*$")
_INCLUDE = re.compile(
    rb"(?<![\w#$])(?:m4_s?include\b|s?include(?=\())(?:\([\s\[]*([\w/+-]*\.[\w./+-]+)[\s\]]*\))?"
)
"""A call that reads a file, with its name where that is no macro (Autoconf manual, "Redefined M4 Macros")."""


class Root(Struct, frozen=True, kw_only=True):
    """A folder with a ``configure`` of its own.

    Attributes:
        folder: in the artifact, with a slash at its end, or "".
        configure_ac: the path of what it was made from, in the artifact's terms.
        autoconf: the version that it names; None: it names none.
        automake: likewise, of what Automake made there.
        flags: what ``aclocal`` is told.
        strict: ``configure.ac`` says how strict Automake is (its manual, "Strictness"), which outweighs its
            command line; where nothing does it is ``--gnu``. ``AUTOMAKE_OPTIONS`` is of one makefile only.
        version_by_command: ``AC_INIT`` runs a command for the version, as git-version-gen is used.
        commands: other commands are run while ``configure`` is made: what comes out may depend on the
            machine.
    """

    folder: str
    configure_ac: str
    autoconf: str | None
    automake: str | None
    flags: tuple[str, ...]
    strict: bool
    version_by_command: bool
    commands: bool

    @property
    def called(self) -> str:
        """The folder, for a person."""
        return self.folder.rstrip("/") or "."


def in_source(path: str, subject: Subject) -> str:
    """The path of the source at which ``path`` of the artifact would stand."""
    subdir = subject.source.subdir
    return f"{subdir}/{path}" if subdir else path


def roots(subject: Subject) -> Iterator[Root]:
    """Each folder of the artifact with a ``configure`` whose ``configure.ac`` the source has."""
    artifact = subject.artifact.tree
    for path in artifact.entries:
        folder, _, name = path.rpartition("/")
        if name != "configure":
            continue
        prefix = f"{folder}/" if folder else ""
        for made_from in ("configure.ac", "configure.in"):
            entry = subject.source.tree.entries.get(in_source(prefix + made_from, subject))
            if entry is not None and not entry.is_link:
                yield _root(prefix, prefix + made_from, subject)
                break


def _root(folder: str, configure_ac: str, subject: Subject) -> Root:
    makefiles = [path for path in subject.artifact.tree.entries if path.endswith("Makefile.in")]
    stated = [f"{folder}aclocal.m4", *(path for path in makefiles if path.startswith(folder))]
    source = text_of(subject.source.tree, in_source(configure_ac, subject))
    makefile_am = text_of(subject.source.tree, in_source(f"{folder}Makefile.am", subject))
    flags = _FLAGS.search(makefile_am)
    words = tuple(flags[1].decode("utf-8", "replace").split()) if flags else ()
    has_m4 = any(path.startswith(f"{folder}m4/") for path in subject.artifact.tree.entries)
    if not words and has_m4 and not _FOLDERS.search(source):
        words = ("-I", "m4")
    versions = (automake_of(text_of(subject.artifact.tree, path)) for path in stated)
    return Root(
        folder=folder,
        configure_ac=configure_ac,
        autoconf=autoconf_of(text_of(subject.artifact.tree, f"{folder}configure")),
        automake=next((version for version in versions if version), None),
        flags=tuple(word for word in words if _WORD.fullmatch(word)),
        strict=_STRICT.search(source) is not None,
        version_by_command=_COMMANDS.search(_init_of(source)) is not None,
        commands=depends_on_the_machine(source.replace(_init_of(source), b""))
        or any(map(depends_on_the_machine, _macros(folder, configure_ac, subject))),
    )


def depends_on_the_machine(text: bytes) -> bool:
    """Whether a command in ``text`` may say something else on another machine."""
    return _COMMANDS.search(_SAME_ANYWHERE.sub(b"", text)) is not None


def _macros(folder: str, configure_ac: str, subject: Subject) -> Iterator[bytes]:
    """The source's own macro files below ``folder`` that Autoconf reads, or may read."""
    read = read_by_autoconf(folder, configure_ac, subject)
    for place, path in own_entries(subject).items():
        is_macros = place.startswith(folder) and place.endswith(".m4")
        if is_macros and (read is None or place in read):
            yield text_of(subject.source.tree, path)


def read_by_autoconf(folder: str, configure_ac: str, subject: Subject) -> frozenset[str] | None:
    """The paths of the artifact that Autoconf is told to read in ``folder``, there or not.

    None where the name of a file is put together. Those of ``aclocal.m4`` are the published one's.
    """
    known = all_known(subject)
    aclocal_m4 = f"{folder}aclocal.m4"
    texts = [text_of(known, configure_ac), text_of(subject.artifact.tree, aclocal_m4)]
    # The last one it reads without being told (Autoconf manual, "Customizing autoconf").
    seen = {configure_ac, aclocal_m4, f"{folder}acsite.m4"}
    while texts:
        for found in _INCLUDE.finditer(_REMARK.sub(b"", texts.pop())):
            if found[1] is None:
                return None
            path = posixpath.normpath(folder + found[1].decode("ascii"))
            if path not in seen:
                seen.add(path)
                texts.append(text_of(known, path))
    return frozenset(seen)


def _init_of(configure_ac: bytes) -> bytes:
    """The call of ``AC_INIT``, up to its closing parenthesis; nothing where it is not found."""
    begin = _INIT.search(configure_ac)
    if begin is None:
        return b""
    depth = 0
    for found in _PARENTHESIS.finditer(configure_ac, begin.start(), begin.start() + INIT):
        depth += 1 if found[0] == b"(" else -1
        if depth == 0:
            return configure_ac[begin.start() : found.end()]
    return b""


def own_entries(subject: Subject) -> dict[str, str]:
    """The project's own files, by the artifact's path for each: none of its submodules'."""
    subdir = f"{subject.source.subdir}/" if subject.source.subdir else ""
    below_submodules = tuple(f"{path}/" for path in subject.source.submodules)
    return {
        path.removeprefix(subdir): path
        for path, entry in subject.source.tree.entries.items()
        if path.startswith(subdir)
        and not path.startswith(below_submodules)
        and not entry.is_gitlink
    }


def given_version(root: Root, subject: Subject) -> str | None:
    """The version that a run is told, as ``make dist`` writes it for scripts that would ask git.

    Only where a tag of the source says it: the artifact's own name is the attacker's.
    """
    version = subject.artifact.version
    said = (*subject.source.tags, subject.source.ref or "")
    if version is None or not root.version_by_command:
        return None
    ends = re.compile(rf"(?:.*[^0-9.])?{re.escape(version)}")
    return version if any(ends.fullmatch(tag) for tag in said) else None


def clean_tree(root: Root, subject: Subject, *, aclocal: bool, aux: bool) -> Tree:
    """The source and the proven part of the artifact, at the artifact's paths.

    Args:
        root: the folder that is made again.
        subject: the audit.
        aclocal: leave ``aclocal.m4`` out: it is made.
        aux: leave in what Automake installs; one that is only a claim is empty, since Automake lists those
            that it finds, and reads none (an old ``ar-lib`` that nobody removed).
    """
    own = own_entries(subject)
    proven = subject.proven
    taken = frozenset(
        path
        for path in proven.entries
        if not (aclocal and path == f"{root.folder}aclocal.m4")
        and (aux or path in own or path.rpartition("/")[2] not in AUXILIARY)
    )
    there = subject.artifact.tree.entries.keys()
    empty = {
        root.folder + name: b""
        for name in REQUIRED
        if root.folder + name in there
        and root.folder + name not in own
        and root.folder + name not in proven.entries
    }
    empty |= {
        path: b""
        for path in there
        if path.startswith(root.folder)
        and path.rpartition("/")[2] in (PRESENT | AUXILIARY if aux else PRESENT)
        and path not in own
        and path not in proven.entries
    }
    version = given_version(root, subject)
    given = {f"{root.folder}.tarball-version": f"{version}\n".encode()} if version else {}
    return together(files(empty | given), relocated(subject.source.tree, own), only(proven, taken))


def all_known(subject: Subject) -> Tree:
    """The source and the proven part of the artifact, at the artifact's paths."""
    return together(relocated(subject.source.tree, own_entries(subject)), subject.proven)


def makefiles(root: Root, subject: Subject) -> tuple[bytes, ...]:
    """The texts below ``root`` that Automake reads, and may copy lines of: the source's, and proven ones."""
    clean = clean_tree(root, subject, aclocal=False, aux=False)
    return tuple(
        text_of(clean, path)
        for path in clean.entries
        if path.startswith(root.folder) and path.endswith(COPIED)
    )


def text_of(tree: Tree, path: str) -> bytes:
    """The content, or nothing where there is none to be had: a version is then not stated."""
    entry = tree.entries.get(path)
    if entry is None or entry.is_link:
        return b""
    try:
        return tree.read(path)
    except (ContentUnavailable, LimitExceeded):
        return b""
