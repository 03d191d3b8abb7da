"""Where opaque files come from, as a project says itself."""

from __future__ import annotations

import gzip
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from past import ADA, Past
from tallystick.custody.provenance import SCHEMA, first_provenance, read_provenance
from tallystick.errors import UsageError
from tallystick.model.custody import Confidence, OpaqueFile

BLOB = gzip.compress(b"fixture", mtime=0)
HEAD = f'schema = "{SCHEMA}"\n'


def entry(
    path: str = "a.gz", digest: str = "0" * 64, more: str = 'url = "https://x.example/a"'
) -> str:
    return f'[[file]]\npath = "{path}"\nsha256 = "{digest}"\n{more}\n'


def origin(tmp_path: Path, provenance: str) -> str | None:
    past = Past()
    past.commit({"a.gz": BLOB, "provenance.toml": provenance.encode()}, ADA)
    written = past.write(tmp_path / "repo")
    (one,) = written.custody(checks=["opaque-file"], everything=True).opaque or ()
    return one.origin


def test_a_file_with_an_origin_is_accounted_for(tmp_path: Path) -> None:
    text = HEAD + entry(digest=sha256(BLOB).hexdigest())
    assert origin(tmp_path, text) == "https://x.example/a"


@pytest.mark.parametrize(
    "text",
    [
        HEAD + entry(digest=sha256(b"what it was before").hexdigest()),
        HEAD + entry(digest=sha256(BLOB).hexdigest(), more=""),
        entry(digest=sha256(BLOB).hexdigest()),
        "not TOML",
    ],
    ids=["changed since", "no origin", "no schema", "not TOML"],
)
def test_an_entry_that_says_too_little_accounts_for_nothing(tmp_path: Path, text: str) -> None:
    assert origin(tmp_path, text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        HEAD + "file = 1",
        HEAD + "[[file]]\npath = 1\n",
        HEAD + entry("../a"),
        HEAD + entry("/a"),
        HEAD + entry(digest="0"),
        HEAD + entry(more='url = "http://x.example/a"'),
        HEAD + entry(more='command = "sh make.sh"'),
        HEAD + entry(more="command = []"),
        HEAD + entry(more='url = "https://x"\ncommand = ["sh"]'),
        HEAD + entry(more='reason = "trust me"'),
        HEAD + entry() + entry(),
    ],
)
def test_what_is_not_of_the_schema_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=r"provenance\.toml"):
        read_provenance(text.encode())


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=40))
def test_a_first_provenance_can_be_read_back_and_accounts_for_nothing(name: str) -> None:
    path = f"d/{name.replace('/', '_')}x"
    one = OpaqueFile(
        path=path,
        kind="binary",
        size=1,
        sha256="0" * 64,
        entropy=1.0,
        known="",
        confidence=Confidence.HIGH,
    )
    read = read_provenance(first_provenance([one]).encode())
    assert list(read.origins) == [path]
    assert read.origin_of(path, "0" * 64) is None
