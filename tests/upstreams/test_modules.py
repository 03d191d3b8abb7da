"""Module descriptions of gnulib, and what gnulib-tool makes of them, in one form."""

from __future__ import annotations

from tallystick.upstreams.composed import macro_line, makefile_lines
from tallystick.upstreams.modules import configure_form, makefile_form, sections
from tallystick.upstreams.table import CONDITION, CONFIGURE, MAKEFILE

MODULE = """\
Description:
A header.

Depends-on:
stddef-h        [test $HAVE_X = 0]

configure.ac:
gl_X_H
gl_libdeps="$gl_libdeps x"

Makefile.am:
BUILT_SOURCES += x.h
lib_LDFLAGS += @LT@X
x.h: x.in.h
@NMD@TAB$(MKDIR_P) '%reldir%'
TABsed -e 's|@''GUARD_PREFIX''@|${gl_include_guard_prefix}|g' \\
TAB  $(GNULIB_X)

Include:
"x.h"
""".replace("TAB", "\t")


def texts(kind: bytes) -> set[str]:
    return {section.text for section in sections(MODULE) if section.kind == kind}


def test_a_makefile_section_is_known_with_libtool_and_without() -> None:
    found = texts(MAKEFILE)
    assert any("lib_LDFLAGS += LTX\n" in text for text in found)
    assert any("lib_LDFLAGS" not in text for text in found)
    assert any("\t$(MKDIR_P) '.'\n" in text for text in found)
    assert any("MKDIR_P" not in text for text in found)


def test_what_gnulib_tool_fills_in_is_in_no_form() -> None:
    made = (
        "BUILT_SOURCES += x.h\nx.h: x.in.h\n"
        "\tsed -e 's|@''GUARD_PREFIX''@|SGL|g' \\\n\t  $(SGL_GNULIB_X)\n"
    )
    assert makefile_form(made) in texts(MAKEFILE)


def test_a_recipe_more_is_another_form() -> None:
    made = "BUILT_SOURCES += x.h\nx.h: x.in.h\n\tcat tests/data | sh\n"
    assert makefile_form(made) not in texts(MAKEFILE)


def test_what_configure_does_is_known_as_for_the_tests_too() -> None:
    assert configure_form('  gl_X_H\n\n  gl_libdeps="$gl_libdeps x"\n') in texts(CONFIGURE)
    assert 'gl_X_H\ngltests_libdeps="$gltests_libdeps x"\n' in texts(CONFIGURE)


def test_conditions_of_dependencies_are_known() -> None:
    assert texts(CONDITION) == {"test $HAVE_X = 0\n"}


def test_a_projects_own_names_are_left_out_of_a_line() -> None:
    assert macro_line("  m4_pushdef([AC_LIBOBJ], m4_defn([sgl_LIBOBJ]))", "sgl") == macro_line(
        "  m4_pushdef([AC_LIBOBJ], m4_defn([gl_LIBOBJ]))", "gl"
    )
    assert macro_line('    sgl_libobjs="$sgl_libobjs src/gl/$i.o"', "sgl") == macro_line(
        '    gl_libobjs="$gl_libobjs $i.o"', "gl"
    )


def test_lines_around_modules_are_those_outside_of_their_blocks() -> None:
    text = "A = 1\n## begin gnulib module x\nB = 2\n## end   gnulib module x\nC = \\\n  3\n# d\n"
    assert list(makefile_lines(text)) == ["A = 1", "C = 3"]
