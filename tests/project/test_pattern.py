"""Patterns of a project, matched as ``re`` matches them, within a number of steps."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.project.pattern import NotFollowed, Pattern, Steps

PLENTY = 1_000_000

LETTERS = st.sampled_from(
    ["a", "b", r"\w", r"\d", "[ab]", "[^a]", r"\n", ".", "A", r"\.", "[a-c0-9]", "_"]
)
EDGES = st.sampled_from(
    ["^", "$", r"\b", r"\B", r"\A", r"\Z", "(?=a)", "(?!b)", "(?<=a)", "(?<!ab)"]
)
MARKS = st.sampled_from(["*", "+", "?", "*?", "+?", "??", "{2}", "{1,3}", "{,2}?", "{2,}"])


def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map("|".join).map("({})".format),
        inner.map("({})".format),
        inner.map("(?:{})".format),
        st.tuples(inner.map("(?:{})".format), MARKS).map("".join),
    )


PATTERNS = st.recursive(st.one_of(LETTERS, EDGES), larger, max_leaves=6)
TEXTS = st.text(alphabet="aabbcA1 \n._ß", min_size=1, max_size=12)
FLAGS = st.sampled_from(
    [
        0,
        re.IGNORECASE,
        re.MULTILINE,
        re.DOTALL,
        re.MULTILINE | re.DOTALL,
        re.IGNORECASE | re.MULTILINE | re.DOTALL,
    ]
)


@given(pattern=PATTERNS, text=TEXTS, flags=FLAGS)
@settings(max_examples=400, deadline=None)
def test_a_pattern_matches_as_re_matches_it(pattern: str, text: str, flags: int) -> None:
    try:
        ours = Pattern.of(pattern, flags)
    except NotFollowed:
        return
    found, expected = ours.search(text, Steps(PLENTY)), re.search(pattern, text, flags)
    assert (found is None) == (expected is None)
    if found is not None and expected is not None:
        groups = [found.group(number) for number in range(ours.tree.groups + 1)]
        assert (found.start, groups) == (expected.start(), [expected[0], *expected.groups()])
    assert ours.replaced(r"<\g<0>>", text, Steps(PLENTY)) == re.sub(
        pattern, r"<\g<0>>", text, flags=flags
    )


@pytest.mark.parametrize(
    ("pattern", "flags", "replacement", "text"),
    [
        (r"#(\d+)", 0, r"[#\1](https://example.invalid/\1)", "fixes #12 and #34"),
        (r"\n(###.+?\n)## ", re.DOTALL, r"\1", "# A\n\n### B\ntext\n## C\n"),
        (r'src="(docs/img/.*?)"', 0, r'src="https://x/\1"', '<img src="docs/img/a.png" src="b">'),
        (
            r"^\.\. raw:: html.*?^(?=\w)",
            re.DOTALL | re.MULTILINE,
            "",
            "a\n\n.. raw:: html\n\n   <p>\n\nb\n",
        ),
        (r"(?P<user>@[\w-]+)", re.IGNORECASE, r"**\g<user>**\n", "thanks @Some-One!"),
        (r"(?<!\w)(a|b)?x", 0, r"[\1]\.", "x ax bx wx"),
        (r"x*", 0, "-", "abxd"),
        (r"\b", 0, "|", "a bc"),
        (r"[]a-]", 0, "", "a-]b"),
        (
            "(?x)\n  :pr:`(?P<n>[^`]+) # a number\n  (?: \\s+ (.*) ) ?`\n",
            0,
            r"PR #\g<n>",
            ":pr:`12` a",
        ),
        ("(?im)^ A", 0, "b", "x\n a\n A"),
        (r"{a}{,b", 0, "", "{a}{,b"),
    ],
)
def test_what_readmes_are_changed_with_is_followed(
    pattern: str, flags: int, replacement: str, text: str
) -> None:
    ours = Pattern.of(pattern, flags).replaced(replacement, text, Steps(PLENTY))
    assert ours == re.sub(pattern, replacement, text, flags=flags)


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a)\1", r"(?>a)", r"a++", r"a(?i)", r"(?a)a", r"(?(1)a|b)", r"(a*)*", r"(?<=a*)b", r"\x41", r"[[a]",
        "(", ")", "a**", "*a", "{3}", "[a", "a{5000}", "(" * 100 + ")" * 100, "a" * 5_000, "\\",
        "(?P<a>x)(?P<a>y)", r"\Q", "(?P=a)", "((a{1000}){1000}){1000}",
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused(pattern: str) -> None:
    with pytest.raises(NotFollowed):
        Pattern.of(pattern)


@pytest.mark.parametrize("replacement", [r"\2", r"\g<none>", "\\q", r"\0", r"\101", "\\"])
def test_a_replacement_that_is_not_understood_is_refused(replacement: str) -> None:
    with pytest.raises(NotFollowed):
        Pattern.of("(a)").replaced(replacement, "a", Steps(PLENTY))


@pytest.mark.parametrize(
    ("pattern", "text"),
    [("(?:a+)+$", "a" * 40 + "b"), ("(?:a|a)*b", "a" * 60), (".+?.+?.+?x", "a" * 5_000)],
)
def test_a_pattern_that_would_take_years_ends_after_its_steps(pattern: str, text: str) -> None:
    before = time.process_time()
    with pytest.raises(NotFollowed, match="steps"):
        Pattern.of(pattern, re.DOTALL).search(text, Steps(200_000))
    assert time.process_time() - before < 10


def test_what_is_looked_at_is_compiled_once_and_groups_are_paid_for() -> None:
    before = time.process_time()
    Pattern.of("(?:x(?=a{1000})){900}")
    many = "(a)" * 300 + "|" + "(?:(a)|b)*"
    with pytest.raises(NotFollowed, match="steps"):
        Pattern.of(many).search("ab" * 50_000, Steps(PLENTY))
    assert time.process_time() - before < 10


def test_a_replacement_that_grows_without_end_is_paid_for() -> None:
    with pytest.raises(NotFollowed, match="steps"):
        Pattern.of("a").replaced("b" * 10_000, "a" * 10_000, Steps(PLENTY))
