"""A tarball rolled again: the tools that it names, then ``configure`` and ``make dist``, in the sandbox.

What goes in is the source at its commit and the proven part of the tarball, as for single files: never
another macro, script or makefile. Gnulib, gettext and Libtool copy their files from releases that are known;
those are proven by themselves, and stand there already.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from tallystick.errors import TallystickError
from tallystick.model import Skip
from tallystick.rebuild.archives import Archive, Failed
from tallystick.rebuild.autotools.building import SEARCH_PATH
from tallystick.rebuild.autotools.catalogue import Recipe
from tallystick.rebuild.autotools.inputs import Root, clean_tree, given_version, own_entries, roots
from tallystick.rebuild.autotools.supply import toolchains_of
from tallystick.rebuild.autotools.toolchain import Autotools
from tallystick.rebuild.regenerator import How, Subject
from tallystick.rebuild.running import failure, log_tail
from tallystick.rebuild.trees import below, files, together
from tallystick.sandbox import Command

SOURCE = "source"
OUT = "made"
STEP = f"{OUT}/step"
"""The step that was under way; the last one if all went well."""

MOST = 2
"""Variants of the tools that are tried: as upstream published them, and as Debian patches them."""

HERE = "of this machine"
"""The variant that is tried where no other can be had, and the machine has these versions."""

_SAYS = re.compile(r"^(autoconf|automake) \(GNU [Aa]uto\w+\) (\d[\w.]{0,30})$", re.MULTILINE)

_SCRIPT = """
set -e
TOP=$PWD
mkdir made
cd source
step() {
  name=$1; shift
  echo "$name" >"$TOP/made/step"
  "$@" </dev/null
}
if test -z "$KEEPS" && test -n "$AUTOMAKE_FLAGS"; then step aclocal aclocal $ACLOCAL_WORDS; fi
step autoconf autoconf
if grep -q '^[^#]*\\(AC_CONFIG_HEADER\\|AM_CONFIG_HEADER\\)' configure.ac configure.in 2>/dev/null
then step autoheader autoheader; fi
if test -n "$AUTOMAKE_FLAGS"; then step automake automake $AUTOMAKE_FLAGS; fi
rm -rf autom4te.cache
if test "$TOOLS" = built; then cp -n /usr/share/aclocal/*.m4 "$(aclocal --print-ac-dir)" || :; fi
find . -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
find . -name '*.tar.gz' >"$TOP/before"
step configure ./configure
step dist make dist-gzip
find . -maxdepth 1 -name '*.tar.gz' | grep -v -x -F -f "$TOP/before" | while read -r name
do cp "$name" "$TOP/made/"; done
"""
"""No word of a stranger is in it. One time for all files, so that make makes none of them anew by tools that
are not here. ``dist-gzip`` is there whatever the project packs by default (Automake manual, "The Types of
Distributions"): the container is not compared. The macros of this machine come last, when all that could read
them is made: some ``configure`` only want to see that the maintainer has them."""


class Tools(Struct, frozen=True, kw_only=True):
    """One pair of variants."""

    autoconf: Recipe
    automake: Recipe

    @property
    def said(self) -> tuple[str, ...]:
        """As the ledger names them."""
        return (self.autoconf.said, self.automake.said)


def distributions(subject: Subject) -> Iterator[Archive | Failed]:
    """The tarball, by each variant of the tools that it names; or why there is none, by its step."""
    root = next((one for one in roots(subject) if not one.folder), None)
    if root is None:
        reason = (
            "no configure.ac of the source stands at the top of the tarball, with its configure"
        )
        yield Failed(step="route", reason=reason)
        return
    if root.autoconf is None or root.automake is None:
        lacks = "configure" if root.autoconf is None else "Makefile.in"
        yield Failed(step="toolchain", reason=f"{lacks} does not name the version of its tool")
        return
    tools = toolchains_of(subject)
    pairs = _pairs(root.autoconf, root.automake, tools)
    was_had = False
    for pair in [] if isinstance(pairs, str) else pairs[:MOST]:
        archive = _rolled(root, pair, tools, subject)
        was_had = was_had or not (isinstance(archive, Failed) and archive.step == "toolchain")
        yield archive
    if was_had:
        return
    here = _installed(root.autoconf, root.automake, subject)
    if here is not None:
        yield _rolled(root, here, tools, subject)
    elif isinstance(pairs, str):
        yield Failed(step="toolchain", reason=pairs)


def _pairs(autoconf: str, automake: str, tools: Autotools) -> list[Tools] | str:
    """Variants of both, those of one publisher first; else the one that the catalogue has not."""
    for name, version in (("autoconf", autoconf), ("automake", automake)):
        if not tools.variants(name, version):
            return f"no {name} {version} is in the catalogue of toolchains"
    first, second = tools.variants("autoconf", autoconf), tools.variants("automake", automake)
    pairs = [Tools(autoconf=a, automake=b) for a in first for b in second]
    # Debian patches Autoconf 2.69 and not each Automake that goes with it.
    return sorted(pairs, key=lambda one: one.autoconf.variant != one.automake.variant)


def _installed(autoconf: str, automake: str, subject: Subject) -> Tools | None:
    """The machine's own, if they say that they are the very versions; asked inside, like all that they do.

    A maintainer rolls with what the distribution installs, further macros of its folders among it.
    """
    versions = {"autoconf": autoconf, "automake": automake}
    asked = "; ".join(f"{name} --version" for name in versions)
    command = Command(argv=("sh", "-c", asked), clock=subject.clock)
    try:
        with subject.runner.run(command, files({"empty": b""})) as outcome:
            said = outcome.output.decode("utf-8", "replace")
    except TallystickError:
        return None
    if dict(_SAYS.findall(said)) != versions:
        return None
    first, second = (Recipe(name=n, version=v, variant=HERE) for n, v in versions.items())
    return Tools(autoconf=first, automake=second)


def _rolled(root: Root, pair: Tools, tools: Autotools, subject: Subject) -> Archive | Failed:
    """What one run packed.

    An ``aclocal.m4`` that is proven stays: it may hold macros of the maintainer's machine that are known.
    """
    keeps = f"{root.folder}aclocal.m4" in subject.proven.entries
    automake = f"-a -c {_strictness(root, subject)}".strip()
    steps = [] if keeps else [" ".join(("aclocal", *root.flags))]
    how = How(
        command="; ".join(
            (*steps, "autoconf; autoheader", f"automake {automake}; ./configure; make dist-gzip")
        ),
        tools=(*pair.said, "make and compilers of this machine"),
        adjustments=tuple(_given(root, subject)),
    )
    is_here = pair.autoconf.variant == HERE
    built = files({}) if is_here else tools.together(pair.automake, pair.autoconf)
    if isinstance(built, Skip):
        return Failed(step="toolchain", reason=built.reason, how=how)
    clean = clean_tree(root, subject, aclocal=not keeps, aux=True)
    tree = together(built, below(SOURCE, clean), files({"run.sh": _SCRIPT.encode()}))
    command = Command(
        argv=("sh", "run.sh"),
        clock=subject.clock,
        environment={
            "PATH": f"{SEARCH_PATH}:/usr/bin:/bin",
            "ACLOCAL_WORDS": " ".join(root.flags),
            "KEEPS": "yes" if keeps else "",
            "TOOLS": "installed" if is_here else "built",
            "AUTOMAKE_FLAGS": automake,
            # The old format of tar, which Automake asks for, has no room for the sandbox's user.
            "TAR_OPTIONS": "--owner=0 --group=0",
            "AUTOPOINT": "true",
            "LIBTOOLIZE": "true",
            "GTKDOCIZE": "true",
        },
    )
    try:
        with subject.runner.run(command, tree) as outcome:
            step = "build"
            if STEP in outcome.wrote.entries:
                step = outcome.wrote.read(STEP)[:20].decode("utf-8", "replace").strip()
            if not outcome.succeeded:
                return Failed(
                    step=step if step in STEPS else "build",
                    reason=f"{step}: {failure(outcome)}",
                    log=log_tail(outcome.output),
                    killed_by=outcome.killed_by,
                    how=how,
                )
            packed = [
                path
                for path, entry in outcome.wrote.entries.items()
                if path.startswith(f"{OUT}/") and path.endswith(".tar.gz") and not entry.is_link
            ]
            if len(packed) != 1:
                reason = f"make dist wrote {len(packed)} tarballs"
                return Failed(step="dist", reason=reason, log=log_tail(outcome.output), how=how)
            return Archive(format="tarball", content=outcome.wrote.read(packed[0]), how=how)
    except TallystickError as error:
        return Failed(step="sandbox", reason=str(error), how=how)


_STATED = re.compile(rb"\$\(AUTOMAKE\) --foreign\b")
"""How a ``Makefile.in`` makes itself again: with the strictness that it was made with."""


def _strictness(root: Root, subject: Subject) -> str:
    """The option by which somebody made it less strict than it says by itself; mostly none."""
    path = f"{root.folder}Makefile.in"
    entry = subject.artifact.tree.entries.get(path)
    if root.strict or entry is None or entry.is_link:
        return ""
    return "--foreign" if _STATED.search(subject.artifact.tree.read(path)) else ""


STEPS = frozenset({"aclocal", "autoconf", "autoheader", "automake", "configure", "dist"})
"""Where it may fail."""


def _given(root: Root, subject: Subject) -> Iterator[str]:
    """In words what the source does not hold."""
    version = given_version(root, subject)
    if version is not None:
        yield f"the version {version} of the tag was given: no .git is in the sandbox"
    beside = len(subject.proven.entries.keys() - own_entries(subject).keys())
    if beside:
        yield f"{beside} files that the artifact has and that are proven stood in the tree"
