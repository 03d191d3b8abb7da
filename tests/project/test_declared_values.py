"""What a declaration is worth, whoever spelled it; and that monstrous ones cost nothing."""

from __future__ import annotations

import ast

import pytest
from packaging.version import Version

from tallystick.project.declared_version import tag_versions
from tallystick.project.literal import UNKNOWN, evaluate
from tallystick.project.requirement import need, optional


@pytest.mark.parametrize(
    ("tag", "version"),
    [
        ("1.0", "1.0"),
        ("v1.0", "1.0"),
        ("release-1.0", "1.0"),
        ("some-name-1.0rc1", "1.0rc1"),
        ("name/v1.0", "1.0"),
        ("name@1.0", "1.0"),
        ("REL_1_0_3", "1.0.3"),
    ],
)
def test_a_tag_names_the_version_behind_its_prefix(tag: str, version: str) -> None:
    assert tag_versions([tag]) == {Version(version): tag}


def test_a_tag_without_a_version_or_with_a_monstrous_one_names_none() -> None:
    assert tag_versions(["latest", "v" + "1" * 10_000]) == {}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Foo.Bar>=1.0,<2", "foo-bar (<2.0,>=1)"),
        ("a; os_name=='x' and extra=='B_c'", 'a ; (extra == "b-c") and os_name == "x"'),
        (
            "a; (os_name=='x' and os_name=='y') and os_name=='z'",
            "a; os_name=='z' and os_name=='y' and os_name=='x'",
        ),
        ("a; python_full_version<'3.11'", "a; python_version<'3.11'"),
        ("a>=0.4.*;os_name=='x'", "A (>=0.4.*) ; os_name == 'x'"),
        ("a[b] >=1.*, <2", "a[B]<2,>=1.*"),
    ],
)
def test_two_spellings_of_one_requirement_are_equal(one: str, other: str) -> None:
    assert need(one) == need(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a>=1", "a>1"),
        ("a>=1.*", "a>=2.*"),
        ("a>=1.*", "b>=1.*"),
        ("a>=1.*", "a>=1.*; os_name=='x'"),
        ("a>=1.*", "a[b]>=1.*"),
        ("a", "a[extra]"),
        ("a; os_name=='x' or os_name=='y'", "a; os_name=='x' and os_name=='y'"),
        ("a; 'extra'=='b'", "a; extra=='b'"),
        ("a", "a @ https://example.org/a.whl"),
        ("a; python_full_version<'3.11.4'", "a; python_version<'3.11.4'"),
        (
            "a; os_name=='x' and (os_name=='y' or os_name=='z')",
            "a; (os_name=='x' and os_name=='y') or os_name=='z'",
        ),
    ],
)
def test_two_different_requirements_are_not(one: str, other: str) -> None:
    assert need(one) != need(other)


@pytest.mark.parametrize("line", ["a; " + "(" * 100_000, "a==" + "1" * 100_000, "a;" * 10_000])
def test_a_monstrous_requirement_is_compared_as_text(line: str) -> None:
    assert need(line).raw == line


def test_a_condition_in_the_key_of_an_extra_holds_for_each_of_its_requirements() -> None:
    lines, extras = optional({"": ["a"], ":os_name=='x'": ["b"], "E_x:os_name=='x'": ["c>=1"]})
    wanted = ["a", "b; os_name=='x'", "c>=1; os_name=='x' and extra=='e-x'"]
    assert [need(line) for line in lines] == [need(line) for line in wanted]
    assert extras == ["E_x"]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("['a'] + B", ["a", "b"]),
        ("{'x': B, **D}", {"x": ["b"], "y": 1}),
        ("dict(x=B)", {"x": ["b"]}),
        ("' '.join(B + ['c'])", "b c"),
        ("'a\\nb'.splitlines()", ["a", "b"]),
        ("f'{S}-1'", "s-1"),
        ("[*B, S]", ["b", "s"]),
        ("'%s-%d%%' % (S, 1)", "s-1%"),
        ("'%(y)s' % D", "1"),
        ("[x for x in B]", ["b"]),
        ("[x for x in ['', *B] if x]", ["b"]),
        ("B[0]", "b"),
        ("S[0:]", "s"),
    ],
)
def test_an_expression_of_literals_has_a_value(expression: str, value: object) -> None:
    node = ast.parse(expression, mode="eval").body
    assert evaluate(node, {"B": ["b"], "D": {"y": 1}, "S": "s"}) == value


@pytest.mark.parametrize(
    "expression",
    [
        "open('x').read()",
        "[x + x for x in B]",
        "[x for x in B if D]",
        "[x for x in B for y in B]",
        "'a' * 10",
        "'%r' % S",
        "'%s %s' % S",
        "'%d' % S",
        "'50%' % S",
        "f'{S!r}'",
        "S.format(S)",
        "B[1]",
        "B[S]",
        "D['y']",
    ],
)
def test_an_expression_that_does_anything_else_has_none(expression: str) -> None:
    node = ast.parse(expression, mode="eval").body
    assert evaluate(node, {"B": ["b"], "S": "s"}) is UNKNOWN


def test_sums_that_double_end_at_the_cap() -> None:
    value: object = "x" * 1000
    for _ in range(64):
        value = evaluate(ast.parse("A + A", mode="eval").body, {"A": value})
    assert value is UNKNOWN
