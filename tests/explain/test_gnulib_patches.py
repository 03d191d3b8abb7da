"""gnulib's files that the source patches, and those whose head gnulib-tool or rpmbuild writes anew."""

from __future__ import annotations

import pytest

from tallystick.audit import audit
from tallystick.explain.toolchain.known_bytes import BOTH, SHELLS, SINGLE
from tallystick.model import ArtifactKind, Grade, LedgerLine
from tallystick.upstreams import KnownFiles
from tallystick.upstreams.build import Builder, Version
from trees import artifact, source, tree

OURS = b"one\ntwo\nthree\nfour\nfive\nsix\nseven\n"
THEIRS = OURS.replace(b"four\n", b"vier\n")
PATCH = b"""\
--- a/lib/sh-quote.c
+++ b/lib/sh-quote.c
@@ -2,5 +2,5 @@
 two
 three
-four
+vier
 five
 six
"""
LICENCE = b"/* Head.\n\n"
SCRIPT = b"#! /bin/sh\necho\n"


@pytest.fixture(autouse=True)
def published(monkeypatch: pytest.MonkeyPatch) -> None:
    builder = Builder()
    for name, content in (
        ("lib/sh-quote.c", OURS),
        ("lib/new.c", b"first\nsecond\n" + OURS),
        ("lib/dual.c", LICENCE + SINGLE[0] + b"*/\n"),
        ("lib/asked.c", b"#ifdef HAVE_CONFIG_H\n# include <config.h>\n#endif\n"),
    ):
        version = Version(path=name, content=content, first=1, last=20_000)
        builder.add("gnulib", version, is_reworded=True)
    builder.add("config", Version(path="config.sub", content=SCRIPT, first=1, last=20_000))
    known = KnownFiles(builder.packed(), "this test")
    monkeypatch.setattr("tallystick.accounting.shipped", lambda: known)


def line_of(path: str, content: bytes, **held: bytes) -> LedgerLine:
    """What the ledger says of ``path``; ``held`` are more files of the source, ``__`` for a slash."""
    files = {name.replace("__", "/").replace("DOT", "."): text for name, text in held.items()}
    files = {"configure.ac": b"AC_INIT\n", "bootstrap": b"local_gl_dir=gl\n", **files}
    released = artifact(tree({path: content}), ArtifactKind.TARBALL)
    ledger = audit(released, source(tree(files)))
    return next(line for line in ledger.lines if line.path == path)


def patched(content: bytes, patch: bytes) -> LedgerLine:
    return line_of("lib/sh-quote.c", content, **{"gl__lib__sh-quoteDOTcDOTdiff": patch})


def test_a_published_file_after_the_sources_patch_is_upstreams() -> None:
    line = patched(THEIRS, PATCH)
    assert line.grade is Grade.UPSTREAM
    assert line.normalisations[-1] == "patch gl/lib/sh-quote.c.diff applied"


def test_one_line_more_than_the_patch_is_contradicted() -> None:
    assert patched(THEIRS + b"inert\n", PATCH).grade is Grade.CONTRADICTED
    assert patched(THEIRS.replace(b"two\n", b"inert\n"), PATCH).grade is Grade.CONTRADICTED


def test_a_file_without_the_patch_that_it_should_have_is_still_published() -> None:
    assert patched(OURS, PATCH).grade is Grade.UPSTREAM


def test_the_patch_may_be_of_a_file_that_has_moved_on() -> None:
    elsewhere = PATCH.replace(b"@@ -2,5 +2,5 @@", b"@@ -40,5 +40,5 @@")
    assert patched(THEIRS, elsewhere).grade is Grade.UPSTREAM


def test_context_of_the_patch_may_differ_as_for_patch() -> None:
    other = PATCH.replace(b" six\n", b" sechs\n")
    line = patched(THEIRS, other)
    assert line.grade is Grade.UPSTREAM
    assert "with fuzz 1" in line.normalisations[-1]


def test_a_patch_of_another_file_proves_nothing() -> None:
    other = PATCH.replace(b"sh-quote.c", b"other.c")
    assert patched(THEIRS, other).grade is Grade.UNPROVEN


def test_two_licences_in_place_of_one_are_a_named_rewriting() -> None:
    assert line_of("lib/dual.c", LICENCE + BOTH + b"*/\n").grade is Grade.UPSTREAM
    assert line_of("lib/dual.c", LICENCE + BOTH + b"*/ inert();\n").grade is not Grade.UPSTREAM


def test_the_rewriting_for_config_h_is_named() -> None:
    text = b"#if 1\n# include <config.h>\n#endif\n"
    assert line_of("lib/asked.c", text).grade is Grade.UPSTREAM
    assert line_of("lib/asked.c", text + b"inert();\n").grade is not Grade.UPSTREAM


def test_a_packaged_scripts_interpreter_is_read_as_its_own() -> None:
    mangled = SCRIPT.replace(SHELLS[0], b"#!/usr/bin/sh\n")
    assert line_of("config.sub", mangled).grade is Grade.UPSTREAM
    assert line_of("config.sub", mangled + b"inert\n").grade is not Grade.UPSTREAM
    other = SCRIPT.replace(SHELLS[0], b"#!/tmp/sh\n")
    assert line_of("config.sub", other).grade is not Grade.UPSTREAM
