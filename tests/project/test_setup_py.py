"""What a ``setup.py`` says without being run: literals, and nothing that could be otherwise."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tallystick.limits import DEFAULT
from tallystick.project.setup_py import SetupCall, read_setup_py


def read(*lines: str, files: Mapping[str, str] | None = None) -> SetupCall:
    given = None if files is None else files.get
    return read_setup_py("\n".join(lines).encode(), DEFAULT, given)


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
        "exec(open('absent.py').read())",
        "exec(open('rebinding.py').read())",
        "def function():\n    exec(open('version.py').read())",
        "run = exec\nrun('name = 1')",
        "globals()['name'] = 'other'",
        "vars()['name'] = 'other'",
        "locals().update(name='other')",
        "import sys\nsetattr(sys.modules[__name__], 'name', 'other')",
        "import sys\nsys.modules[__name__].name = 'other'",
        "import sys\nsys.modules['__main__'].name = 'other'",
        "import sys\nloaded = sys.modules\nloaded[__name__].name = 'other'",
        "import sys\nsetattr(sys.modules.get('__main__'), 'name', 'other')",
        "import __main__\n__main__.name = 'other'",
        "import __main__ as self\nsetattr(self, 'name', 'other')",
        "def change(it):\n    setattr(it, 'name', 'other')",
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
        files={"rebinding.py": "name = 'other'", "version.py": "version = '1.0'"},
    )
    assert call.known == {}
    assert call.may_set("name")


@pytest.mark.parametrize(
    "elsewhere",
    [
        "import sys\nif 'setuptools.extension' in sys.modules: pass",
        "import sys\nassert '__pypy__' not in sys.modules",
        "import sys\nsys.modules['distutils.core'].Extension = None",
        "class build(object):\n    def run(self): setattr(self, 'name', None)",
        "class build(object):\n    def run(self): setattr(self.distribution, 'name', None)",
        "exec('name = 1', {})",
    ],
)
def test_names_of_other_things_leave_the_modules_own_as_they_are(elsewhere: str) -> None:
    lines = ("from setuptools import setup", "name = 'literal'", elsewhere, "setup(name=name)")
    assert read(*lines).known == {"name": "literal"}


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


def test_each_branch_of_a_name_in_a_dict_is_one_of_its_values() -> None:
    before = ("if old: a, b = 'x', 'y'; c = '2'", "else: c = '3'")
    call = read(*before, "setup(package_dir={'': c}, other={'': c, 'p': d()})")
    assert sorted(map(str, call.either["package_dir"])) == ["{'': '2'}", "{'': '3'}"]
    assert call.either["other"] == ()


def test_a_dict_with_two_names_of_branches_is_not_guessed() -> None:
    call = read("if old: a = '2'; b = 'p'", "else: a = '3'; b = 'q'", "setup(x={'': a, 'b': b})")
    assert call.either["x"] == ()


def test_a_deep_expression_in_a_with_statement_is_no_crash() -> None:
    call = read(f"with open('a') as f:\n    x = {'-' * 900}1", "setup(other={'a': x, 'b': f()})")
    assert call.partly["other"] == {}


FILES = {"README.md": "# Example\r\n", "docs/more.txt": "one\n\ntwo\n"}


def value_of(expression: str, *before: str) -> object:
    """What ``long_description=expression`` is worth after the lines ``before``."""
    lines = [*before, "from setuptools import setup", f"setup(long_description={expression})"]
    call = read_setup_py("\n".join(lines).encode(), DEFAULT, FILES.get)
    return call.known.get("long_description")


@pytest.mark.parametrize(
    ("expression", "before"),
    [
        ("open('README.md').read()", ""),
        ("open('README.md', 'r', encoding='utf-8').read()", ""),
        ("io.open('README.md', mode='rt', encoding='UTF-8').read()", "import io"),
        ("codecs.open('README.md', 'r', 'utf-8').read()", "import codecs"),
        ("open(join(dirname(__file__), 'README.md')).read()", "from os.path import dirname, join"),
        ("open(p.join(p.abspath(p.dirname(__file__)), 'README.md')).read()", "import os.path as p"),
        (
            "(Path(__file__).resolve().parent / 'README.md').read_text('utf-8')",
            "from pathlib import *",
        ),
        ("text", "with open('README.md') as file: text = file.read()"),
        ("f'{text}'", "import pathlib\ntext = pathlib.Path('README.md').open().read()"),
        ("read('README.md')", "def read(name): return open(name).read()"),
        ("read('README', 'md')", "def read(*parts):\n return open('.'.join(parts)).read()"),
        (
            "read('README.md')",
            "HERE = ''\ndef read(name):\n with open(HERE + name) as f: return f.read()",
        ),
    ],
)
def test_texts_of_the_project_are_followed(expression: str, before: str) -> None:
    star = "from pathlib import *"
    if before == star:
        before = "from pathlib import Path"
    assert value_of(expression, *before.split("\n")) == "# Example\n"


@pytest.mark.parametrize(
    ("expression", "before"),
    [
        ("open('absent.md').read()", ""),
        ("open('/README.md').read()", ""),
        ("open('README.md', 'rb').read()", ""),
        ("open('README.md', []).read()", ""),
        ("open('README.md', encoding={}).read()", ""),
        ("open(['README.md']).read()", ""),
        ("open('README.md', encoding='latin-1').read()", ""),
        ("open('README.md', newline='').read()", ""),
        ("open('README.md').read(3)", ""),
        ("open('README.md').read()", "def open(name): return FAKE"),
        ("open('README.md').read()", "import os\nos.chdir('..')"),
        ("open(os.path.join('README.md')).read()", "import os\nos.path.join = print"),
        ("open(__file__ + 'x').read()", ""),
        ("file.read()", "file = open('README.md')"),
        ("text", "with open('README.md') as file:\n drop = file.read()\n text = file.read()"),
        ("read('README.md')", "def read(n): return read(n) + read(n)"),
        ("read('README.md')", "@cache\ndef read(n): return open(n).read()"),
        ("read('README.md')", "def read(n, m='x'): return open(n).read()"),
        ("read('README.md')", "def read(n):\n n = n[:1]\n return open(n).read()"),
        ("Path('README.md').read_text()", "from elsewhere import Path"),
        ("Path('README.md').read_bytes()", "from pathlib import Path"),
    ],
)
def test_what_does_more_than_read_a_text_is_not_followed(expression: str, before: str) -> None:
    assert value_of(expression, *before.split("\n")) is None


def test_lines_of_a_text_are_taken_apart() -> None:
    text = "open('docs/more.txt').read()"
    assert value_of(f"{text}.split('\\n')[0]") == "one"
    assert value_of(f"[x for x in {text}.split('\\n') if x]") == ["one", "two"]
    assert value_of(f"'+'.join({text}.splitlines()[1:])") == "+two"
    assert value_of(f"[x for y in {text}.splitlines() if x]") is None


def test_a_list_that_others_hold_is_not_known() -> None:
    lines = ["base = ['a']", "every = base + ['b']"]
    assert value_of("every", *lines) == ["a", "b"]
    assert value_of("every", *lines, "alias = base", "alias.append('c')") is None
    assert value_of("every", *lines, "use(every)") is None


def test_the_literal_part_of_a_dict_and_the_text_of_a_file_are_known() -> None:
    lines = [
        "from setuptools import setup",
        "with open('README.md') as f:\n    template = f.read()",
        "setup(use_scm_version={'local_scheme': scheme, 'write_to': 'v.h', 'write_to_template': template})",
    ]
    call = read_setup_py("\n".join(lines).encode(), DEFAULT, FILES.get)
    assert call.partly["use_scm_version"] == {
        "write_to": "v.h",
        "write_to_template": "# Example\n",
    }
    replaced = read("setup(use_scm_version={'write_to': 'v.h', **others, 'x': y})")
    assert replaced.partly["use_scm_version"] == {}


@pytest.mark.parametrize(
    "params", ["dict(name='x', **more)", "dict(name='x')", "{'name': 'x'}", "dict(name=NAME)"]
)
def test_keywords_that_stand_in_one_dict_are_read(params: str) -> None:
    call = read(
        "from setuptools import setup",
        "NAME = 'x'",
        f"params = {params}",
        "if __name__ == '__main__':",
        "    setup(**params)",
    )
    assert call.known == {"name": "x"}
    assert call.is_open == ("more" in params)


@pytest.mark.parametrize(
    "change",
    [
        "params['name'] = 'y'",
        "params.update(name='y')",
        "change(params)",
        "alias = params",
        "params = dict(name='y')",
        "del params['name']",
        "globals()['params'] = {}",
        "for key in params: pass",
    ],
)
def test_keywords_of_a_dict_that_anybody_else_has_in_their_hands_are_open(change: str) -> None:
    call = read(
        "from setuptools import setup", "params = dict(name='x')", change, "setup(**params)"
    )
    assert (call.known, call.unknown, call.is_open) == ({}, {}, True)
    assert call.may_set("name")


@pytest.mark.parametrize(
    "params", ["{'name': 'x', **more}", "{'name': 'x', 'name': 'y'}", "{1: 2}"]
)
def test_a_display_whose_later_entries_may_win_is_open(params: str) -> None:
    call = read("from setuptools import setup", f"params = {params}", "setup(**params)")
    assert call == SetupCall(is_open=True)


@pytest.mark.parametrize(
    "line", ["a{i} = (a{before},)", "a{i} = [a{before}, a{before}]", "a{i} = dict(x=a{before})"]
)
def test_names_that_nest_or_double_without_end_come_to_one(line: str) -> None:
    lines = [line.format(i=i, before=i - 1) for i in range(1, 3000)]
    call = read(
        "from setuptools import setup", "a0 = ('x',)", *lines, "setup(name='x', keyword=a2999)"
    )
    assert call.known == {"name": "x"}
    assert "keyword" in call.unknown


CHANGED = {"README.md": "# Example\n\n.. raw:: html\n\n   <p>\n\nText, see #12.\n"}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (r"re.sub(r'#(\d+)', r'issue \1', text)", "see issue 12"),
        (r"re.compile(r'x++').sub('', text)", None),
        (r"re.compile('TEXT', re.I).sub('Words', text)", "Words, see"),
        (r"re.sub(r'^\.\. raw:: html.*?^(?=\w)', '', text, flags=re.DOTALL | re.M)", "ple\n\nText"),
        (r"re.sub(r'a', lambda found: 'b', text)", None),
        (r"re.sub(r'a', 'b', text, 1)", None),
        (r"re.sub(r'(a+)+$', 'b', 'a' * 99)", None),
        (r"re.sub(r'(?:a+)+$', 'b', long)", None),
        (r"re.sub(r'a', 'b', text, flags=re.VERBOSE)", None),
        (r"text.replace('Text', 'Words')", "Words, see"),
        (r"text.replace('', 'x' * 9).replace('x', long)", None),
        (r"textwrap.dedent('  a\n  b')", "a\nb"),
    ],
)
def test_texts_that_are_changed_are_followed(expression: str, expected: str | None) -> None:
    call = read(
        "import re, textwrap",
        "text = open('README.md').read()",
        f"long = {'a' * 60 + 'b'!r}",
        f"setup(long_description={expression})",
        files=CHANGED,
    )
    found = call.known.get("long_description")
    assert (found is None) if expected is None else expected in str(found)


def test_a_file_that_is_executed_in_its_names_stands_where_it_is_executed() -> None:
    files = {
        "README.md": "text",
        "src/version.py": "import re\nversion = '1.0'\ndef f():\n    import re\n    root = 1\n",
    }
    lines = [
        "import pathlib, re",
        "root = pathlib.Path(__file__).parent",
        "exec((root / 'src' / 'version.py').read_text())",
        "setup(version=version, long_description=re.sub('t', 'n', (root / 'README.md').read_text()))",
    ]
    call = read(*lines, files=files)
    assert call.known == {"version": "1.0", "long_description": "nexn"}
    other = {**files, "src/version.py": "import re\nversion = '1.0'\nre.sub = print\n"}
    assert read(*lines, files=other).known == {"version": "1.0"}
    dynamic = {**files, "src/version.py": "version = '1.0'\nglobals()['version'] = '2.0'\n"}
    assert read(*lines, files=dynamic).known == {}


def test_what_a_function_binds_is_its_own_unless_it_says_otherwise() -> None:
    lines = ["name = 'a'", "def f():\n    name = 'b'\n    return name", "setup(name=name)"]
    assert read(*lines).known == {"name": "a"}
    assert (
        read(
            *lines[:1], lines[1].replace("    name", "    global name\n    name", 1), lines[2]
        ).known
        == {}
    )


def test_of_the_python_that_builds_the_first_number_is_known_and_no_other() -> None:
    call = read(
        "import sys",
        "from setuptools import setup",
        "folder = 'python%s' % sys.version_info[0]",
        "minor = 'python%s' % sys.version_info[1]",
        "setup(package_dir={'': folder}, other=minor)",
        files={},
    )
    assert call.known == {"package_dir": {"": "python3"}}
    assert call.unknown == {"other": "minor"}
