"""How each tool is built in the sandbox: scripts of ours, run beside the tools that it needs.

Everything is installed below the tree itself, at a place that is the same for everybody, since the tools keep
the paths that they were configured with.
"""

from __future__ import annotations

from collections.abc import Mapping

from tallystick.model import Tree
from tallystick.rebuild.autotools.catalogue import Recipe
from tallystick.rebuild.running import Runner, failure, log_tail
from tallystick.rebuild.trees import below, files, only, together
from tallystick.sandbox import Command
from tallystick.sandbox.command import TREE

TOOLS = "tools"
"""The folder of the tree below which each tool has a folder of its name."""

SOURCE = "building"
PATCHES = "patches"
SERIES = "debian/patches/series"

PREFIX = f"{TREE}/{TOOLS}"

SEARCH_PATH = ":".join(f"{PREFIX}/{name}/bin" for name in ("m4", "autoconf", "automake"))

_PATCHED = f"""
if test -d ../{PATCHES}/debian/patches; then
  grep -v '^#' ../{PATCHES}/debian/patches/series | while read -r name rest; do
    test -z "$name" || patch -s -f -p1 < "../{PATCHES}/debian/patches/$name" || exit 1
  done || exit 1
  find . -name '*.orig' -exec rm -f {{}} +
fi
find . -exec touch -h -d "@$SOURCE_DATE_EPOCH" {{}} +
"""
"""A Debian package's series (dpkg-source(1), "quilt"). One time for all files, as they came: a patched text
of a manual would have it made again, by tools that are not here."""

_CONFIGURED = f"""
./configure --prefix="$PREFIX" PERL=/usr/bin/perl M4={PREFIX}/m4/bin/m4 EMACS=no EMACSLOADPATH=
make MAKEINFO=true HELP2MAN=true
make MAKEINFO=true HELP2MAN=true install
"""

_M4 = """
./configure --disable-nls --disable-dependency-tracking
make -C lib
make -C src m4
mkdir -p "$PREFIX/bin"
cp src/m4 "$PREFIX/bin/m4"
"""

_AUTOMAKE = """
if test ! -f configure; then
  if test -f bootstrap; then sh ./bootstrap; else sh ./bootstrap.sh; fi
  : >doc/amhello-1.0.tar.gz
  find . -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
fi
./configure --prefix="$PREFIX" PERL=/usr/bin/perl
make MAKEINFO=true -o doc/amhello-1.0.tar.gz
make MAKEINFO=true -o doc/amhello-1.0.tar.gz install
"""
"""A commit holds no ``configure``, and Automake makes its own by itself. The example of
its manual, which takes compilers to pack, is left empty."""

_BISON = """
./configure --prefix="$PREFIX" --disable-nls --disable-dependency-tracking
printf 'include Makefile\\nheaders: $(filter lib/%%,$(BUILT_SOURCES))\\n' >headers.mk
make -f headers.mk headers
make lib/libbison.a src/bison
mkdir -p "$PREFIX/bin" "$PREFIX/share/bison"
cp src/bison "$PREFIX/bin/bison"
cp -R data/* "$PREFIX/share/bison/"
"""
"""Without its manual, which Debian leaves out of the archive. gnulib's headers have to be there first."""

_FLEX = """
./configure --prefix="$PREFIX" --disable-nls --disable-shared --disable-dependency-tracking
make -C src flex
mkdir -p "$PREFIX/bin"
cp src/flex "$PREFIX/bin/flex"
"""

_TEXINFO = """
VERSION=$(sed -n 's/^AC_INIT(\\[GNU Texinfo\\], *\\[\\([0-9A-Za-z.+-]*\\)\\].*/\\1/p' configure.ac)
test -n "$VERSION"
case $VERSION in 6.[0-7]*) SCHEME=http;; *) SCHEME=https;; esac
cd tp
if test -f Texinfo/command_data.txt; then
  perl maintain/regenerate_commands_perl_info.pl Texinfo/Commands.pm <Texinfo/command_data.txt
elif test -f maintain/regenerate_commands_perl_info.pl; then
  perl maintain/regenerate_commands_perl_info.pl <Texinfo/XS/parsetexi/command_data.txt
fi
if test -f maintain/regenerate_perl_options_info.pl; then
  perl maintain/regenerate_perl_options_info.pl Texinfo/Convert/converters_defaults.txt \
    Texinfo/Options.pm <Texinfo/options_data.txt
  perl maintain/generate_code_convert_data.pl Texinfo/Data/default_css_element_class_styles.csv \
    Texinfo/Data/default_direction_strings.csv Texinfo/Data/default_special_unit_info.csv \
    Texinfo/Data/html_style_commands_element.csv perl Texinfo/HTMLData.pm
fi
for file in texi2any.pl Texinfo/ModulePath.pm.in; do
  sed -e "s,@datadir@,$PREFIX/share,g" -e "s,@datarootdir@,$PREFIX/share,g" \
    -e "s,@prefix@,$PREFIX,g" -e "s,@sysconfdir@,$PREFIX/etc,g" \
    -e "s,@libdir@,$PREFIX/lib,g" -e "s,@pkglibdir@,$PREFIX/lib,g" \
    -e "s,@PACKAGE@,texinfo,g" -e "s,@CONVERTER@,texi2any,g" -e "s,@PACKAGE_NAME@,GNU Texinfo,g" \
    -e "s,@PACKAGE_VERSION@,$VERSION,g" -e "s,@TEXINFO_DTD_VERSION@,$VERSION,g" \
    -e "s,@PACKAGE_URL@,$SCHEME://www.gnu.org/software/texinfo/,g" -e "s,@enable_xs@,no,g" \
    -e "s,@ICONV_CONVERTS_EUC_CN@,yes,g" -e "s,@USE_EXTERNAL_[A-Z]*@,no,g" \
    "$file" >"${file%.in}.filled"
done
mv Texinfo/ModulePath.pm.filled Texinfo/ModulePath.pm
rm -rf Texinfo/XS
mkdir -p "$PREFIX/bin"
cp texi2any.pl.filled "$PREFIX/bin/makeinfo"
chmod +x "$PREFIX/bin/makeinfo"
if grep -q @CONVERTER@ texi2any.pl; then data=texi2any; else data=texinfo; fi
mkdir -p "$PREFIX/share/$data"
cp -R Texinfo init maintain/lib ../util/htmlxref.cnf "$PREFIX/share/$data/"
"""
"""``makeinfo`` is Perl: what its ``configure`` and makefile fill in, without the faster parts in C, which
write the same. Its address is Autoconf's: 2.70, with which 6.8 was made, is the first that has https. Its
catalogues are left out, so a manual in another language than English gets English words, and does not come
out the same."""

_LIBTOOL = """
mkdir -p "$PREFIX/share"
cp -R m4 build-aux "$PREFIX/share/"
"""
"""Only what libtoolize copies: a release holds it ready."""

_PACKAGE = f"""
test ! -d usr || cd usr
mkdir -p "$PREFIX/share/aclocal"
cp -R bin share "$PREFIX/"
: >"$PREFIX/share/aclocal/README"
for file in "$PREFIX"/bin/* "$PREFIX"/share/autoconf/autom4te.cfg \\
  "$PREFIX"/share/automake-*/Automake/Config.pm; do
  test ! -f "$file" || sed -i -e "s,/usr/share/\\(autoconf\\|automake\\|aclocal\\),$PREFIX/share/\\1,g" \
    -e "s,/usr/bin/m4,{PREFIX}/m4/bin/m4,g" -e "s,/usr/bin/auto,$PREFIX/bin/auto,g" "$file"
done
for file in "$PREFIX"/bin/*-*; do
  test ! -f "$file" || cp -p "$file" "${{file%-*}}"
done
"""
"""A Debian package of a tool in Perl and m4: built already, and moved from /usr by the paths in it. An empty
folder of other packages' macros would not be kept, and aclocal wants one."""

SCRIPTS: Mapping[str, str] = {
    "m4": _M4,
    "autoconf": _CONFIGURED,
    "automake": _AUTOMAKE,
    "libtool": _LIBTOOL,
    "bison": _BISON,
    "flex": _FLEX,
    "texinfo": _TEXINFO,
}

_LEFT_OUT = ("share/doc/", "share/info/", "share/man/", "share/emacs/")


class BuildFailed(Exception):  # noqa: N818 - caught where the tool is asked for
    """A tool could not be built; the text says why, and ends with the last lines of the log."""


def script(recipe: Recipe) -> bytes:
    """What is run to build ``recipe``."""
    is_package = recipe.archive is not None and recipe.archive.file.endswith(".deb")
    steps = _PACKAGE if is_package else SCRIPTS[recipe.name]
    head = f"set -e\nPREFIX={PREFIX}/{recipe.name}\n"
    if recipe.patches is not None:
        head += f"test -f {PATCHES}/{SERIES}\n"
    return f"{head}cd {SOURCE}\n{_PATCHED}{steps}".encode()


def build(
    recipe: Recipe, source: Tree, patches: Tree | None, needs: Tree, clock: int, runner: Runner
) -> dict[str, tuple[bool, bytes]]:
    """Build ``recipe``.

    Args:
        recipe: the tool.
        source: what it is built from.
        patches: a package's ``debian``, with that folder or as what is in it; None for none.
        needs: the tools that building it takes, each in its folder of :data:`TOOLS`.
        clock: the time of every file.
        runner: runs it.

    Returns:
        the files of the tool below its folder: whether each can be run, and its bytes.

    Raises:
        BuildFailed: it did not succeed.
        TallystickError: as :meth:`tallystick.sandbox.Sandbox.run` raises.
    """
    parts = [needs, below(SOURCE, source), files({"build.sh": script(recipe)})]
    if patches is not None:
        # An archive of one folder is read as what is in it.
        packaged = patches if SERIES in patches.entries else below("debian", patches)
        wanted = frozenset(path for path in packaged.entries if path.startswith("debian/patches/"))
        parts.append(below(PATCHES, only(packaged, wanted)))
    command = Command(
        argv=("sh", "build.sh"), clock=clock, environment={"PATH": f"{SEARCH_PATH}:/usr/bin:/bin"}
    )
    folder = f"{TOOLS}/{recipe.name}/"
    with runner.run(command, together(*parts)) as outcome:
        if not outcome.succeeded:
            raise BuildFailed(f"{failure(outcome)}\n{log_tail(outcome.output)}")
        made = {
            path.removeprefix(folder): (entry.is_executable, outcome.tree.read(path))
            for path, entry in outcome.wrote.entries.items()
            if path.startswith(folder)
            and not entry.is_link
            and not path.removeprefix(folder).startswith(_LEFT_OUT)
        }
    if not made:
        raise BuildFailed("it installed nothing")
    return made
