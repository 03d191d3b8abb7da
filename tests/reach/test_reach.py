"""When an entry can run: decided by its path, for the worse in doubt."""

from __future__ import annotations

import pickle
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reach_before import reach_before
from tallystick.audit import audit
from tallystick.limits import DEFAULT
from tallystick.model import (
    MODE_EXECUTABLE,
    MODE_FILE,
    MODE_SYMLINK,
    ArtifactKind,
    Grade,
    Reach,
    VerdictValue,
)
from tallystick.policy import QUIET
from tallystick.reach.build import MAX_BYTES
from tallystick.reach.paths import HEAD, reach
from tallystick.reach.reaches import reaches_of
from trees import artifact, entry, source, tree

SDIST, WHEEL, NPM = ArtifactKind.SDIST, ArtifactKind.WHEEL, ArtifactKind.NPM


def reaches(
    contents: Mapping[str, bytes | str], kind: ArtifactKind = SDIST
) -> dict[str, tuple[Reach, str]]:
    released = artifact(tree(contents), kind)
    known = reaches_of(released, DEFAULT)
    found = {path: known.of(one) for path, one in released.tree.entries.items()}
    return {path: (reached.reach, reached.reason) for path, reached in found.items()}


@pytest.mark.parametrize(
    ("path", "kind", "expected"),
    [
        (".cargo/config.toml", ArtifactKind.SDIST, Reach.BUILD),
        ("bindings/.cargo/config", ArtifactKind.SDIST, Reach.BUILD),
        ("config.toml", ArtifactKind.SDIST, Reach.DATA),
        ("rust-toolchain.toml", ArtifactKind.SDIST, Reach.BUILD),
        ("vendor/tree/autom4te.cache/requests", ArtifactKind.SDIST, Reach.BUILD),
        ("docs/_static/theme.js", ArtifactKind.SDIST, Reach.DOCS),
        ("doc/html/searchindex.js", ArtifactKind.SDIST, Reach.DOCS),
        ("docs/_static/theme.js", ArtifactKind.WHEEL, Reach.IMPORT),
        ("docs/_static/theme.js", ArtifactKind.NPM, Reach.IMPORT),
        ("example/docs/_static/theme.js", ArtifactKind.SDIST, Reach.IMPORT),
        ("docs/theme.js", ArtifactKind.SDIST, Reach.IMPORT),
        ("docs/_static", ArtifactKind.SDIST, Reach.DATA),
        ("docs/_static/extension.py", ArtifactKind.SDIST, Reach.IMPORT),
        ("docs/_static/start.pth", ArtifactKind.SDIST, Reach.STARTUP),
        ("docs/conf.py", ArtifactKind.SDIST, Reach.IMPORT),
        ("setup.py", ArtifactKind.TARBALL, Reach.INSTALL),
        ("pyproject.toml", ArtifactKind.DEBIAN, Reach.INSTALL),
        ("sub/pyproject.toml", ArtifactKind.SDIST, Reach.DATA),
        ("hatch_build.py", ArtifactKind.SDIST, Reach.INSTALL),
        ("debian/postinst", ArtifactKind.TARBALL, Reach.INSTALL),
        ("debian/tool.prerm", ArtifactKind.SDIST, Reach.INSTALL),
        ("debian/rules", ArtifactKind.TARBALL, Reach.BUILD),
        ("debian/copyright", ArtifactKind.TARBALL, Reach.DATA),
        ("sitecustomize.py", ArtifactKind.WHEEL, Reach.STARTUP),
        ("sitecustomize/__init__.py", ArtifactKind.WHEEL, Reach.STARTUP),
        ("usercustomize.cpython-311-x86_64-linux-gnu.so", ArtifactKind.WHEEL, Reach.STARTUP),
        ("sitecustomize.md", ArtifactKind.WHEEL, Reach.DOCS),
        ("example-1.0.data/scripts/run", ArtifactKind.WHEEL, Reach.INSTALL),
        ("example-1.0.dist-info/METADATA", ArtifactKind.WHEEL, Reach.INSTALL),
        ("tests/test_a.py", ArtifactKind.SDIST, Reach.TEST),
        ("package/tests/data.pkl", ArtifactKind.SDIST, Reach.TEST),
        ("test/a.py", ArtifactKind.TARBALL, Reach.TEST),
        ("test", ArtifactKind.TARBALL, Reach.DATA),
        ("django/test/client.py", ArtifactKind.SDIST, Reach.IMPORT),
        ("package/tests/test_a.py", ArtifactKind.WHEEL, Reach.IMPORT),
        ("test/a.js", ArtifactKind.NPM, Reach.IMPORT),
        ("conftest.py", ArtifactKind.SDIST, Reach.TEST),
        ("tests/run.sh", ArtifactKind.SDIST, Reach.BUILD),
        ("tests/data.bin", ArtifactKind.SDIST, Reach.DATA),
    ],
)
def test_reach(path: str, kind: ArtifactKind, expected: Reach) -> None:
    assert reach(entry(path, b"x", MODE_FILE), kind) is expected


def test_a_script_of_the_documentation_that_can_be_executed_is_code() -> None:
    executable = entry("docs/_static/theme.js", b"x", MODE_EXECUTABLE)
    assert reach(executable, ArtifactKind.SDIST) is Reach.IMPORT


def test_a_script_that_no_page_refers_to_leaves_the_release_inconclusive() -> None:
    held = {"docs/conf.py": "extensions = []\n", "docs/index.rst": "x\n"}
    built = {
        "docs/searchindex.js": 'Search.setIndex({"docnames": ["index"], "filenames": ["index.rst"]})',
        "docs/index.html": "<html></html>\n",
        "docs/_static/other.js": "1;\n",
    }
    ledger = audit(artifact(tree({**held, **built})), source(tree(held)))
    lines = {line.path: line.grade for line in ledger.lines}
    assert lines["docs/searchindex.js"] is lines["docs/index.html"] is Grade.UNPROVEN
    assert lines["docs/_static/other.js"] is Grade.UNEXPLAINED
    assert ledger.verdict is not None
    assert ledger.verdict.value is VerdictValue.INCONCLUSIVE


COMPONENTS = st.sampled_from(
    [
        "tests", "test", "testing", "src", "docs", "doc", "_static", "debian", "m4", "po", ".git",
        ".cargo", "autom4te.cache", "example-1.0.dist-info", "example-1.0.data", "scripts",
        "licenses", "example.egg-info", "sitecustomize", "package",
    ]
)  # fmt: skip
STEMS = st.sampled_from(
    ["a", "test_a", "setup", "conftest", "sitecustomize", "usercustomize", "README", "LICENSE",
     "configure", "Makefile", "CMakeLists", "config", "PKG-INFO", "package", "searchindex", "postinst",
     "rules", "meson", "hatch_build", "pyproject", "MANIFEST", "METADATA", "lib.so", "test", ""]
)  # fmt: skip
SUFFIXES = st.sampled_from(
    ["", ".py", ".pth", ".so", ".so.1", ".js", ".txt", ".md", ".1", ".in", ".m4", ".ac", ".am", ".cmake",
     ".build", ".c", ".pyx", ".pkl", ".PY", ".html", ".sh", ".toml", ".json", ".xz", ".exe", ".cfg"]
)  # fmt: skip
PATHS = st.one_of(
    st.tuples(st.lists(COMPONENTS, max_size=3), STEMS, SUFFIXES).map(
        lambda parts: "/".join([*parts[0], (parts[1] + parts[2]) or "x"])
    ),
    st.text(min_size=1, max_size=12),
)
HEADS = st.sampled_from([b"", b"#!/bin/sh\n", b"\x7fELF", b"\x80\x04", b"text"])


@given(
    path=PATHS,
    kind=st.sampled_from(ArtifactKind),
    mode=st.sampled_from([MODE_FILE, MODE_EXECUTABLE, MODE_SYMLINK]),
    head=HEADS,
)
def test_what_was_code_before_is_code_still(
    path: str, kind: ArtifactKind, mode: int, head: bytes
) -> None:
    one = entry(path, b"x", mode)
    if reach_before(one, kind, head) not in QUIET:
        assert reach(one, kind, head) not in QUIET


@given(paths=st.sets(PATHS, max_size=6), kind=st.sampled_from(ArtifactKind), script=st.text())
def test_what_other_files_name_only_ever_raises_a_reach(
    paths: set[str], kind: ArtifactKind, script: str
) -> None:
    order = list(Reach)
    named = " ".join(sorted(paths))
    contents = dict.fromkeys(paths, script + named)
    for path, (found, _) in reaches(contents, kind).items():
        assert order.index(found) <= order.index(reach(entry(path, b"x"), kind))


@pytest.mark.parametrize("kind", list(ArtifactKind))
def test_every_reach_has_its_reason(kind: ArtifactKind) -> None:
    paths = ("a.py", "a.c", "a", "setup.py", "package.json", "a.pth", "README", "tests/a.py")
    assert all(reason for _, reason in reaches(dict.fromkeys(paths, ""), kind).values())


@pytest.mark.parametrize(
    ("build_file", "text", "path"),
    [
        ("configure.ac", "cat $srcdir/tests/files/bad-3.xz", "tests/files/bad-3.xz"),
        ("configure.ac", "cat @top_srcdir@/a/b.dat", "a/b.dat"),
        ("tests/Makefile.am", "EXTRA_DIST = \\\n\tfiles \\\n\ttuktest.h\n", "tests/files/bad-3.xz"),
        ("Makefile.am", "SUBDIRS = src tests\n", "tests/files/deep/bad.5"),
        ("CMakeLists.txt", 'file(READ "${SRC}/tests/a.bin" x)', "tests/a.bin"),
        ("tests/CMakeLists.txt", "add_test(a a.bin)", "tests/a.bin"),
        ("meson.build", "subdir('tests')", "tests/a.bin"),
        ("setup.py", "open(os.path.join('tests', 'a.bin'))", "tests/a.bin"),
        ("setup.py", "open('requirements.txt')", "requirements.txt"),
        ("m4/x.m4", "sed 1d $srcdir/po/a.dat", "po/a.dat"),
        ("tests/Makefile.am", "TESTS = run.py", "tests/run.py"),
    ],
)
def test_data_that_a_build_file_names_is_read_by_the_build(
    build_file: str, text: str, path: str
) -> None:
    found = reaches({build_file: text, path: b"x"})[path]
    assert found == (Reach.BUILD, f"named in {build_file}")
    assert reaches({build_file: text, path: b"x"}, WHEEL)[path][0] is not Reach.BUILD


@pytest.mark.parametrize(
    ("build_file", "text", "path"),
    [
        ("setup.py", "open('README.md')", "README.md"),
        ("setup.py", "packages = find_packages(exclude=['tests'])", "tests/a.bin"),
        ("Makefile.am", "SUBDIRS = po", "po/a.dat"),
        ("MANIFEST.in", "include a.dat", "a.dat"),
        ("sub/setup.py", "open('a.dat')", "a.dat.txt"),
        ("sub/setup.py", "'b.dat'", "other/b.dat"),
    ],
)
def test_what_is_only_shipped_or_quoted_is_not_read_by_the_build(
    build_file: str, text: str, path: str
) -> None:
    assert reaches({build_file: text, path: b"x"})[path][0] in QUIET


def test_the_payload_of_xz_among_the_tests_rejects_where_unnamed_data_leaves_doubt() -> None:
    held: dict[str, bytes | str] = {
        "configure.ac": "AC_INIT\n",
        "Makefile.am": "SUBDIRS = tests\n",
        "tests/a.xz": b"\xfd7z",
    }
    payload: dict[str, bytes | str] = {**held, "tests/bad-3-corrupt_lzma2.xz": b"\xfd7zXZ"}
    ledger = audit(artifact(tree(payload), ArtifactKind.TARBALL), source(tree(held)))
    line = next(line for line in ledger.lines if line.path.endswith("lzma2.xz"))
    assert (line.grade, line.reach) == (Grade.UNEXPLAINED, Reach.BUILD)
    assert line.reach_reason == "named in Makefile.am"
    assert ledger.verdict is not None
    assert ledger.verdict.value is VerdictValue.REJECTED
    quiet: dict[str, bytes | str] = {**held, "other/bad.xz": b"\xfd7zXZ"}
    ledger = audit(artifact(tree(quiet), ArtifactKind.TARBALL), source(tree(held)))
    assert ledger.verdict is not None
    assert ledger.verdict.value is VerdictValue.INCONCLUSIVE


def test_an_unexplained_test_is_code() -> None:
    held = {"setup.py": "", "tests/test_a.py": ""}
    ledger = audit(artifact(tree({**held, "tests/test_b.py": "1"})), source(tree(held)))
    assert ledger.lines[2].reach is Reach.TEST
    assert ledger.verdict is not None
    assert ledger.verdict.value is VerdictValue.REJECTED


def test_an_in_tree_backend_runs_at_install_with_all_that_is_put_on_the_path_for_it() -> None:
    backend = '[build-system]\nbuild-backend = "backend.api:x"\nbackend-path = ["_build"]\n'
    found = reaches(
        {
            "pyproject.toml": backend,
            "_build/backend/api.py": "",
            "_build/table.json": "",
            "a.py": "",
        }
    )
    assert found["_build/backend/api.py"][0] is found["_build/table.json"][0] is Reach.INSTALL
    assert found["a.py"][0] is Reach.IMPORT
    top = backend.replace("_build", ".")
    found = reaches({"pyproject.toml": top, "backend/api.py": "", "backends.py": "", "a.py": ""})
    assert found["backend/api.py"][0] is Reach.INSTALL
    assert found["backends.py"][0] is found["a.py"][0] is Reach.IMPORT


@pytest.mark.parametrize(
    "text",
    [
        '[tool.hatch.build.hooks.custom]\npath = "tools/hook.py"\n',
        '[tool.poetry.build]\nscript = "./tools/hook.py"\n',
        '[tool.pdm.build]\ncustom-hook = "tools/hook.py"\n',
    ],
)
def test_a_hook_of_the_backend_runs_at_install(text: str) -> None:
    found = reaches({"pyproject.toml": text, "tools/hook.py": ""})
    assert found["tools/hook.py"][0] is Reach.INSTALL


def test_what_setup_py_imports_or_executes_runs_at_install() -> None:
    script = "import versioneer\nfrom tools.build import x\nexec(open('pkg/_version.py').read())\n"
    found = reaches(
        {
            "setup.py": script,
            "versioneer.py": "",
            "tools/build.py": "",
            "pkg/_version.py": "",
            "pkg/other.py": "",
        }
    )
    assert found["versioneer.py"] == (Reach.INSTALL, "imported by setup.py")
    assert found["tools/build.py"] == (Reach.INSTALL, "imported by setup.py")
    assert found["pkg/_version.py"] == (Reach.INSTALL, "named in setup.py")
    assert found["pkg/other.py"][0] is Reach.IMPORT


@pytest.mark.parametrize(
    "pyproject",
    [
        b"\xff\xfe",
        b"[" * 1000,
        b'[build-system]\nbuild-backend = 1\nbackend-path = "."\n',
        b'[build-system]\nbuild-backend = "x"\nbackend-path = [1, "../..", "/"]\n',
        b"tool = 1\n",
    ],
)
def test_a_hostile_configuration_names_nothing_and_breaks_nothing(pyproject: bytes) -> None:
    hostile = {"pyproject.toml": pyproject, "setup.py": b"\xff" * 100, "a.py": b""}
    assert reaches(hostile)["a.py"][0] is Reach.IMPORT
    assert reaches({"package.json": b"{" * 1000, "a.js": b""}, NPM)["a.js"][0] is Reach.IMPORT


def test_a_build_file_larger_than_its_cap_is_not_searched() -> None:
    text = b"a.dat " + b"#" * MAX_BYTES
    assert reaches({"Makefile.am": text, "a.dat": b""})["a.dat"][0] is Reach.DATA


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
def test_a_pickle_is_known_by_its_first_bytes_under_any_name(protocol: int) -> None:
    pickled = pickle.dumps({"a": [1]}, protocol=protocol)
    known = reaches_of(artifact(tree({"a": b""}), WHEEL), DEFAULT)
    found = known.of(entry("pkg/locale.dat", pickled), pickled[:HEAD])
    assert (found.reach, "pickle" in found.reason) == (Reach.IMPORT, True)
    assert reach(entry("tests/locale.dat", pickled), SDIST, pickled[:HEAD]) is Reach.TEST
    assert reach(entry("tests/locale.dat", pickled), WHEEL, pickled[:HEAD]) is Reach.IMPORT
    assert reach(entry("pkg/locale.dat", b"text"), WHEEL, b"text") is Reach.DATA


@pytest.mark.parametrize(
    ("path", "expected", "reason"),
    [
        ("setup.py", Reach.INSTALL, "an installer runs or obeys it"),
        ("pyproject.toml", Reach.INSTALL, "an installer runs or obeys it"),
        ("backend/own.py", Reach.INSTALL, "backend"),
        ("helper.py", Reach.INSTALL, "setup.py"),
        ("configure", Reach.BUILD, "by its name"),
        ("m4/own.m4", Reach.BUILD, "suffix"),
        ("CMakeLists.txt", Reach.BUILD, "by its name"),
        ("meson.build", Reach.BUILD, "by its name"),
        ("src/Makefile", Reach.BUILD, "by its name"),
        ("tests/payload.bin", Reach.BUILD, "configure.ac"),
        ("example.pth", Reach.STARTUP, ".pth"),
        ("sitecustomize.py", Reach.STARTUP, "by itself"),
        ("example/core.py", Reach.IMPORT, "imported"),
        ("tests/test_core.py", Reach.TEST, "tests"),
        ("conftest.py", Reach.TEST, "pytest"),
        ("docs/guide.rst", Reach.DOCS, "documentation"),
        ("example/table.csv", Reach.DATA, "nothing"),
    ],
)
def test_each_kind_of_reach_says_why_on_its_line(path: str, expected: Reach, reason: str) -> None:
    contents = {
        "setup.py": "import helper\n",
        "helper.py": "",
        "pyproject.toml": '[build-system]\nbuild-backend = "own"\nbackend-path = ["backend"]\n',
        "configure.ac": "cat $srcdir/tests/payload.bin\n",
    }
    released = artifact(tree({**contents, path: contents.get(path, "x")}))
    line = next(
        line for line in audit(released, source(tree({"a": "b"}))).lines if line.path == path
    )
    assert line.reach is expected
    assert reason in (line.reach_reason or "")
