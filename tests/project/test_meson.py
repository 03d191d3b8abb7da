"""What a ``meson.build`` installs, where it goes, and what is missed if it is not there."""

from __future__ import annotations

import pytest

from layouts import backend, origin
from tallystick.audit import audit
from tallystick.model import ArtifactKind
from tallystick.project.meson import calls
from trees import artifact, source, tree


def test_meson_installs_sources_where_its_files_say() -> None:
    contents = {
        "pyproject.toml": backend("mesonpy"),
        "pkg/core/meson.build": "py.install_sources(\n  ['a.py', files('b.py')],\n  subdir: 'pkg/core'\n)",
        "pkg/core/a.py": "x",
        "other/meson.build": "py.install_sources(sources, subdir: dynamic)",
        "other/c.py": "x",
    }
    assert origin("pkg/core/a.py", contents) == "pkg/core/a.py"
    assert origin("other/c.py", contents) is None


def test_a_call_without_keywords_says_what_it_says() -> None:
    text = "project('example')\npy.install_sources('a.py', 'b.py')\n"
    found = [
        (call.function, call.positional, call.keywords)
        for call in calls(text, "project", "install_sources")
    ]
    assert found == [("project", "'example'", {}), ("install_sources", "'a.py', 'b.py'", {})]


INSTALLS = """# isn't a string
sources = [
  'inner/pkg/a.py',  # doesn't end here
]
py.install_sources(sources, subdir: 'pkg/vendored/inner')
py.install_sources(['inner/tests/b.py'], preserve_path: true, subdir: 'pkg/vendored')
install_headers('inner/api.h', subdir: 'api')
install_data('table.bin', install_dir: py.get_install_dir() / 'pkg' / 'data')
"""


@pytest.mark.parametrize(
    ("placed", "source"),
    [
        ("pkg/vendored/inner/a.py", "pkg/vendored/inner/pkg/a.py"),
        ("pkg/vendored/inner/tests/b.py", "pkg/vendored/inner/tests/b.py"),
        ("example-1.0.data/headers/api/api.h", "pkg/vendored/inner/api.h"),
        ("example-1.0.data/headers/api.h", None),
        ("pkg/data/table.bin", "pkg/vendored/table.bin"),
        (
            "pkg/vendored/inner/table.bin",
            None,
        ),  # a list of subfolders' files says nothing of its own
        ("pkg/vendored/inner/__init__.py", None),
    ],
)
def test_meson_installs_files_of_subfolders_one_by_one(placed: str, source: str | None) -> None:
    contents = {
        "pyproject.toml": backend("mesonpy"),
        "pkg/vendored/meson.build": INSTALLS,
        **dict.fromkeys(
            (
                "pkg/vendored/__init__.py",
                "pkg/vendored/table.bin",
                "pkg/vendored/inner/pkg/a.py",
                "pkg/vendored/inner/tests/b.py",
                "pkg/vendored/inner/api.h",
            ),
            "x",
        ),
    }
    assert origin(placed, contents) == source


@pytest.mark.parametrize(
    ("listed", "missed"),
    [
        ("'__init__.py', 'check.py'", ["pkg/check.py"]),
        ("'__init__.py'", []),
        ("'__init__.py', computed()", ["pkg/check.py", "pkg/generate.py"]),
    ],
)
def test_only_a_module_that_the_build_lists_is_missed(listed: str, missed: list[str]) -> None:
    contents = {
        "pyproject.toml": backend("mesonpy"),
        "pkg/meson.build": f"py.install_sources([{listed}], subdir: 'pkg')",
        **dict.fromkeys(("pkg/__init__.py", "pkg/check.py", "pkg/generate.py"), "x"),
    }
    ledger = audit(
        artifact(tree({"pkg/__init__.py": "x"}), ArtifactKind.WHEEL), source(tree(contents))
    )
    found = [
        entry.path for entry in ledger.omitted if entry.expected and "dist-info" not in entry.path
    ]
    assert sorted(found) == missed
