"""A file taken away from an sdist: missed where the configuration, or all around it, says it was there."""

from __future__ import annotations

import pytest

from tallystick.audit import audit
from tallystick.model import ArtifactKind
from trees import artifact, source, tree

FLIT = '[build-system]\nbuild-backend = "flit_core.buildapi"\n'
HATCH = '[build-system]\nbuild-backend = "hatchling.build"\n'
NAMED = HATCH + '[project]\nname = "example"\n'
PDM = '[build-system]\nbuild-backend = "pdm.backend"\n'
SETUPTOOLS = '[build-system]\nbuild-backend = "setuptools.build_meta"\n'
DOCS = {f"docs/{name}": f"the content of {name}" for name in ("conf.py", "index.rst", "api.rst")}


def missed(
    held: dict[str, str], gone: set[str], kind: ArtifactKind = ArtifactKind.SDIST
) -> set[str]:
    """The paths that are missed in an artifact that holds all of ``held`` but ``gone``."""
    left = {path: content for path, content in held.items() if path not in gone}
    ledger = audit(artifact(tree(left), kind), source(tree(held)))
    return {omitted.path for omitted in ledger.omitted if omitted.expected}


def test_a_script_taken_out_of_a_folder_that_came_along() -> None:
    assert missed({"pyproject.toml": HATCH, **DOCS}, {"docs/conf.py"}) == {"docs/conf.py"}


def test_the_only_test_of_its_folder() -> None:
    tests = {f"tests/{at}/test_{at}.py": f"assert {at}" for at in range(3)}
    held = {"pyproject.toml": HATCH, **tests}
    assert missed(held, {"tests/1/test_1.py"}) == {"tests/1/test_1.py"}


@pytest.mark.parametrize(
    "gone",
    [
        {"docs/conf.py", "docs/index.rst", "docs/api.rst"},
        {"docs/conf.py", "docs/api.rst"},
        {"docs/index.rst"},
    ],
)
def test_what_a_backend_may_have_left_out_is_not_missed(gone: set[str]) -> None:
    assert missed({"pyproject.toml": HATCH, **DOCS}, gone) == set()


@pytest.mark.parametrize(
    ("configuration", "manifest"),
    [
        (FLIT + '[tool.flit.sdist]\ninclude = ["boot.py", "tests/"]\n', ""),
        (HATCH + '[tool.hatch.build.targets.sdist]\ninclude = ["/boot.py"]\n', ""),
        (PDM + '[tool.pdm.build]\nsource-includes = ["boot.py"]\n', ""),
        (SETUPTOOLS, "# all\ninclude README.md boot.py\ngraft docs\nrecursive-exclude * *.pyc\n"),
    ],
)
def test_a_file_that_the_configuration_names(configuration: str, manifest: str) -> None:
    held = {"pyproject.toml": configuration, "MANIFEST.in": manifest, "boot.py": "import x"}
    assert "boot.py" in missed(held, {"boot.py"})


@pytest.mark.parametrize("kind", [ArtifactKind.SDIST, ArtifactKind.WHEEL])
@pytest.mark.parametrize("beside", ["example/py.typed", "example/more/__init__.py"])
def test_the_module_that_opens_a_package(beside: str, kind: ArtifactKind) -> None:
    held = {"pyproject.toml": NAMED, "example/__init__.py": "import x", beside: "# more"}
    assert "example/__init__.py" in missed(held, {"example/__init__.py"}, kind)


def test_a_folder_of_data_or_of_tests_needs_no_module_to_open_it() -> None:
    held = {
        "pyproject.toml": SETUPTOOLS,
        **{f"{folder}/__init__.py": f"# {folder}" for folder in ("example", "tests", "shared")},
        "tests/test_a.py": "assert a",
        "shared/a.json": "{}",
    }
    assert missed(held, {"tests/__init__.py", "shared/__init__.py"}) == set()


def test_an_sdist_has_the_module_of_each_branch_and_a_wheel_that_of_one() -> None:
    setup = "if old: d = 'p2'\nelse: d = 'p3'\nsetup(py_modules=['six'], package_dir={'': d})\n"
    held = {
        "setup.py": f"from setuptools import setup\n{setup}",
        "p2/six.py": "2",
        "p3/six.py": "3",
    }
    assert missed(held, {"p2/six.py"}) == {"p2/six.py"}
    assert missed(held, {"p2/six.py", "p3/six.py"}) == {"p2/six.py", "p3/six.py"}
    ledger = audit(artifact(tree({"six.py": "3"}), ArtifactKind.WHEEL), source(tree(held)))
    assert not {omitted.path for omitted in ledger.omitted if omitted.expected} & set(held)


def test_files_that_were_changed_on_their_way_are_there_all_the_same() -> None:
    modules = {f"example/{name}.py": f"import {name}\nimport y\n" for name in "abc"}
    held = {"pyproject.toml": NAMED, "example/__init__.py": "", **modules}
    changed = {path: content.replace("\n", "\r\n") for path, content in held.items()}
    del changed["example/b.py"]
    ledger = audit(artifact(tree(changed), ArtifactKind.WHEEL), source(tree(held)))
    assert "example/b.py" in {omitted.path for omitted in ledger.omitted if omitted.expected}


@pytest.mark.parametrize("kind", [ArtifactKind.SDIST, ArtifactKind.WHEEL])
@pytest.mark.parametrize(
    ("held", "module"),
    [
        ({"setup.py": "from setuptools import setup\nsetup(py_modules=['boot'])\n"}, "boot.py"),
        (
            {
                "pyproject.toml": SETUPTOOLS,
                "setup.cfg": "[options]\npy_modules =\n    boot\npackage_dir =\n    = src\n",
            },
            "src/boot.py",
        ),
        ({"pyproject.toml": FLIT + '[project]\nname = "boot"\n'}, "boot.py"),
    ],
)
def test_the_module_that_the_configuration_packs(
    held: dict[str, str], module: str, kind: ArtifactKind
) -> None:
    """Taken out of an sdist it left nothing behind that was missed: all of the code was gone."""
    tree_ = {**held, module: "import x", "README.md": "read"}
    assert module in missed(tree_, {module}, kind)


@pytest.mark.parametrize(
    ("configuration", "manifest"),
    [
        (FLIT + '[tool.flit.sdist]\ninclude = ["boot*.py"]\n', ""),
        (FLIT + '[tool.flit.sdist]\ninclude = ["boot.py"]\nexclude = ["b*"]\n', ""),
        (FLIT + "[tool.flit]\nsdist = 7\n", ""),
        (SETUPTOOLS, "include boot.py\nglobal-exclude *.py\n"),
        (SETUPTOOLS, "include ../boot.py\n\0\n" + "include " * 99),
    ],
)
def test_a_file_that_the_configuration_may_take_away_again(
    configuration: str, manifest: str
) -> None:
    held = {"pyproject.toml": configuration, "MANIFEST.in": manifest, "boot.py": "import x"}
    assert "boot.py" not in missed(held, {"boot.py"})


def test_pdm_writes_entry_points_that_hold_nothing() -> None:
    held = {"pyproject.toml": PDM, "example/__init__.py": "the content of a module"}
    found = missed(held, {"pyproject.toml"}, ArtifactKind.WHEEL)
    assert "*.dist-info/entry_points.txt" in found


@pytest.mark.parametrize(
    ("held", "packed", "expected"),
    [
        ({"src/example.py": "it", "src/helper.py": "a test's"}, {"example.py": "it"}, False),
        (
            {"src/example/__init__.py": "it", "src/example/helper.py": "its helper"},
            {"example/__init__.py": "it"},
            True,
        ),
    ],
)
def test_flit_packages_one_module_and_not_what_stands_beside_it(
    held: dict[str, str], packed: dict[str, str], expected: bool
) -> None:
    named = {"pyproject.toml": FLIT + '[project]\nname = "example"\nversion = "1.0"\n'}
    ledger = audit(artifact(tree(packed), ArtifactKind.WHEEL), source(tree({**named, **held})))
    absent = {omitted.path for omitted in ledger.omitted if omitted.expected}
    assert any(path.endswith("helper.py") for path in absent) is expected


PACKAGE = {
    "example/__init__.py": "",
    "example/core.py": "import os",
    "example/locale/de.po": 'msgid ""\n',
}
SEARCHED = SETUPTOOLS + "[tool.setuptools.packages.find]\n"
BESIDE_A_MODULE = (
    SETUPTOOLS + '[tool.setuptools]\npy-modules = ["single"]\n' + "packages.find = {}\n"
)
LISTED = SETUPTOOLS + '[tool.setuptools]\npackages = ["example", "other"]\n'


@pytest.mark.parametrize("configuration", [NAMED, SEARCHED, BESIDE_A_MODULE, LISTED])
@pytest.mark.parametrize("kind", [ArtifactKind.SDIST, ArtifactKind.WHEEL])
def test_a_package_without_any_of_its_modules(configuration: str, kind: ArtifactKind) -> None:
    held = {"pyproject.toml": configuration, **PACKAGE}
    gone = {path for path in PACKAGE if path.endswith(".py")}
    assert "example/*" in missed(held, gone, kind)
    assert "example/*" in missed(held, set(PACKAGE), kind)
    assert "example/*" not in missed(held, {"example/core.py"}, kind)


@pytest.mark.parametrize("configuration", [SEARCHED, PDM + '[project]\nname = "example"\n'])
@pytest.mark.parametrize("beside", ["tests/__init__.py", "docs/__init__.py"])
def test_tests_that_are_found_too_do_not_make_up_for_the_package(
    configuration: str, beside: str
) -> None:
    held = {"pyproject.toml": configuration, **PACKAGE, beside: "", "tests/test_a.py": "import a"}
    assert "example/*" in missed(held, set(PACKAGE))


WITHOUT_TESTS = SETUPTOOLS + '[tool.setuptools.packages.find]\nexclude = ["*.tests"]\n'
CHOOSING = NAMED + '[tool.hatch.build]\nexclude = ["/docs"]\n'


@pytest.mark.parametrize(
    ("configuration", "expected"),
    [
        (NAMED, {"auth", "tests"}),
        (SEARCHED, {"auth", "tests"}),
        (SETUPTOOLS, {"auth", "tests"}),
        (WITHOUT_TESTS, {"auth"}),
        (CHOOSING, {"auth"}),
        (LISTED, {"auth"}),
    ],
)
@pytest.mark.parametrize("kind", [ArtifactKind.SDIST, ArtifactKind.WHEEL])
def test_a_package_below_one_that_is_there(
    configuration: str, expected: set[str], kind: ArtifactKind
) -> None:
    """Tests are missed, too, where nothing that the configuration says could leave them out."""
    below = {f"example/{name}/{file}.py": name for name in ("auth", "tests") for file in "ab"}
    opened = {f"example/{name}/__init__.py": f"# {name}" for name in ("auth", "tests")}
    held = {"pyproject.toml": configuration, **PACKAGE, **below, **opened}
    gone = {*below, *opened}
    found = missed(held, gone, kind) & opened.keys()
    assert found == {f"example/{name}/__init__.py" for name in expected}


def test_what_is_left_out_of_an_sdist_is_no_reason_for_a_wheel() -> None:
    """``[tool.flit.sdist] exclude`` is not looked at for a wheel."""
    below = {"example/tests/__init__.py": "", "example/tests/a.py": "x"}
    chosen = FLIT + '[project]\nname = "example"\n[tool.flit.sdist]\nexclude = ["docs/"]\n'
    held = {"pyproject.toml": chosen, **PACKAGE, **below}
    assert missed(held, set(below), ArtifactKind.WHEEL) & below.keys()
    assert not missed(held, set(below), ArtifactKind.SDIST) & below.keys()


def test_tests_that_the_manifest_of_an_sdist_leaves_out_are_not_missed() -> None:
    below = {"example/tests/__init__.py": "", "example/tests/a.py": "x"}
    held = {"pyproject.toml": SETUPTOOLS, "MANIFEST.in": "prune example/t*\n", **PACKAGE, **below}
    assert not missed(held, set(below), ArtifactKind.SDIST) & below.keys()


@pytest.mark.parametrize(
    ("manifest", "is_missed"),
    [
        ("exclude *.yml\nglobal-exclude *.py[cod]\nprune docs\n", True),
        ("recursive-exclude * a.py\n", True),
        ("recursive-exclude * *.py\n", False),
        ("global-exclude __init__.py\n", False),
    ],
)
def test_a_manifest_that_leaves_out_other_files_is_no_reason(
    manifest: str, *, is_missed: bool
) -> None:
    below = {"example/tests/__init__.py": "", "example/tests/a.py": "x"}
    held = {"pyproject.toml": SETUPTOOLS, "MANIFEST.in": manifest, **PACKAGE, **below}
    found = missed(held, set(below), ArtifactKind.SDIST) & below.keys()
    assert found == ({"example/tests/__init__.py"} if is_missed else set())


@pytest.mark.parametrize(
    ("excluded", "is_missed"), [("tests*", True), ("example.tests*", False), ("*.tests", False)]
)
@pytest.mark.parametrize("root", ["", "src/"])
def test_a_search_leaves_out_by_the_whole_name_of_a_package(
    excluded: str, root: str, *, is_missed: bool
) -> None:
    """``exclude = tests*`` is the folder at the root, and not ``example.tests``."""
    below = {f"{root}example/tests/__init__.py": "", f"{root}example/tests/a.py": "x"}
    where = f"where = {root.rstrip('/')}\n" if root else ""
    find = f"[options.packages.find]\n{where}exclude =\n    {excluded}\n"
    held = {
        "setup.cfg": f"[options]\npackages = find:\n{find}",
        "pyproject.toml": SETUPTOOLS,
        **{f"{root}{path}": content for path, content in PACKAGE.items()},
        **below,
    }
    found = missed(held, set(below), ArtifactKind.SDIST) & below.keys()
    assert found == ({f"{root}example/tests/__init__.py"} if is_missed else set())


def test_a_package_below_that_the_configuration_names_is_not_missed() -> None:
    below = {f"example/auth/{name}": f"# {name}" for name in ("__init__.py", "a.py")}
    held = {"pyproject.toml": NAMED, **PACKAGE, **below}
    for name, text in (
        ("MANIFEST.in", "prune example/auth\n"),
        ("setup.cfg", "exclude = example.auth\n"),
    ):
        assert not missed({**held, name: text}, set(below)) & set(below)
        assert missed({**held, name: text.replace("auth", "author")}, set(below)) & set(below)


def test_a_package_of_tests_below_the_tests_is_not_missed() -> None:
    tests = {f"tests/{name}": f"# {name}" for name in ("__init__.py", "test_a.py")}
    below = {f"tests/deep/{name}": f"# deep {name}" for name in ("__init__.py", "b.py")}
    assert not missed({"pyproject.toml": NAMED, **PACKAGE, **tests, **below}, set(below))


def test_a_folder_below_a_package_that_is_none_is_not_missed() -> None:
    held = {"pyproject.toml": NAMED, **PACKAGE, "example/sketches/a.py": "import os"}
    assert "example/sketches/a.py" not in missed(held, {"example/sketches/a.py"})


def test_each_package_that_is_listed() -> None:
    held = {"pyproject.toml": LISTED, **PACKAGE, "other/__init__.py": "", "other/a.py": "import os"}
    assert "other/*" in missed(held, {"other/__init__.py", "other/a.py"})


def test_a_package_below_that_is_listed() -> None:
    listed = SETUPTOOLS + '[tool.setuptools]\npackages = ["example", "example.auth"]\n'
    below = {f"example/auth/{name}": f"# {name}" for name in ("__init__.py", "a.py")}
    assert missed({"pyproject.toml": listed, **PACKAGE, **below}, set(below)) == {"example/auth/*"}


def test_packages_that_a_search_may_leave_out_are_not_missed() -> None:
    held = {"pyproject.toml": SEARCHED, **PACKAGE, "tests/__init__.py": "", "more/__init__.py": ""}
    assert not {"tests/*", "more/*"} & missed(held, {"tests/__init__.py", "more/__init__.py"})


DATA = {
    "example/__init__.py": "import json",
    "example/blocked.txt": "evil.example\n",
    "example/a/b.json": "{}",
}
FLIT_NAMED = FLIT + '[project]\nname = "example"\nversion = "1.0"\n'
UV = '[build-system]\nbuild-backend = "uv_build"\n[project]\nname = "example"\n'
MODULE_ROOT = UV + '[tool.uv.build-backend]\nmodule-root = ""\n'
EXCLUDING = MODULE_ROOT + 'wheel-exclude = ["*.txt"]\n'
PACKAGE_DATA = SETUPTOOLS + "[tool.setuptools.package-data]\n"


@pytest.mark.parametrize(
    ("configuration", "expected"),
    [
        (NAMED, {"example/blocked.txt", "example/a/b.json"}),
        (FLIT_NAMED, {"example/blocked.txt", "example/a/b.json"}),
        (MODULE_ROOT, {"example/blocked.txt", "example/a/b.json"}),
        (EXCLUDING, set()),
        (SETUPTOOLS, set()),
        (PACKAGE_DATA + 'example = ["*.txt"]\n', {"example/blocked.txt"}),
        (PACKAGE_DATA + 'example = ["**/*.json"]\n', {"example/a/b.json"}),
        (PACKAGE_DATA + 'example = ["*.json", "a/?.json"]\n', {"example/a/b.json"}),
        (PACKAGE_DATA + 'other = ["*"]\n"*" = ["*"]\nexample = ["../*"]\n', set()),
        (
            PACKAGE_DATA
            + 'example = ["*"]\n[tool.setuptools.exclude-package-data]\nexample = ["b*"]\n',
            set(),
        ),
    ],
)
def test_data_that_the_backend_takes_along_whatever_it_is(
    configuration: str, expected: set[str]
) -> None:
    """A list of what is blocked is alone of its kind, and what reads it may do without."""
    held = {"pyproject.toml": configuration, **DATA}
    data = set(DATA) - {"example/__init__.py"}
    assert missed(held, data, ArtifactKind.WHEEL) & data == expected


def test_data_that_git_ignores_or_leads_elsewhere_is_not_missed() -> None:
    held = {"pyproject.toml": NAMED, ".gitignore": "*.txt\n", **DATA, "example/.keep": ""}
    assert (
        missed(held, {"example/blocked.txt", "example/.keep"}, ArtifactKind.WHEEL) & set(DATA)
        == set()
    )


@pytest.mark.parametrize(
    ("setup_py", "expected"),
    [
        ("setup(packages=['example'], package_data={'example': ['*.txt']})", True),
        ("setup(packages=['example'], package_data={'example': ['*.txt']}, cmdclass=mine)", False),
        ("setup(packages=['example'], package_data={'example': found()})", False),
    ],
)
def test_data_that_setup_py_names(setup_py: str, expected: bool) -> None:
    held = {"setup.py": setup_py, **DATA}
    assert (
        "example/blocked.txt" in missed(held, {"example/blocked.txt"}, ArtifactKind.WHEEL)
    ) is expected


def test_data_that_setup_cfg_names() -> None:
    cfg = (
        "[options]\npackages = example\n[options.package_data]\nexample =\n    *.txt\n    *.json\n"
    )
    assert "example/blocked.txt" in missed(
        {"setup.cfg": cfg, **DATA}, {"example/blocked.txt"}, ArtifactKind.WHEEL
    )
