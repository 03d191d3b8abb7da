"""What make dist adds, tampered with: rejected, and the tampered entry first."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallystick.artifact import open_artifact
from tallystick.audit import audit
from tallystick.limits import DEFAULT
from tallystick.model import VerdictValue
from tamper.autotools_kinds import AUTOTOOLS_KINDS
from tamper.kinds import Kind
from tamper.release import Member, Release
from trees import folder_tree, source

CASES = Path(__file__).parent.parent / "data" / "explain"
HONEST = (
    "gnulib-tool-output/honest-makefile",
    "gnulib-tool-output/honest-macros",
    "known-toolchain-file/honest-ltsugar",
    "known-toolchain-file/honest-aclocal-of-one-definition",
    "refreshed-po/honest-msgmerge",
)
ONLY_REGENERATED = {"line-changed-in-configure", "line-changed-in-a-makefile-template"}
"""Claims at this depth; only generating them anew tells."""

NOT_HERE = {"line-changed-in-an-auxiliary-script", "line-changed-in-ltmain", "macro-file-added"}
"""Kinds for which no case has a file; the corpus has."""


def release_of(case: str) -> Release:
    folder = CASES / case / "artifact"
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    members = [Member(f"example-1.0/{p.relative_to(folder)}", p.read_bytes()) for p in files]
    return Release("example-1.0.tar.gz", members)


@pytest.mark.parametrize("kind", AUTOTOOLS_KINDS, ids=lambda kind: kind.id)
def test_it_is_rejected_and_comes_first(kind: Kind, tmp_path: Path) -> None:
    tried = 0
    for case in HONEST:
        release = release_of(case)
        tampered = kind.apply(release)
        if tampered is None:
            continue
        tried += 1
        reviewed = source(folder_tree(CASES / case / "source"))
        with open_artifact(release.write(tmp_path), limits=DEFAULT) as opened:
            ledger = audit(opened.artifact, reviewed)
        assert ledger.verdict is not None
        assert ledger.verdict.value is VerdictValue.REJECTED, case
        assert ledger.verdict.reasons[0].paths[0] == tampered, case
    assert tried or kind.id in ONLY_REGENERATED | NOT_HERE
