"""What a ``setup.py`` says without being run: literals, and nothing that could be otherwise."""

from __future__ import annotations

import pytest

from tallystick.limits import DEFAULT
from tallystick.project.setup_py import SetupCall, TextOf, read_setup_py


def read(*lines: str) -> SetupCall:
    return read_setup_py("\n".join(lines).encode(), DEFAULT)


@pytest.mark.parametrize(
    ("value", "known"),
    [
        ("'1.0'", "1.0"),
        ("('a' 'b')", "ab"),
        ("['a', ('b', 1)]", ["a", ("b", 1)]),
        ("{'': 'src'}", {"": "src"}),
        ("dict(a=['b'])", {"a": ["b"]}),
        ("dict(a=VERSION)", {"a": "1.0"}),
        ("VERSION", "1.0"),
        ("TYPED", "2.0"),
        ("PACKAGES", ["a"]),
        ("-1", -1),
        ("True", True),
    ],
)
def test_a_literal_or_a_name_bound_once_to_one_is_known(value: str, known: object) -> None:
    call = read(
        "from setuptools import setup",
        "VERSION = '1.0'",
        "TYPED: str = '2.0'",
        "PACKAGES = ['a']",
        f"setup(keyword={value})",
    )
    assert call == SetupCall(known={"keyword": known})
    assert not call.may_set("keyword")
    assert not call.may_set("other")


@pytest.mark.parametrize(
    "value",
    [
        "open('VERSION').read()",
        "f'{1}'",
        "ABSENT",
        "dict([('a', 1)])",
        "dict(**{'a': 1})",
        "dict(a=ABSENT)",
        "find_packages('src')",
        "['a'] if True else ['b']",
        "lambda: 1",
    ],
)
def test_anything_computed_is_unknown_and_keeps_its_text(value: str) -> None:
    call = read("from setuptools import setup", "VERSION = '1.0'", f"setup(keyword={value})")
    assert call.known == {}
    assert call.unknown == {"keyword": value}
    assert call.may_set("keyword")


@pytest.mark.parametrize(
    "rebinding",
    [
        "name = 'other'",
        "name += '.post1'",
        "if True: name = 'other'",
        "try: name = 'other'\nexcept ValueError: pass",
        "for name in ['other']: pass",
        "with open('x') as name: pass",
        "(name := 'other')",
        "[name for name in ['other']]",
        "name, other = 1, 2",
        "[*name] = 'other'",
        "name: str = 'other'",
        "del name",
        "import name",
        "import name.of.a.module",
        "import module as name",
        "from module import name",
        "from module import other as name",
        "from module import *",
        "def name(): pass",
        "async def name(): pass",
        "class name: pass",
        "def function(name): pass",
        "lambda name: 1",
        "def function():\n    global name\n    name = 'other'",
        "try: pass\nexcept ValueError as name: pass",
        "match 1:\n    case name: pass",
        "match 1:\n    case [*name]: pass",
        "match 1:\n    case {**name}: pass",
        "exec('name = 1')",
        "exec(open('version.py').read())",
        "run = exec\nrun('name = 1')",
        "globals()['name'] = 'other'",
        "vars()['name'] = 'other'",
        "locals().update(name='other')",
        "import sys\nsetattr(sys.modules[__name__], 'name', 'other')",
        "import sys\nsys.modules[__name__].name = 'other'",
        "(lambda: 1).__globals__['name'] = 'other'",
    ],
)
@pytest.mark.parametrize("order", ["before", "after"])
def test_a_name_that_may_be_bound_again_is_unknown(rebinding: str, order: str) -> None:
    lines = ["name = 'literal'", rebinding]
    call = read(
        "from setuptools import setup",
        *(lines if order == "after" else lines[::-1]),
        "setup(name=name)",
    )
    assert call.known == {}
    assert call.may_set("name")


@pytest.mark.parametrize("literal", ["['a']", "{'a': 'b'}", "{'a'}", "(['a'],)"])
@pytest.mark.parametrize(
    "mutation",
    [
        "extras['all'] = []",
        "extras.append('b')",
        "del extras['a']",
        "extras[0][1] = 'b'",
        "extras += ['b']",
        "fill(extras)",
        "fill(*extras)",
        "fill(x=extras)",
        "alias = extras\nalias.append('b')",
        "held = [extras]",
        "for item in extras: item.append('b')",
        "def fill(x=extras): x.append('b')",
        "class Holder:\n    held = extras",
        "exec('extras.append(1)')",
    ],
)
def test_a_list_that_anybody_else_has_in_their_hands_is_unknown(
    mutation: str, literal: str
) -> None:
    call = read(
        "from setuptools import setup", f"extras = {literal}", mutation, "setup(extras=extras)"
    )
    assert call.known == {}


def test_a_list_that_the_call_itself_hands_to_something_is_unknown() -> None:
    call = read("extras = ['a']", "setup(extras=extras, other=fill(extras))")
    assert call.known == {}


def test_a_list_that_the_call_uses_twice_is_known() -> None:
    call = read("a = ['x']", "setup(install=a, tests=a, extras={'tests': a + ['y'], **{}})")
    assert call.known == {"install": ["x"], "tests": ["x"], "extras": {"tests": ["x", "y"]}}


def test_code_run_with_names_of_its_own_leaves_ours_alone() -> None:
    call = read(
        "about = {}",
        "exec(open('version.py').read(), about)",
        "name = 'x'",
        "setup(name=name, version=about['version'], about=about)",
    )
    assert call.known == {"name": "x"}
    assert set(call.unknown) == {"version", "about"}


@pytest.mark.parametrize(
    "lines",
    [
        ["setup(**config)"],
        ["setup({'name': 'x'})"],
        ["print('no call')"],
        ["if windows: setup(name='x')", "else: setup(name='y')"],
        ["if windows: setup(name='x')", "else: setuptools.setup(name='y')"],
        ["if windows: setup(name='x')", "else: tools.setup(name='y')"],
        ["from setuptools import setup as run", "run(name='y')", "setup(name='x')"],
        ["def setup(**keywords): other(**keywords)", "setup(name='x')"],
        ["setup = functools.partial(setup, name='y')", "setup(name='x')"],
        ["import tools", "tools.setup(name='x')"],
        ["this is not Python"],
        ["x = 1 \0"],
    ],
)
def test_where_more_may_be_set_than_is_seen_the_call_is_open(lines: list[str]) -> None:
    call = read(*lines)
    assert call.is_open
    assert call.may_set("version")


@pytest.mark.parametrize("call", ["setup", "setuptools.setup", "core.setup"])
def test_setup_is_known_by_each_of_its_names(call: str) -> None:
    assert read(f"{call}(name='x')").known == {"name": "x"}


def test_a_deep_expression_is_unknown_and_not_a_crash() -> None:
    call = read(f"setup(name={'+'.join(['x'] * 900)}, other={'-' * 900}1)")
    assert "name" not in call.known


def test_each_branch_of_a_name_is_one_of_its_values() -> None:
    call = read("if windows: headers = []", "else: headers = ['a.h']", "setup(headers=headers)")
    assert "headers" in call.unknown
    assert sorted(map(str, call.either["headers"])) == ["['a.h']", "[]"]


def test_the_literal_part_of_a_dict_and_the_text_of_a_file_are_known() -> None:
    call = read(
        "with open('template.h') as f:\n    template = f.read()",
        "setup(use_scm_version={'local_scheme': scheme, 'write_to': 'v.h', 'write_to_template': template})",
    )
    assert call.partly["use_scm_version"] == {
        "write_to": "v.h",
        "write_to_template": TextOf("template.h"),
    }
    replaced = read("setup(use_scm_version={'write_to': 'v.h', **others, 'x': y})")
    assert replaced.partly["use_scm_version"] == {}


def test_a_deep_expression_in_a_with_statement_is_no_crash() -> None:
    call = read(f"with open('a') as f:\n    x = {'-' * 900}1", "setup(other={'a': x, 'b': f()})")
    assert call.partly["other"] == {}
