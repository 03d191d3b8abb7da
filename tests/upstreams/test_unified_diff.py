"""Patches, read strictly and applied without fuzz; held against diff and patch themselves."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.upstreams.unified_diff import (
    MAX_BYTES,
    MAX_HUNKS,
    MalformedPatch,
    read_patch,
)

LINES = st.lists(
    st.sampled_from(["a\n", "b\n", "\n", "c\r\n", "-- d\n", "+\n", "@@\n"]), max_size=12
)


def unified(old: list[str], new: list[str], context: int = 3) -> bytes:
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for line in difflib.unified_diff(old, new, "a/x", "b/x", n=context)
    ).encode()


@given(old=LINES, new=LINES, context=st.integers(min_value=0, max_value=3), cut=st.booleans())
def test_what_diff_writes_leads_from_one_text_to_the_other(
    old: list[str], new: list[str], context: int, cut: bool
) -> None:
    if cut and new:
        new[-1] = new[-1].rstrip("\n") or "end"
    changes = read_patch(unified(old, new, context))
    if old == new:
        assert changes == ()
        return
    assert [(change.old, change.new) for change in changes] == [(b"a/x", b"b/x")]
    assert changes[0].applied("".join(old).encode()) == "".join(new).encode()


@given(LINES.filter(bool), LINES)
def test_a_patch_is_not_applied_to_another_text(old: list[str], new: list[str]) -> None:
    for change in read_patch(unified(old, new)):
        assert change.applied(b"something else\n" + "".join(old).encode()) is None


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for hostile in (content, b"--- a/x\n+++ b/x\n@@ -1 +1 @@\n" + content):
        try:
            read_patch(hostile)
        except MalformedPatch:
            continue


@pytest.mark.parametrize(
    "text",
    [
        b"--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-a\n+b\n",
        b"--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n-b\n+c\n",
        b"--- a/x\n+++ b/x\n@@ -1,999999999 +1 @@\n-a\n",
        b"--- a/x\n+++ b/x\n@@ -1 +1\n-a\n+b\n",
        b"--- a/x\n+++ b/x\n",
        b"@@ -1 +1 @@\n-a\n+b\n",
        b"diff --git a/x b/x\nGIT binary patch\nliteral 3\n",
        b"x" * (MAX_BYTES + 1),
        b"--- a/x\n+++ b/x\n" + b"@@ -1 +1 @@\n-a\n+b\n" * (MAX_HUNKS + 1),
    ],
)
def test_what_is_not_what_its_head_says_is_refused(text: bytes) -> None:
    with pytest.raises(MalformedPatch):
        read_patch(text)


def test_hunks_that_overlap_or_go_back_are_not_applied() -> None:
    change = read_patch(b"--- a/x\n+++ b/x\n" + b"@@ -1 +1 @@\n-a\n+a\n" * 2)[0]
    assert change.applied(b"a\n") is None


def test_a_mail_with_a_rename_and_a_change_holds_both() -> None:
    text = (
        b"From 0123 Mon Sep 17\nSubject: [PATCH] move\n---\n one | 2\n\n"
        b"diff --git a/one b/two\nsimilarity index 100%\nrename from one\nrename to two\n"
        b"diff --git a/x b/x\nindex 1..2 100644\n--- a/x\n+++ b/x\n@@ -1 +1 @@ def f\n-a\n+b\n-- \n2.39.5\n"
    )
    first, second = read_patch(text)
    assert (first.old, first.new, first.hunks) == (b"a/one", b"b/two", ())
    assert second.applied(b"a\n") == b"b\n"
