"""The bytes of an entry: in hex, with what is compiled in them, and never other bytes than the ledger's."""

from __future__ import annotations

import shutil
from pathlib import Path

import httpx
import pytest

from beside_a_store import COMPILED, NAME, write_contents
from packing import sha256_of
from tallystick.limits import DEFAULT
from tallystick.store import Put
from tallystick.web.contents import Contents

LONG = bytes(range(256)) * 40


@pytest.fixture(scope="module")
def entries(client: httpx.Client, put: dict[str, Put]) -> dict[str, str]:
    """Where each entry of the artifact is, by its path."""
    at = f"/ledgers/{put['compiled'].digest}"
    lines = client.get(f"{at}.json").json()["lines"]
    return {one["path"]: f"{at}/entries/{one['position']}" for one in lines}


def test_the_bytes_are_those_of_the_artifact(client: httpx.Client, entries: dict[str, str]) -> None:
    at: str | None = f"{entries['long.txt']}/content.json"
    found, offsets, previous = b"", [], None
    while at is not None:
        page = client.get(at).json()
        found += b"".join(bytes.fromhex(row["hex"]) for row in page["rows"])
        offsets += [row["offset"] for row in page["rows"]]
        following, previous = page["next"], page["previous"]
        at = f"{entries['long.txt']}/content.json?after={following}" if following else None
    assert found == LONG
    assert offsets == list(range(0, len(LONG), 16))
    assert previous == "4096"
    assert client.get(f"{entries['empty.py']}/content").text.count("it is empty") == 1
    for wrong in ("1", "999999", "x", "-16"):
        assert client.get(f"{entries['long.txt']}/content?after={wrong}").status_code == 400


def test_a_compiled_file_says_what_it_is(client: httpx.Client, entries: dict[str, str]) -> None:
    page = client.get(f"{entries['fast.so']}/content.json").json()
    (image,) = page["images"]
    assert image["title"].startswith("ELF, 64 bits, x86-64: shared library")
    assert "imports" in {one["label"] for one in image["said"]}
    assert bytes.fromhex(page["rows"][0]["hex"]).startswith(b"\x7fELF")
    broken = client.get(f"{entries['broken.so']}/content.json").json()
    assert broken["images"] == []
    assert broken["malformed"]


def test_the_bytes_are_taken_away_as_an_attachment(
    client: httpx.Client, entries: dict[str, str]
) -> None:
    answer = client.get(f"{entries['fast.so']}/content.bin")
    assert answer.content == COMPILED.read_bytes()
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith('attachment; filename="content-')
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_entry_leads_to_its_bytes_only_where_they_are(
    client: httpx.Client, entries: dict[str, str], put: dict[str, Put]
) -> None:
    assert f'{entries["fast.so"]}/content"' in client.get(entries["fast.so"]).text
    other = f"/ledgers/{put['xz-5.6.1'].digest}/entries/188"
    assert "there is no hex view here" in client.get(other).text
    assert client.get(f"{other}/content").status_code == 404
    assert client.get(f"{other}/content.bin").status_code == 404


def test_only_the_artifact_itself_is_read_whatever_its_file_is_called(tmp_path: Path) -> None:
    write_contents(tmp_path / "made")
    made = tmp_path / "made" / NAME
    sha256 = sha256_of(made)
    wanted = (sha256, "another-name.tar.gz", "long.txt", _git(LONG))
    for name in (sha256, f"{sha256[:2]}/{sha256}"):
        folder = tmp_path / name.replace("/", "-")
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(made, folder / name)
        contents = Contents(folder, DEFAULT)
        assert contents.holds(*wanted[:2])
        assert contents.read(*wanted) == LONG
        assert contents.read(*wanted[:2], "gone.txt", wanted[3]) is None
        assert contents.read(*wanted[:2], "long.txt", "00" * 20) is None
        contents.close()
    # A file of the same name with other bytes is another artifact.
    folder = tmp_path / "other"
    folder.mkdir()
    (folder / NAME).write_bytes(made.read_bytes() + b"\0" * 512)
    assert Contents(folder, DEFAULT).read(sha256, NAME, "long.txt", wanted[3]) is None
    (folder / sha256).write_bytes(b"no archive")
    assert Contents(folder, DEFAULT).read(sha256, NAME, "long.txt", wanted[3]) is None


@pytest.mark.parametrize(
    "name", ["../outside.tar.gz", "sub/inside.tar.gz", ".hidden", "link.tar.gz", "", "\\x"]
)
def test_a_name_leads_nowhere_but_to_a_file_of_the_folder(name: str, tmp_path: Path) -> None:
    write_contents(tmp_path / "made")
    folder = tmp_path / "folder"
    (folder / "sub").mkdir(parents=True)
    made = tmp_path / "made" / NAME
    for place in (tmp_path / "outside.tar.gz", folder / "sub/inside.tar.gz", folder / ".hidden"):
        shutil.copy(made, place)
    (folder / "link.tar.gz").symlink_to(made)
    assert not Contents(folder, DEFAULT).holds(sha256_of(made), name)


def _git(content: bytes) -> str:
    import hashlib  # noqa: PLC0415 - for this alone

    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
