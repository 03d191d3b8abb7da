"""Whether opaque files come from where ``provenance.toml`` says."""

from __future__ import annotations

import gzip
from hashlib import sha256
from pathlib import Path

import pytest

from past import ADA, Past, Written
from sandboxes import working
from tallystick.custody.origins import check_origins
from tallystick.custody.provenance import SCHEMA, read_provenance
from tallystick.errors import IndexFailure
from tallystick.model import Skip
from tallystick.model.custody import Remark
from tallystick.sandbox import Sandbox

BLOB = b"\x00\x01\x02made\n"
DIGEST = sha256(BLOB).hexdigest()
MAKES_IT = ["sh", "make.sh"]
NONE = Skip(check="sandbox", reason="none works here")


def text(more: str, digest: str = DIGEST) -> bytes:
    return f'schema = "{SCHEMA}"\n[[file]]\npath = "a.bin"\nsha256 = "{digest}"\n{more}\n'.encode()


def command(*words: str) -> bytes:
    return text(f"command = {list(words)!r}".replace("'", '"'))


def checked(
    path: Path, provenance: bytes, sandbox: Sandbox | Skip, *, at_url: bytes | None = None
) -> tuple[tuple[Remark, ...], tuple[Skip, ...]]:
    past = Past()
    past.commit(
        {
            "a.bin": BLOB,
            "copy.bin": BLOB,
            "make.sh": b"printf '\\000\\001\\002made\\n' > a.bin\n",
            "evil.sh": b"printf '\\000\\001\\002evil\\n' > a.bin\n",
            "steal.sh": b"cp copy.bin a.bin || true\n",
        },
        ADA,
    )
    written: Written = past.write(path / "repo")
    custody = written.custody(checks=["opaque-file"], everything=True)
    files = tuple(one for one in custody.opaque or () if one.path == "a.bin")
    assert len(files) == 1

    def fetch(url: str, name: str) -> Path:
        if at_url is None:
            raise IndexFailure(f"{name}: {url} is out of reach")
        (path / "fetched").write_bytes(at_url)
        return path / "fetched"

    tree = written.source().tree
    return check_origins(files, read_provenance(provenance), tree, fetch, sandbox)


def test_a_file_that_its_command_writes_is_accounted_for(tmp_path: Path) -> None:
    assert checked(tmp_path, command(*MAKES_IT), working("bubblewrap")) == ((), ())


@pytest.mark.parametrize(
    ("script", "said"), [("evil.sh", "not what its origin gives"), ("steal.sh", "is not written")]
)
def test_a_command_that_writes_something_else_or_copies_is_found_out(
    tmp_path: Path, script: str, said: str
) -> None:
    (remark,), skips = checked(tmp_path, command("sh", script), working("bubblewrap"))
    assert said in remark.message
    assert remark.check == "opaque-file"
    assert skips == ()


def test_what_cannot_be_run_or_fetched_is_a_skip_and_no_pass(tmp_path: Path) -> None:
    remarks, (skip,) = checked(tmp_path, command(*MAKES_IT), NONE)
    assert (remarks, skip.check) == ((), "provenance")
    url = text('url = "https://x.example/a"')
    remarks, (skip,) = checked(tmp_path / "url", url, NONE)
    assert remarks == ()
    assert "out of reach" in skip.reason


def test_a_url_must_give_the_same_bytes(tmp_path: Path) -> None:
    url = text('url = "https://x.example/a"')
    assert checked(tmp_path, url, NONE, at_url=BLOB) == ((), ())
    (remark,), _ = checked(tmp_path / "other", url, NONE, at_url=gzip.compress(BLOB))
    assert "not what its origin gives" in remark.message


@pytest.mark.parametrize(
    ("provenance", "said"),
    [
        (f'schema = "{SCHEMA}"\n'.encode(), "has no origin"),
        (text(""), "has no origin"),
        (text('url = "https://x.example/a"', "0" * 64), "is not the file"),
    ],
)
def test_a_file_without_an_entry_or_with_one_about_another_file_fails(
    tmp_path: Path, provenance: bytes, said: str
) -> None:
    (remark,), _ = checked(tmp_path, provenance, NONE, at_url=BLOB)
    assert said in remark.message
