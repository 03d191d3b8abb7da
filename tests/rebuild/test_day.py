"""As of which day tools are taken, and which time a build is told."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from packing import DATE, write_tar, write_zip
from tallystick.archive import read_archive
from tallystick.limits import DEFAULT
from tallystick.model import Hint, HintKind
from tallystick.rebuild.day import moment, uploaded
from trees import artifact, source, tree

COMMITTED = 1_700_000_000
SOURCE = source(tree({}))
UPLOAD = datetime(2024, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("stamp", "said", "by", "clock"),
    [
        (None, None, "commit", COMMITTED),
        (COMMITTED + 60, None, "artifact", COMMITTED + 60),
        (
            315_532_800,
            None,
            "commit",
            COMMITTED,
        ),  # 1980: a zip that is made to be the same each time
        (2**80, None, "commit", COMMITTED),
        (-(2**40), None, "commit", COMMITTED),
        (COMMITTED + 60, UPLOAD, "index", COMMITTED + 60),
        (None, UPLOAD, "index", COMMITTED),
    ],
)
def test_the_best_witness_says_when(
    stamp: int | None, said: datetime | None, by: str, clock: int
) -> None:
    found = moment(replace(artifact(tree({})), stamp=stamp), SOURCE, said)
    assert (found.by, found.clock) == (by, clock)
    assert found.day == (said or datetime.fromtimestamp(clock, UTC))


@pytest.mark.parametrize("commit_time", [None, -5, 2**70])
def test_a_commit_may_say_any_time(commit_time: int | None) -> None:
    found = moment(artifact(tree({})), replace(SOURCE, commit_time=commit_time), None)
    assert 0 <= found.clock <= time.time()


def test_an_upload_is_the_earliest_that_is_a_time() -> None:
    def hint(value: str) -> Hint:
        return Hint(kind=HintKind.UPLOADED, value=value, by="index")

    said = [hint("nonsense"), hint("2024-01-02T00:00:00Z"), hint("2024-01-01T00:00:00+00:00")]
    assert uploaded(said) == UPLOAD
    assert uploaded([hint("2024-01-01T00:00:00")]) is None, "a time without a zone is none"
    assert uploaded([]) is None


def test_the_newest_stamp_of_an_archive_is_known(tmp_path: Path) -> None:
    with read_archive(write_tar(tmp_path / "a.tar.gz", {"a/b": b""}), limits=DEFAULT) as archive:
        assert archive.newest == DATE
    with read_archive(write_zip(tmp_path / "a.whl", {"a/b": b""}), limits=DEFAULT) as archive:
        assert archive.newest == datetime(2024, 1, 1, tzinfo=UTC).timestamp()
