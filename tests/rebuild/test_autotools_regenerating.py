"""autotools: the honest come out the same; what an attacker changed is contradicted, and never run."""

from __future__ import annotations

import pytest

from tallystick.model import Grade, Tree, VerdictValue
from toolchains import (
    AUTOCONF,
    AUTOMAKE,
    CONFIGURE_AC,
    PROJECT,
    autotools,
    ledger,
    line_of,
    made,
    variant,
)

pytestmark = pytest.mark.first

GENERATED = ("configure", "aclocal.m4", "config.h.in", "Makefile.in")


@pytest.fixture(scope="module")
def released() -> dict[str, str | bytes]:
    """What ``make dist`` packs: the project, and what the tools made and installed."""
    return {**PROJECT, **made(PROJECT)}


@pytest.fixture(scope="module", autouse=True)
def both_variants() -> None:
    """Only where every known variant was tried is another outcome a contradiction."""
    for name, version in (("autoconf", AUTOCONF), ("automake", AUTOMAKE)):
        for which in ("pristine", "debian"):
            variant(name, version, which)


def test_what_the_tools_make_is_accepted(released: dict[str, str | bytes]) -> None:
    found = ledger(released, PROJECT)
    assert found.verdict is not None
    assert found.verdict.value is VerdictValue.ACCEPTED, found.verdict.reasons
    for path in ("configure", "config.h.in", "Makefile.in"):
        assert line_of(found, path).grade is Grade.REGENERATED
        assert "autoconf 2.71 (pristine), automake 1.16.5 (pristine)" in str(
            line_of(found, path).evidence
        )


def test_what_a_distributions_patched_tools_make_is_accepted() -> None:
    found = ledger({**PROJECT, **made(PROJECT, "debian")}, PROJECT)
    assert found.verdict is not None
    assert found.verdict.value is VerdictValue.ACCEPTED, found.verdict.reasons


def test_a_variant_is_another_tool_than_the_pristine_one() -> None:
    for name, version in (("autoconf", AUTOCONF), ("automake", AUTOMAKE)):
        tools = [autotools().get(variant(name, version, w)) for w in ("pristine", "debian")]
        contents = [
            {path: tool.entries[path].blob for path in tool.entries}
            for tool in tools
            if isinstance(tool, Tree)
        ]
        assert len(contents) == 2
        assert contents[0] != contents[1]


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("configure", b"\nac_dir=", b"\neval `sed -n 7p tests/files/bad-3` # inert\nac_dir="),
        ("configure", b"ac_abs_confdir", b"ac_abs_confdlr"),
        ("Makefile.in", b"\nall: ", b"\nnotch:\n\t:\nall: "),
        ("config.h.in", b"#undef NOTCH", b"#define NOTCH 2"),
    ],
    ids=["line-more-in-configure", "letter-in-configure", "rule-more-in-Makefile", "config.h.in"],
)
def test_a_changed_output_is_rejected_with_its_hunk(
    released: dict[str, str | bytes], path: str, before: bytes, after: bytes
) -> None:
    content = released[path]
    assert isinstance(content, bytes)
    changed = content.replace(before, after, 1)
    if changed == content:  # a word that this version of the tool does not write
        changed = content.replace(b"\n", b"\n" + after.strip(b"\n") + b"\n", 30)
    found = ledger({**released, path: changed}, PROJECT)
    line = line_of(found, path)
    assert line.grade is Grade.CONTRADICTED
    assert line.delta is not None
    assert found.verdict is not None
    assert found.verdict.value is VerdictValue.REJECTED
    assert found.verdict.reasons[0].paths[0] == path


def test_commands_that_the_sources_configure_ac_does_not_have_are_rejected(
    released: dict[str, str | bytes],
) -> None:
    planted = CONFIGURE_AC.replace(
        "AC_OUTPUT", "AC_CONFIG_COMMANDS([build-to-host], [: inert | $SHELL])\nAC_OUTPUT"
    )
    planted_for = made({**PROJECT, "configure.ac": planted})
    found = ledger({**released, "configure": planted_for["configure"]}, PROJECT)
    assert line_of(found, "configure").grade is Grade.CONTRADICTED
    assert "build-to-host" in str(line_of(found, "configure").delta)


def test_an_unverified_macro_file_is_never_read(released: dict[str, str | bytes]) -> None:
    """CVE-2024-3094: regenerating from the tarball's own m4 gives the tarball's own configure."""
    reviewed = {
        **PROJECT,
        "configure.ac": CONFIGURE_AC.replace("STICK", "gl_BUILD_TO_HOST([x])\nSTICK", 1),
    }
    loader = (
        "# build-to-host.m4 serial 30\nAC_DEFUN([gl_BUILD_TO_HOST],\n"
        "[m4_esyscmd([echo ran >/build/tree/source/ran])AC_CONFIG_COMMANDS([build-to-host], [: inert])])\n"
    )
    theirs = {**reviewed, "m4/build-to-host.m4": loader}
    found = ledger({**released, **theirs, **made(theirs)}, reviewed)
    assert line_of(found, "m4/build-to-host.m4").grade in {Grade.CONTRADICTED, Grade.UNEXPLAINED}
    configure = line_of(found, "configure")
    assert not configure.grade.is_proof
    assert "m4/build-to-host.m4" in str(configure.evidence)
    assert found.verdict is not None
    assert found.verdict.value is VerdictValue.REJECTED


def test_a_macro_file_that_autoconf_does_not_read_keeps_no_contradiction_back(
    released: dict[str, str | bytes],
) -> None:
    """Autotest's ``package.m4`` is read for a test suite, and nobody accounts for it."""
    configure = released["configure"]
    assert isinstance(configure, bytes)
    planted = configure.replace(b"\nac_dir=", b"\n: inert\nac_dir=", 1)
    packed = {
        **released,
        "configure": planted if planted != configure else b"#!/bin/sh\n: inert\n" + configure,
        "tests/package.m4": "m4_define([AT_PACKAGE_NAME], [stick])\n",
    }
    found = ledger(packed, PROJECT)
    assert not line_of(found, "tests/package.m4").grade.is_proof
    assert line_of(found, "configure").grade is Grade.CONTRADICTED


@pytest.mark.parametrize(
    "call", ["m4_sinclude([local.m4])", "m4_sinclude(m4_join([.], [local], [m4]))"]
)
def test_one_that_it_would_have_read_does(call: str) -> None:
    """An honest release may have been made with it: then nothing is said against its ``configure``."""
    reviewed = {
        **PROJECT,
        "configure.ac": CONFIGURE_AC.replace("AC_PROG_CC", f"{call}\nAC_PROG_CC"),
    }
    local = {"local.m4": "AC_DEFINE([LOCAL], [1], [Whether it is.])\n"}
    packed: dict[str, str | bytes] = {**reviewed, **local, **made({**reviewed, **local})}
    found = ledger(packed, reviewed)
    assert not line_of(found, "local.m4").grade.is_proof
    assert line_of(found, "configure").grade is Grade.UNPROVEN
    assert "local.m4" in str(line_of(found, "configure").evidence)


WITH_MAKEFILE_OF_MACROS = {
    **PROJECT,
    "configure.ac": CONFIGURE_AC.replace(
        "AC_PROG_CC", "STICK_WRITES([aminclude_static.am], [COVERAGE = no])\nAC_PROG_CC"
    ),
    "Makefile.am": f"{PROJECT['Makefile.am']}include $(top_srcdir)/aminclude_static.am\n",
    "m4/writes.m4": """\
AC_DEFUN([AX_FILE_ESCAPES], [])
AC_DEFUN([STICK_WRITES], [
m4_esyscmd(
AC_REQUIRE([AX_FILE_ESCAPES])
[
printf "%s" "$2" > "$1"
])
])
""",
}
"""A macro writes a makefile while ``configure.ac`` is read; Automake reads that then (Autoconf Archive)."""


@pytest.fixture(scope="module")
def with_makefile_of_macros() -> dict[str, str | bytes]:
    return {**WITH_MAKEFILE_OF_MACROS, **made(WITH_MAKEFILE_OF_MACROS)}


def test_a_makefile_that_a_macro_writes_keeps_no_contradiction_back(
    with_makefile_of_macros: dict[str, str | bytes],
) -> None:
    found = ledger(with_makefile_of_macros, WITH_MAKEFILE_OF_MACROS)
    assert line_of(found, "aminclude_static.am").grade is Grade.REGENERATED
    assert line_of(found, "Makefile.in").grade is Grade.REGENERATED
    makefile = with_makefile_of_macros["Makefile.in"]
    assert isinstance(makefile, bytes)
    planted = makefile.replace(b"\nall: ", b"\nall: notch\nnotch:\n\t: inert\nall: ", 1)
    assert planted != makefile
    found = ledger({**with_makefile_of_macros, "Makefile.in": planted}, WITH_MAKEFILE_OF_MACROS)
    assert line_of(found, "Makefile.in").grade is Grade.CONTRADICTED


def test_what_is_planted_in_it_is_rejected_there_and_proves_no_makefile(
    with_makefile_of_macros: dict[str, str | bytes],
) -> None:
    planted = b"all: notch\nnotch:\n\t: inert\n"
    packed = {
        path: with_makefile_of_macros[path] + planted  # type: ignore[operator]
        for path in ("aminclude_static.am", "Makefile.in")
    }
    found = ledger({**with_makefile_of_macros, **packed}, WITH_MAKEFILE_OF_MACROS)
    assert line_of(found, "aminclude_static.am").grade is Grade.CONTRADICTED
    assert not line_of(found, "Makefile.in").grade.is_proof
    assert found.verdict is not None
    assert found.verdict.value is VerdictValue.REJECTED


def test_a_script_that_automake_only_wants_to_be_there_hides_no_makefile() -> None:
    configure_ac = CONFIGURE_AC.replace("AC_OUTPUT", "AC_REQUIRE_AUX_FILE([ltmain.sh])\nAC_OUTPUT")
    assert configure_ac != CONFIGURE_AC
    project = {**PROJECT, "configure.ac": configure_ac}
    packed = made({**project, "ltmain.sh": ""}) | {"ltmain.sh": "#! /bin/sh\n: what nobody knows\n"}
    found = ledger({**project, **packed}, project)
    assert not line_of(found, "ltmain.sh").grade.is_proof
    assert line_of(found, "Makefile.in").grade is Grade.REGENERATED


def test_an_old_file_of_automakes_that_makefile_in_lists_is_no_contradiction() -> None:
    """gzip 1.12: ``ar-lib`` of ten years before, which nothing in it asks for."""
    old = {"ar-lib": "#! /bin/sh\n: of years before\n"}
    found = ledger({**PROJECT, **old, **made({**PROJECT, **old})}, PROJECT)
    assert not line_of(found, "ar-lib").grade.is_proof
    assert line_of(found, "Makefile.in").grade is Grade.REGENERATED


def test_a_version_that_never_existed_is_named(released: dict[str, str | bytes]) -> None:
    content = released["configure"]
    assert isinstance(content, bytes)
    configure = content.replace(b"Autoconf 2.71", b"Autoconf 2.71.828", 1)
    found = ledger({**released, "configure": configure}, PROJECT)
    line = line_of(found, "configure")
    assert line.grade is Grade.UNPROVEN
    assert "no Autoconf 2.71.828 is in the catalogue" in str(line.evidence)
    assert any("2.71.828" in skip.reason for skip in found.skips)


def test_an_automake_that_is_not_here_does_not_hide_a_changed_configure(
    released: dict[str, str | bytes],
) -> None:
    """With a proven ``aclocal.m4`` Automake has no say in it; of its own output nothing is known."""
    files = dict(released)
    for path in ("aclocal.m4", "Makefile.in"):
        content = released[path]
        assert isinstance(content, bytes)
        files[path] = content.replace(b"1.16.5 ", b"1.16.77 ", 1)
    configure = released["configure"]
    assert isinstance(configure, bytes)
    honest = ledger(files, PROJECT)
    assert line_of(honest, "configure").grade is Grade.REGENERATED
    assert line_of(honest, "Makefile.in").grade is Grade.UNPROVEN
    found = ledger({**files, "configure": configure + b": inert\n"}, PROJECT)
    assert line_of(found, "configure").grade is Grade.CONTRADICTED


def test_a_configure_of_50_megabytes_is_rejected(released: dict[str, str | bytes]) -> None:
    content = released["configure"]
    assert isinstance(content, bytes)
    found = ledger({**released, "configure": content + b"# notch\n" * 6_250_000}, PROJECT)
    assert line_of(found, "configure").grade is Grade.CONTRADICTED


def test_a_macro_that_never_ends_is_stopped(
    released: dict[str, str | bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tallystick.rebuild.autotools.running.SECONDS", 4)
    monkeypatch.setattr("tallystick.rebuild.autotools.tracing.SECONDS", 4)
    endless = {**PROJECT, "configure.ac": CONFIGURE_AC + "m4_define([again], [again])again\n"}
    found = ledger({**released, **endless}, endless)
    line = line_of(found, "configure")
    assert line.grade is Grade.UNPROVEN
    assert "it was ended after" in str(line.evidence)


def test_each_of_two_configures_is_made_from_its_own_folder(
    released: dict[str, str | bytes],
) -> None:
    nested = {f"inner/{path}": content for path, content in released.items()}
    reviewed = {**PROJECT, **{f"inner/{path}": content for path, content in PROJECT.items()}}
    found = ledger({**released, **nested}, reviewed)
    assert line_of(found, "configure").grade is Grade.REGENERATED
    assert line_of(found, "inner/configure").grade is Grade.REGENERATED


def test_a_second_configure_that_the_source_knows_nothing_of_is_rejected(
    released: dict[str, str | bytes],
) -> None:
    found = ledger({**released, "inner/configure": released["configure"]}, PROJECT)
    assert not line_of(found, "inner/configure").grade.is_proof
    assert line_of(found, "configure").grade is Grade.REGENERATED
    assert found.verdict is not None
    assert found.verdict.value is VerdictValue.REJECTED


def test_a_definition_of_the_attackers_in_aclocal_m4_is_not_believed(
    released: dict[str, str | bytes],
) -> None:
    """A kept ``aclocal.m4`` is an input, so it has to be proven; and this one makes its own configure."""
    theirs = {
        **PROJECT,
        "m4/notch.m4": "AC_DEFUN([STICK_NOTCH], [AC_DEFINE([NOTCH], [2], [Two.])])\n",
    }
    planted = made(theirs)
    content = released["aclocal.m4"]
    assert isinstance(content, bytes)
    aclocal = content + b"AC_DEFUN([AM_INIT_AUTOMAKE], [: inert])\n"
    found = ledger({**released, "aclocal.m4": aclocal, "configure": planted["configure"]}, PROJECT)
    assert line_of(found, "aclocal.m4").grade is Grade.CONTRADICTED
    assert not line_of(found, "configure").grade.is_proof
