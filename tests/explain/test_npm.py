"""npm packages: manifests compared as data, what runs at install, what npm always packs."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.audit import audit
from tallystick.model import ArtifactKind, Grade, Ledger, Reach
from tallystick.reach.install import INSTALL_SCRIPTS
from trees import COMMIT, artifact, source, tree

Files = Mapping[str, object]

KEYS = st.sampled_from([
    "name", "version", "main", "scripts", "dependencies", "devDependencies", "publishConfig", "exports",
    "bin", "gitHead", "files", "clean-publish", "workspaces", "private", "bundleDependencies",
])  # fmt: skip
NAMES = st.sampled_from(
    ["postinstall", "install", "prepare", "test", "ms", "main", "exports", "fields", "."]
)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(0, 1),
    st.floats(0, 1),
    st.sampled_from(
        ["1.0", "workspace:*", "catalog:", "workspace:^", "./index.js", COMMIT, "", "\ud800"]
    ),
)
MANIFESTS = st.dictionaries(
    KEYS,
    VALUES | st.lists(VALUES, max_size=2) | st.dictionaries(NAMES, VALUES, max_size=2),
    max_size=5,
)


def packed(files: Files) -> dict[str, bytes]:
    """Contents: text as UTF-8, anything else as JSON."""
    return {
        path: value.encode() if isinstance(value, str) else json.dumps(value).encode()
        for path, value in files.items()
    }


def judge(released: Files, reviewed: Files, *, subdir: str = "") -> Ledger:
    held = source(tree(packed(reviewed)), subdir=subdir)
    return audit(artifact(tree(packed(released)), ArtifactKind.NPM), held)


def absent(ledger: Ledger) -> dict[str, str]:
    return {omitted.path: omitted.reason for omitted in ledger.omitted if omitted.expected}


@given(MANIFESTS, MANIFESTS)
def test_no_manifest_proves_another_that_runs_or_installs_something_else(
    ours: dict[str, object], theirs: dict[str, object]
) -> None:
    line = judge({"package.json": ours}, {"package.json": theirs}).lines[0]
    if not line.grade.is_proof:
        return
    mine, held = _scripts(ours), _scripts(theirs)
    assert {n: mine.get(n) for n in INSTALL_SCRIPTS} == {n: held.get(n) for n in INSTALL_SCRIPTS}
    assert mine.items() <= held.items()
    for key in ("dependencies", "optionalDependencies"):
        assert set(_table(ours, key)) == set(_table(theirs, key))
    hoisted = _table(theirs, "publishConfig")
    for key in ("main", "exports", "bin"):
        if key in ours:
            assert json.dumps(ours[key]) in {
                json.dumps(table[key]) for table in (theirs, hoisted) if key in table
            }
        else:
            assert theirs.get(key) in (None, {}, [])


def _table(document: dict[str, object], key: str) -> dict[str, object]:
    value = document.get(key)
    return value if isinstance(value, dict) else {}


def _scripts(document: dict[str, object]) -> dict[str, str]:
    return {name: json.dumps(value) for name, value in _table(document, "scripts").items()}


@pytest.mark.parametrize(
    ("script", "path"),
    [
        ("node install.js", "install.js"),
        ("node ./lib/install", "lib/install.js"),
        ("node scripts && true", "scripts/index.js"),
        ("sh -c './check.sh'", "check.sh"),
    ],
)
def test_what_an_install_script_names_runs_at_install(script: str, path: str) -> None:
    manifest = {"name": "example", "scripts": {"postinstall": script, "test": "node other.js"}}
    files = {"package.json": manifest, path: "1;\n", "other.js": "2;\n"}
    reach = {line.path: line.reach for line in judge(files, files).lines}
    assert reach[path] is Reach.INSTALL
    assert reach["other.js"] is Reach.IMPORT


def test_what_npm_always_packs_is_missed() -> None:
    manifest = {
        "main": "index",
        "bin": {"x": "bin/x.js"},
        "files": ["lib", "!lib/*.test.js", "*.d.ts"],
    }
    reviewed = {
        "package.json": manifest,
        "index.js": "",
        "bin/x.js": "",
        "lib/one.js": "",
        "lib/one.test.js": "",
        "lib/inner/two.js": "",
        "lib/inner/.npmignore": "",
        "index.d.ts": "",
        "LICENSE": "",
        "readme.md": "",
        "other.js": "",
        "lib/old.js.orig": "",
    }
    assert absent(judge({"package.json": manifest}, reviewed)) == {
        "index": "package.json leads to it",
        "bin/x.js": "package.json leads to it",
        "lib/one.js": "files of package.json lists it",
        "index.d.ts": "files of package.json lists it",
        "LICENSE": "npm always packs it",
        "readme.md": "npm always packs it",
    }


@pytest.mark.parametrize(
    "path",
    [
        "binding.gyp",  # npm runs node-gyp where there is one
        "node_modules/dependency/index.js",
        ".npmrc",
        "npm-shrinkwrap.json",
        "package-lock.json",
        "index.js",
        "scripts/release.js",
        "test/payload.js",
    ],
)
def test_a_file_of_the_source_that_npm_does_not_pack_is_not_proven(path: str) -> None:
    reviewed = {
        "package.json": {"main": "lib/index.js", "files": ["lib"]},
        "lib/index.js": "1;\n",
        "README.md": "# example\n",
        "CHANGELOG.md": "",
        path: "2;\n",
    }
    lines = {line.path: line.grade for line in judge(reviewed, reviewed).lines}
    assert lines.pop(path) is Grade.UNPROVEN
    assert set(lines.values()) == {Grade.IDENTICAL}


@pytest.mark.parametrize(
    "files",
    [
        None,
        ["."],
        ["*"],
        ["Lib", "*.JS"],
        ["./lib/", "/x.js"],
        ["{lib,x.js}"],
        ["lib", "!x.js", "x.js"],
    ],
)
def test_what_files_names_in_any_way_is_the_sources(files: list[str] | None) -> None:
    reviewed = {
        "package.json": {"main": "lib/index"} | ({} if files is None else {"files": files}),
        "lib/index.js": "1;\n",
        "x.js": "2;\n",
    }
    assert {line.grade for line in judge(reviewed, reviewed).lines} == {Grade.IDENTICAL}


def test_the_manifest_of_the_folder_that_is_published_is_that_folders() -> None:
    above = {"name": "example", "main": "payload.js", "publishConfig": {"directory": "dist"}}
    reviewed = {
        "package.json": above,
        "dist/package.json": {"main": "index.js"},
        "dist/index.js": "1;\n",
    }
    released = {"package.json": above, "index.js": "1;\n"}
    lines = {line.path: line.grade for line in judge(released, reviewed).lines}
    assert lines == {"package.json": Grade.CONTRADICTED, "index.js": Grade.IDENTICAL}


def test_an_empty_table_of_exports_does_not_go() -> None:
    """Without it, every file of the package can be imported."""
    line = judge(
        {"package.json": {"main": "x.js"}}, {"package.json": {"main": "x.js", "exports": {}}}
    ).lines[0]
    assert line.grade is Grade.CONTRADICTED


def test_a_main_script_that_nobody_has_is_missed() -> None:
    manifest = {"main": "dist/index.js", "scripts": {"build": "tsc"}}
    ledger = judge({"package.json": manifest}, {"package.json": manifest, "src/index.ts": ""})
    assert absent(ledger) == {"dist/index.js": "package.json leads to it"}


def test_a_package_is_a_folder_of_its_workspace_and_takes_the_licence_along() -> None:
    manifest = {"name": "example", "scripts": {"prepack": "cp ../../README.md ."}}
    reviewed = {
        "packages/example/package.json": manifest,
        "pnpm-workspace.yaml": "packages: []\n",
        "LICENSE": "MIT\n",
        "README.md": "# example\n",
        "CHANGELOG.md": "none\n",
    }
    released = {
        "package.json": manifest,
        **{name: reviewed[name] for name in ("LICENSE", "README.md")},
    }
    ledger = judge(released, reviewed, subdir="packages/example")
    grades = {line.path: line.grade for line in ledger.lines}
    assert grades == {
        "package.json": Grade.IDENTICAL,
        "LICENSE": Grade.MOVED,
        "README.md": Grade.MOVED,
    }
    more = {**released, "CHANGELOG.md": reviewed["CHANGELOG.md"]}
    lines = judge(more, reviewed, subdir="packages/example").lines
    assert {line.path: line.grade for line in lines}["CHANGELOG.md"] is Grade.UNEXPLAINED


def test_a_package_published_from_its_output_folder() -> None:
    manifest = {
        "name": "example",
        "publishConfig": {"directory": "dist"},
        "scripts": {"build": "tsc"},
    }
    reviewed = {
        "package.json": manifest,
        "src/index.ts": "",
        "README.md": "#\n",
        ".gitignore": "dist\n",
    }
    released = {"package.json": manifest, "index.js": "1;\n", "README.md": "#\n"}
    grades = {line.path: line.grade for line in judge(released, reviewed).lines}
    assert grades == {
        "package.json": Grade.MOVED,
        "index.js": Grade.UNPROVEN,
        "README.md": Grade.MOVED,
    }
