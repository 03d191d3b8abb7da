"""When an entry can run: decided by its path, for the worse in doubt."""

from __future__ import annotations

import pytest

from tallystick.audit import audit
from tallystick.explain.reach import reach
from tallystick.model import MODE_EXECUTABLE, MODE_FILE, ArtifactKind, Grade, Reach, VerdictValue
from trees import artifact, entry, source, tree


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
