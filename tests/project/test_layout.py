"""Where a build backend takes each file of a wheel or an sdist from."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layouts import backend, origin, project
from tallystick.limits import DEFAULT
from tallystick.model import MODE_SYMLINK, ArtifactKind
from tallystick.project import join, layout_of, read_project
from trees import artifact, tree

WHEEL, SDIST = ArtifactKind.WHEEL, ArtifactKind.SDIST


@dataclass(frozen=True)
class Case:
    """A configuration, a file of the wheel, and where it comes from."""

    id: str
    pyproject: str
    placed: str
    source: str
    others: tuple[str, ...] = ()
    setup_cfg: str = ""
    setup_py: str = ""


SETUPTOOLS = backend("setuptools.build_meta")
CASES = [
    Case("setuptools-flat", SETUPTOOLS, "pkg/a.py", "pkg/a.py"),
    Case("setuptools-src", SETUPTOOLS, "pkg/a.py", "src/pkg/a.py"),
    Case("setuptools-module", SETUPTOOLS, "six.py", "six.py"),
    Case("no-pyproject", "", "pkg/a.py", "src/pkg/a.py"),
    Case(
        "setuptools-package-dir",
        SETUPTOOLS + '[tool.setuptools.package-dir]\n"" = "lib"\n',
        "pkg/a.py",
        "lib/pkg/a.py",
        others=("src/pkg/a.py",),
    ),
    Case(
        "setuptools-package-dir-hidden",
        SETUPTOOLS + '[tool.setuptools.package-dir]\n"" = ".lib"\n',
        "pkg/a.py",
        ".lib/pkg/a.py",
        others=("lib/pkg/a.py",),
    ),
    Case(
        "setuptools-package-dir-one-package",
        SETUPTOOLS + '[tool.setuptools.package-dir]\n"pkg.sub" = "./other/"\n',
        "pkg/sub/a.py",
        "other/a.py",
    ),
    Case(
        "setuptools-find-where",
        SETUPTOOLS + '[tool.setuptools.packages.find]\nwhere = ["python"]\n',
        "pkg/a.py",
        "python/pkg/a.py",
    ),
    Case(
        "setuptools-find-where-in-cfg",
        "",
        "pkg/a.py",
        "python/pkg/a.py",
        others=("python/pkg/__init__.py",),
        setup_cfg="[options]\npackages = find:\n[options.packages.find]\nwhere = python\n",
    ),
    Case(
        "setuptools-package-dir-in-cfg",
        "",
        "pkg/a.py",
        "lib/pkg/a.py",
        setup_cfg="[options]\npackages = find_namespace:\npackage_dir =\n    =lib\n    x = y\n",
    ),
    Case(
        "setuptools-package-called-findings",
        "",
        "findings/a.py",
        "lib/findings/a.py",
        others=("src/findings/a.py",),
        setup_cfg="[options]\npackages = findings\npackage_dir =\n    = lib\n",
    ),
    Case(
        "setup-py-literal",
        "",
        "pkg/a.py",
        "lib/pkg/a.py",
        setup_py="setup(packages=['pkg', 'pkg.sub'], package_dir={'': 'lib'})",
    ),
    Case(
        "setup-py-modules",
        "",
        "six.py",
        "lib/six.py",
        setup_py="setup(packages=[], py_modules=['six'], package_dir={'': 'lib'})",
    ),
    *(
        Case(
            f"setup-py-package-dir-of-{folder}",
            "",
            "six.py",
            f"{folder}/six.py",
            others=("six.py", "src/six.py", "src_py4/six.py"),
            setup_py="if old:\n    d = 'src_py2'\nelse:\n    d = 'src_py3'\n"
            "setup(py_modules=['six'], package_dir={'': d})",
        )
        for folder in ("src_py2", "src_py3")
    ),
    Case(
        "setup-py-find-packages",
        "",
        "pkg/a.py",
        "src/pkg/a.py",
        others=("src/pkg/__init__.py",),
        setup_py="setup(packages=find_packages('src'), package_dir={'': 'src'})",
    ),
    Case(
        "setup-py-scripts",
        "",
        "example-1.0.data/scripts/run",
        "bin/run",
        setup_py="setup(scripts=['bin/run'])",
    ),
    Case(
        "setup-py-data-files",
        "",
        "example-1.0.data/data/share/man/x.1",
        "doc/x.1",
        setup_py="setup(data_files=[('share/man', ['doc/x.1'])])",
    ),
    Case(
        "setup-cfg-data-files",
        "",
        "example-1.0.data/data/share/man/x.1",
        "doc/x.1",
        setup_cfg="[options.data_files]\nshare/man =\n    doc/*.1\n",
    ),
    Case(
        "pbr-data-files",
        "",
        "example-1.0.data/data/share/man/man1/x.1",
        "doc/man1/x.1",
        setup_cfg="[files]\ndata-files =\n    share/man = doc/*\n",
    ),
    Case(
        "pbr-data-files-in-lines-of-their-own",
        "",
        "example-1.0.data/data/etc/b.ini",
        "conf/b.ini",
        setup_cfg="[files]\ndata_files =\n    etc =\n        conf/a.ini\n        conf/b.ini\n",
    ),
    Case(
        "tool-data-files",
        backend(
            "setuptools.build_meta", '[tool.setuptools.data-files]\n"share/man" = ["doc/x.1"]\n'
        ),
        "example-1.0.data/data/share/man/x.1",
        "doc/x.1",
    ),
    Case("flit-flat", backend("flit_core.buildapi"), "my_pkg/a.py", "my_pkg/a.py"),
    Case("flit-src", backend("flit_core.buildapi"), "my_pkg/a.py", "src/my_pkg/a.py"),
    Case("flit-module", backend("flit_core.buildapi"), "my_pkg.py", "src/my_pkg.py"),
    Case(
        "flit-path",
        backend("flit_core.buildapi", '[tool.flit.module]\nname = "src_py3/my_pkg"\n'),
        "my_pkg.py",
        "src_py3/my_pkg.py",
    ),
    Case(
        "flit-named",
        backend("flit_core.buildapi", '[tool.flit.module]\nname = "name.space"\n'),
        "name/space/a.py",
        "src/name/space/a.py",
    ),
    Case("hatch-other-name", backend("hatchling.build"), "cosmos/a.py", "cosmos/a.py"),
    Case("hatch-flat", backend("hatchling.build"), "my_pkg/a.py", "my_pkg/a.py"),
    Case("hatch-src", backend("hatchling.build"), "my_pkg/a.py", "src/my_pkg/a.py"),
    Case("hatch-module", backend("hatchling.build"), "my_pkg.py", "my_pkg.py"),
    Case(
        "hatch-packages",
        backend("hatchling.build", '[tool.hatch.build.targets.wheel]\npackages = ["./lib/foo"]\n'),
        "foo/a.py",
        "lib/foo/a.py",
    ),
    Case(
        "hatch-packages-that-is-a-module",
        backend("hatchling.build", '[tool.hatch.build.targets.wheel]\npackages = ["lib/one.py"]\n'),
        "one.py",
        "lib/one.py",
        others=("one.py",),
    ),
    Case(
        "hatch-sources-list",
        backend("hatchling.build", '[tool.hatch.build.targets.wheel]\nsources = ["lib"]\n'),
        "foo/a.py",
        "lib/foo/a.py",
    ),
    Case(
        "hatch-sources-table",
        backend("hatchling.build", '[tool.hatch.build.targets.wheel.sources]\n"lib/a" = "b"\n'),
        "b/a.py",
        "lib/a/a.py",
    ),
    Case(
        "hatch-only-include",
        backend("hatchling.build", '[tool.hatch.build]\nonly-include = ["foo"]\n'),
        "foo/a.py",
        "foo/a.py",
    ),
    Case(
        "hatch-shared-data",
        backend(
            "hatchling.build",
            '[tool.hatch.build.targets.wheel.shared-data]\n"etc" = "etc/jupyter"\n',
        ),
        "example-1.0.data/data/etc/jupyter/sub/x.json",
        "etc/sub/x.json",
    ),
    Case(
        "hatch-shared-scripts",
        backend(
            "hatchling.build", '[tool.hatch.build.targets.wheel.shared-scripts]\n"bin/x" = "x"\n'
        ),
        "example-1.0.data/scripts/x",
        "bin/x",
    ),
    Case(
        "hatch-force-include",
        backend(
            "hatchling.build",
            '[tool.hatch.build.targets.wheel.force-include]\n"schema.json" = "my_pkg/s.json"\n',
        ),
        "my_pkg/s.json",
        "schema.json",
    ),
    Case(
        "poetry-name-in-capitals",
        backend("poetry.core.masonry.api") + '[tool.poetry]\nname = "Quart"\n',
        "quart/a.py",
        "src/quart/a.py",
    ),
    Case("poetry-default", backend("poetry.core.masonry.api"), "my_pkg/a.py", "src/my_pkg/a.py"),
    Case(
        "poetry-from",
        backend(
            "poetry.core.masonry.api", 'packages = [{include = "foo", from = "lib", to = "top"}]\n'
        ),
        "top/foo/a.py",
        "lib/foo/a.py",
    ),
    Case(
        "setup-py-folder-named-by-the-python-that-runs-it",
        "",
        "pkg/a.py",
        "python3/pkg/a.py",
        others=("pkg/a.txt", "tests3/pkg/a.py"),
        setup_py="folders = {'': 'python%s' % sys.version_info[0]}\n"
        "setup(packages=['pkg'], package_dir=folders)",
    ),
    Case(
        "setup-py-folder-in-a-dict-of-a-function",
        "",
        "pkg/a.py",
        "py3.11/pkg/a.py",
        others=("src/b.py",),
        setup_py="root = '%s%s.%s' % (kind, major, minor)\ndef run():\n"
        "    given = dict(packages=find_packages(where=root), package_dir={'': root})\n"
        "    setup(**given)\n",
    ),
    Case(
        "jupyter-packaging",
        backend("jupyter_packaging.build_api"),
        "pkg/a.py",
        "lib/pkg/a.py",
        setup_cfg="[options]\npackages = find:\npackage_dir =\n    =lib\n",
    ),
    Case(
        "poetry-text",
        backend("poetry.core.masonry.api", 'packages = [{include = "README.rst"}]\n'),
        "README.rst",
        "README.rst",
    ),
    Case(
        "hatch-text",
        backend(
            "hatchling.build", '[tool.hatch.build.targets.wheel]\nonly-include = ["a/b.txt"]\n'
        ),
        "a/b.txt",
        "a/b.txt",
    ),
    Case(
        "poetry-module",
        backend("poetry.core.masonry.api", 'packages = [{include = "foo.py", from = "lib"}]\n'),
        "foo.py",
        "lib/foo.py",
    ),
    Case("pdm-src", backend("pdm.backend"), "pkg/a.py", "src/pkg/a.py"),
    Case("pdm-flat", backend("pdm.backend"), "pkg/a.py", "pkg/a.py"),
    Case(
        "pdm-package-dir",
        backend("pdm.backend", '[tool.pdm.build]\npackage-dir = ".lib"\n'),
        "pkg/a.py",
        ".lib/pkg/a.py",
    ),
    Case("maturin", backend("maturin"), "pkg/a.py", "pkg/a.py"),
    Case(
        "maturin-python-source",
        backend("maturin", '[tool.maturin]\npython-source = "python"\n'),
        "pkg/a.py",
        "python/pkg/a.py",
    ),
    Case("uv", backend("uv_build"), "pkg/a.py", "src/pkg/a.py"),
    Case(
        "uv-module-root",
        backend("uv_build", '[tool.uv.build-backend]\nmodule-root = ""\n'),
        "pkg/a.py",
        "pkg/a.py",
    ),
    Case(
        "scikit-build-core-list",
        backend("scikit_build_core.build", '[tool.scikit-build]\nwheel.packages = ["lib/foo"]\n'),
        "foo/a.py",
        "lib/foo/a.py",
    ),
    Case(
        "scikit-build-core-table",
        backend(
            "scikit_build_core.build", '[tool.scikit-build.wheel.packages]\n"a/b" = "lib/foo"\n'
        ),
        "a/b/a.py",
        "lib/foo/a.py",
    ),
    Case(
        "scikit-build-core-default",
        backend("scikit_build_core.build"),
        "my_pkg/a.py",
        "python/my_pkg/a.py",
    ),
    Case("unknown", backend("inhouse.backend"), "pkg/a.py", "src/pkg/a.py"),
    Case("unknown-flat", backend("inhouse.backend"), "pkg/a.py", "pkg/a.py"),
    Case(
        "wrapped",
        '[build-system]\nbuild-backend = "local"\nbackend-path = ["."]\n'
        'requires = ["wheel", "hatchling>=1"]\n[project]\nname = "my-pkg"\n',
        "my_pkg/a.py",
        "src/my_pkg/a.py",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
@pytest.mark.parametrize("subdir", ["", "bindings/python"])
def test_a_file_of_a_wheel_comes_from_where_its_backend_takes_it(case: Case, subdir: str) -> None:
    prefix = f"{subdir}/" if subdir else ""
    configuration = {
        "pyproject.toml": case.pyproject,
        "setup.cfg": case.setup_cfg,
        "setup.py": case.setup_py,
    }
    files = {name: content for name, content in configuration.items() if content}
    files |= dict.fromkeys((case.source, *case.others), "x")
    contents = {prefix + name: content for name, content in files.items()}
    assert origin(case.placed, contents, subdir=subdir) == prefix + case.source


def test_the_purelib_of_a_data_folder_is_unpacked_beside_the_packages() -> None:
    contents = {"pyproject.toml": SETUPTOOLS, "src/pkg/a.py": "x"}
    for scheme in ("purelib", "platlib"):
        placed = f"my_pkg-1.0.data/{scheme}/pkg/a.py"
        assert origin(placed, contents) == "src/pkg/a.py"
    assert origin("my_pkg-1.0.data/headers/pkg/a.py", contents) is None
    assert origin("my_pkg-1.0.data/scripts/pkg/a.py", contents) is None


def test_a_data_folder_of_another_name_is_a_folder_like_any_other() -> None:
    """pip moves what is in it beside the packages, uv leaves it where nothing imports it."""
    contents = {"pyproject.toml": SETUPTOOLS, "pkg/a.py": "x"}
    layout = layout_of(
        artifact(
            tree({"other-1.0.data/purelib/pkg/a.py": "x", "example-1.0.dist-info/WHEEL": "x"}),
            ArtifactKind.WHEEL,
        ),
        project(contents),
    )
    assert not {c.path for c in layout.candidates("other-1.0.data/purelib/pkg/a.py")} & {*contents}


@pytest.mark.parametrize(
    ("configuration", "placed", "expected"),
    [
        ('include = ["pkg/**/*.py", "one.py"]', "pkg/a.py", True),
        ('include = ["pkg/**/*.py", "one.py"]', "one.py", True),
        ('include = ["pkg/**/*.py", "one.py"]', "conftest.py", False),
        ('include = ["pkg/**/*.py", "one.py"]', "tests/a.py", False),
        ('include = ["*.py"]', "conftest.py", True),
        ('include = ["*.py"]', "tests/a.py", True),
        ('include = ["*.py"]', "start.pth", False),
        ('include = ["*.py"]', "pyproject.toml", False),
        ('include = ["*.py", "*.pth"]', "start.pth", True),
        ('only-include = ["pkg"]', "conftest.py", False),
    ],
)
def test_hatchling_packs_what_it_is_told_to_include(
    configuration: str, placed: str, expected: bool
) -> None:
    table = f"[tool.hatch.build.targets.wheel]\n{configuration}\n"
    contents = dict.fromkeys(("pkg/a.py", "one.py", "conftest.py", "tests/a.py", "start.pth"), "x")
    contents["pyproject.toml"] = backend("hatchling.build", table)
    assert (origin(placed, contents) == placed) is expected


@pytest.mark.parametrize(
    ("setup", "expected"),
    [
        ("setup(packages=find_packages())", set[str]()),
        ("setup(packages=find_packages(), py_modules=['one'])", {"one.py"}),
        ("setup(packages=find_packages(), py_modules=modules())", {"one.py", "run.py"}),
        ("setup()", {"one.py", "run.py"}),
    ],
)
def test_modules_at_the_root_are_packed_where_they_are_asked_for(
    setup: str, expected: set[str]
) -> None:
    head = "from setuptools import setup, find_packages\n"
    contents = {"setup.py": head + setup, "one.py": "x", "run.py": "x", "pkg/__init__.py": ""}
    assert {name for name in ("one.py", "run.py") if origin(name, contents)} == expected


@pytest.mark.parametrize(
    ("find", "expected"),
    [
        ("", {"pkg", "tests", "other"}),
        ("exclude = ['tests*']", {"pkg", "other"}),
        ("exclude = ['tests']", {"pkg", "tests", "other"}),  # what is below it is still found
        ("include = ['pkg*']", {"pkg"}),
        ("include = ['pkg.sub*']", {"pkg"}),
    ],
)
def test_folders_that_the_search_leaves_out_are_not_packed(find: str, expected: set[str]) -> None:
    table = f"[tool.setuptools.packages.find]\nwhere = ['.']\n{find}\n"
    contents = dict.fromkeys(("pkg/sub/a.py", "tests/sub/a.py", "other/sub/a.py"), "x")
    contents["pyproject.toml"] = backend("setuptools.build_meta", table)
    assert {
        top for top in ("pkg", "tests", "other") if origin(f"{top}/sub/a.py", contents)
    } == expected


@pytest.mark.parametrize(
    "headers",
    ['["src/pkg/api.h"]', "headers"],
)
def test_headers_of_a_setup_py_go_by_their_base_name(headers: str) -> None:
    setup = (
        "import sys\nfrom setuptools import setup\nHEADER = 'src/pkg/' + 'api.h'\n"
        "if sys.platform == 'x':\n    headers = []\nelse:\n    headers = [HEADER]\n"
        f"setup(headers={headers})\n"
    )
    contents = {"setup.py": setup, "src/pkg/api.h": "x", "src/pkg/other.h": "x"}
    assert origin("example-1.0.data/headers/api.h", contents) == "src/pkg/api.h"
    assert origin("example-1.0.data/headers/other.h", contents) is None


@pytest.mark.parametrize(
    ("placed", "configuration", "source"),
    [
        ("LICENSE", "", "LICENSE"),
        ("licenses/LICENSE", "", "LICENSE"),
        ("licenses/vendor/LICENSE", "", "vendor/LICENSE"),
        ("licenses/legal/MIT.txt", 'license-files = ["legal/*.txt"]', "legal/MIT.txt"),
        ("MIT.txt", 'license = {file = "legal/MIT.txt"}', "legal/MIT.txt"),
        ("MIT.txt", '[tool.setuptools]\nlicense-files = ["legal/*"]', "legal/MIT.txt"),
        ("METADATA", "", None),
        ("entry_points.txt", "", None),
    ],
)
def test_a_licence_in_the_dist_info_comes_from_the_project(
    placed: str, configuration: str, source: str | None
) -> None:
    contents = {"pyproject.toml": f'[project]\nname = "x"\n{configuration}\n'}
    contents |= dict.fromkeys(("LICENSE", "vendor/LICENSE", "legal/MIT.txt", "METADATA"), "x")
    assert origin(f"x-1.0.dist-info/{placed}", contents) == source


def test_a_file_in_the_dist_info_is_no_file_of_a_folder_that_is_called_the_same() -> None:
    """Every metadata file is claimed by an explainer, or it is residue."""
    contents = {"pyproject.toml": SETUPTOOLS, "evil.dist-info/sub/METADATA": "x"}
    assert origin("x-1.0.dist-info/METADATA", contents) is None


def test_an_sdist_keeps_the_folders_of_the_project() -> None:
    contents = {"python/pyproject.toml": SETUPTOOLS, "python/src/a.py": "x", "src/a.py": "x"}
    assert origin("src/a.py", contents, kind=SDIST, subdir="python") == "python/src/a.py"


def test_an_sdist_takes_a_named_readme_from_outside_of_its_folder() -> None:
    contents = {"python/pyproject.toml": '[project]\nreadme = "../README.md"', "README.md": "x"}
    assert origin("README.md", contents, kind=SDIST, subdir="python") == "README.md"
    assert origin("CHANGES.md", contents | {"CHANGES.md": "x"}, kind=SDIST, subdir="python") is None


def test_uv_build_keeps_the_configuration_as_it_was() -> None:
    contents = {"pyproject.toml": backend("uv_build"), "setup.cfg": "x"}
    assert origin("pyproject.toml.orig", contents, kind=SDIST) == "pyproject.toml"
    assert origin("setup.cfg.orig", contents, kind=SDIST) is None
    assert origin("pyproject.toml.orig", contents) is None
    contents = {"pyproject.toml": backend("hatchling.build")}
    assert origin("pyproject.toml.orig", contents, kind=SDIST) is None


def test_hatchling_rewrites_the_paths_of_an_sdist_where_its_target_asks_for_it() -> None:
    asked = '[tool.hatch.build.targets.sdist]\npackages = ["src/pkg"]\n'
    contents = {"pyproject.toml": backend("hatchling.build", asked), "src/pkg/a.py": "x"}
    assert origin("pkg/a.py", contents, kind=SDIST) == "src/pkg/a.py"
    of_wheels = {**contents, "pyproject.toml": contents["pyproject.toml"].replace("sdist", "wheel")}
    assert origin("pkg/a.py", of_wheels, kind=SDIST) is None


def test_data_of_the_package_without_a_name_stands_at_the_top_of_a_wheel() -> None:
    setup = "setup(packages=[''], package_dir={'': 'src'}, package_data={'': ['a.pyi']})"
    contents = {"setup.py": setup, "src/a.pyi": "x", "src/b.py": "y"}
    assert origin("a.pyi", contents) == "src/a.pyi"
    assert origin("b.py", contents) is None


def test_maturin_takes_the_package_of_src_where_the_crate_is_in_rust() -> None:
    named = backend("maturin")
    contents = {"pyproject.toml": named, "src/my_pkg/__init__.py": "", "src/my_pkg/a.py": "x"}
    assert origin("my_pkg/a.py", contents | {"rust/Cargo.toml": ""}) == "src/my_pkg/a.py"
    assert origin("my_pkg/a.py", contents | {"Cargo.toml": ""}) is None
    other = {"pyproject.toml": named, "src/pkg/__init__.py": "", "rust/Cargo.toml": ""}
    assert origin("pkg/__init__.py", other) is None


def test_maturin_keeps_the_folders_of_the_workspace() -> None:
    contents = {"python/pyproject.toml": backend("maturin"), "crates/a/lib.rs": "x"}
    assert origin("crates/a/lib.rs", contents, kind=SDIST, subdir="python") == "crates/a/lib.rs"
    contents = {"pyproject.toml": backend("maturin"), "crates/a/lib.rs": "x"}
    assert origin("lib.rs", contents, kind=SDIST) is None


@pytest.mark.parametrize(
    "configuration",
    [
        {"pyproject.toml": SETUPTOOLS + '[tool.setuptools.package-dir]\n"" = "../.."\n'},
        {"pyproject.toml": SETUPTOOLS + '[tool.setuptools.package-dir]\n"pkg" = "/etc"\n'},
        {"pyproject.toml": backend("pdm.backend", '[tool.pdm.build]\npackage-dir = "../.."\n')},
        {"pyproject.toml": backend("maturin", '[tool.maturin]\npython-source = "../../.."\n')},
        {
            "pyproject.toml": backend(
                "hatchling.build",
                '[tool.hatch.build.targets.wheel.force-include]\n"../../etc/passwd" = "pkg/a.py"\n',
            )
        },
        {"setup.cfg": "[options]\npackage_dir =\n    = ../..\n"},
        {"setup.py": "setup(scripts=['../../etc/passwd'], package_dir={'': '../..'})"},
        {"pyproject.toml": '[project]\nlicense-files = ["../../../etc/passwd"]'},
    ],
)
def test_no_configuration_places_a_candidate_outside_of_the_tree(
    configuration: dict[str, str],
) -> None:
    read = project(configuration)
    for placed in ("pkg/a.py", "x-1.0.data/scripts/passwd", "x-1.0.dist-info/licenses/passwd"):
        layout = layout_of(artifact(tree({placed: "x"}), WHEEL), read)
        outside = [c.path for c in layout.candidates(placed) if c.path not in read.tree.entries]
        assert not [path for path in outside if path.startswith("/") or path == "etc/passwd"]


# --- the configuration itself ---------------------------------------------------------------------


def test_configuration_that_cannot_be_read_is_a_skip_and_not_an_error() -> None:
    read = project({"pyproject.toml": "[", "setup.cfg": "x", "setup.py": "("})
    reasons = [skip.reason for skip in read.skips]
    assert [reason.split(":")[0] for reason in reasons] == ["pyproject.toml", "setup.cfg"]
    assert read.has_pyproject
    assert read.setup_py is not None
    assert read.setup_py.is_open


def test_configuration_behind_a_link_is_not_followed() -> None:
    linked = tree({"pyproject.toml": "elsewhere.toml"}, modes={"pyproject.toml": MODE_SYMLINK})
    assert not read_project(linked, "", DEFAULT).has_pyproject


def test_configuration_of_the_wrong_shape_says_nothing() -> None:
    read = project(
        {
            "pyproject.toml": 'project = 7\ntool = ["x"]\n[build-system]\nbuild-backend = 3\nrequires = 4\n',
            "a.py": "x",
        }
    )
    assert (read.backend, read.table("project"), read.table("tool", "x")) == ("setuptools", {}, {})
    assert list(layout_of(artifact(tree({"a.py": "x"}), WHEEL), read).candidates("a.py"))


def test_what_stands_at_the_root_is_not_thereby_in_the_wheel() -> None:
    """``setup.py`` in a wheel would be installed where every other project imports from."""
    read = project(
        {"setup.py": "", "conftest.py": "", "tests/a.py": "", "pkg/a.py": "", "one.py": ""}
    )
    layout = layout_of(artifact(tree({"pkg/a.py": ""}), WHEEL), read)
    placed = {path: [c.path for c in layout.candidates(path)] for path in read.tree.entries}
    assert placed == {
        "setup.py": [],
        "conftest.py": [],
        "tests/a.py": [],
        "pkg/a.py": ["pkg/a.py"],
        "one.py": ["one.py"],
    }


components = st.lists(st.sampled_from(["", ".", "..", "a", "b c", "...", ".a"]), max_size=8)


@given(folder=components, relative=components)
def test_joined_paths_are_clean(folder: list[str], relative: list[str]) -> None:
    base = "/".join(part for part in folder if part not in {"", ".", ".."})
    joined = join(base, "/".join(relative))
    parts = joined.split("/") if joined else []
    assert not {"", "."} & set(parts)
    climbs = [part for part in parts if part == ".."]
    assert parts[: len(climbs)] == climbs
    assert join("", joined) == joined


@pytest.mark.parametrize(
    ("module", "placed", "expected"),
    [
        ("setuptools.build_meta", "LICENSE", "LICENSE"),
        ("setuptools.build_meta", "COPYING.txt", "libs/COPYING.txt"),
        ("setuptools.build_meta", "README.rst", "libs/py/README.rst"),
        ("setuptools.build_meta", "README.py", None),
        ("setuptools.build_meta", "setup.py", None),
        ("setuptools.build_meta", "docs/LICENSE", None),
        ("setuptools.build_meta", ".gitignore", None),
        ("hatchling.build", ".gitignore", ".gitignore"),
        ("hatchling.build", "pkg/.gitignore", None),
    ],
)
def test_texts_of_a_repository_stand_in_the_sdist_of_its_folder(
    module: str, placed: str, expected: str | None
) -> None:
    above = ("LICENSE", "COPYING.txt", "README.rst", "README.py", "setup.py", ".gitignore")
    contents = {path: "x" for name in above for path in (name, f"lib/{name}")}
    contents |= {"libs/COPYING.txt": "x", "libs/py/README.rst": "x"}
    contents["libs/py/pyproject.toml"] = backend(module)
    assert origin(placed, contents, kind=SDIST, subdir="libs/py") == expected


SPECS = (
    "from jupyter_packaging import create_cmdclass\n"
    "specs = [('share/jupyter/x', 'pkg/static', '**'), ('etc/jupyter', '.', 'x.json')]\n"
    "setup(name='x', cmdclass=create_cmdclass('js', data_files_spec=specs))\n"
)


@pytest.mark.parametrize(
    ("placed", "source"),
    [
        ("share/jupyter/x/deep/a.js", "pkg/static/deep/a.js"),
        ("etc/jupyter/x.json", "x.json"),
        ("etc/jupyter/y.json", None),
        ("share/jupyter/y/a.js", None),
    ],
)
def test_jupyter_packaging_copies_folders_into_the_data(placed: str, source: str | None) -> None:
    contents = dict.fromkeys(("pkg/static/deep/a.js", "x.json", "y.json", "a.js"), "x")
    contents["setup.py"] = SPECS
    assert origin(f"x-1.0.data/data/{placed}", contents) == source


def test_a_list_of_that_name_says_nothing_without_jupyter_packaging() -> None:
    contents = {"setup.py": SPECS.split("\n", 1)[1], "x.json": "x"}
    assert origin("x-1.0.data/data/etc/jupyter/x.json", contents) is None
