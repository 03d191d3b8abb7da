"""``tallystick trace``: lock files, folders and packed images that would bring it in or hold it."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import json
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from command import Tally
from traced import EVIL, EVIL_SHA256, STORE, entry, released, traced


@pytest.mark.parametrize(
    ("name", "content", "matched"),
    [
        ("requirements.txt", "forked==1.0 --hash=sha256:{digest}\n", "its digest"),
        ("requirements.txt", "Forked==1.0 --hash=sha256:{other}\n", "its name and version"),
        ("requirements.txt", "clean==1.0 --hash=sha256:{other}\n", None),
        ("requirements.txt", "forked==2.0 --hash=sha256:{other}\n", None),
        (
            "pylock.toml",
            'lock-version = "1.0"\ncreated-by = "x"\n[[packages]]\nname = "forked"\nversion = "1.0"\n'
            '[packages.sdist]\nurl = "https://example.org/f.tar.gz"\nhashes = {{sha256 = "{digest}"}}\n',
            "its digest",
        ),
        (
            "package-lock.json",
            '{{"lockfileVersion": 3, "packages": {{"node_modules/forked": {{"version": "1.0", '
            '"resolved": "https://example.org/f.tgz", "integrity": "sha512-{sha512}"}}}}}}',
            "its name and version",
        ),
    ],
)
def test_lock_files_that_would_bring_it_in(
    name: str, content: str, matched: str | None, tally: Tally, store: None, tmp_path: Path
) -> None:
    digest = hashlib.sha256(b"forked").hexdigest()
    filled = content.format(digest=digest, other="0" * 64, sha512=f"{'A' * 86}==")
    (tmp_path / name).write_text(filled)
    found = traced(tally("trace", EVIL_SHA256, *STORE, "--lock", name, "--format", "json"))
    assert [one["matched"] for one in found["exposed"]] == ([matched] if matched else [])


def test_folders_are_looked_through_whatever_their_metadata_says(
    tally: Tally, store: None, tmp_path: Path
) -> None:
    site = tmp_path / "site-packages"
    (site / "innocent").mkdir(parents=True)
    (site / "innocent" / "readme.txt").write_bytes(EVIL)
    info = site / "innocent-9.dist-info"
    info.mkdir()
    info.joinpath("RECORD").write_text("innocent/readme.txt,sha256=AAAA,3\n")  # a lie
    installed = site / "forked-1.0.dist-info"
    installed.mkdir()
    installed.joinpath("METADATA").write_text("Metadata-Version: 2.1\nName: Forked\nVersion: 1.0\n")
    (site / "loop").symlink_to(site)
    (site / "evil-link").symlink_to(site / "innocent" / "readme.txt")
    module = site / "node_modules" / "elsewhere"
    module.mkdir(parents=True)
    module.joinpath("package.json").write_text('{"name": "elsewhere", "version": "1.0"}')
    found = traced(tally("trace", EVIL_SHA256, *STORE, "--environment", site, "--format", "json"))
    assert {(one["what"], one["matched"]) for one in found["exposed"]} == {
        ("innocent/readme.txt", "the same bytes"),
        ("forked 1.0", "its name and version"),
        ("elsewhere 1.0", "its name and version"),
    }


def zipped(members: Mapping[str, bytes], before: bytes = b"") -> bytes:
    packed = io.BytesIO(before)
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def tarred(members: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return packed.getvalue()


METADATA = b"Metadata-Version: 2.1\nName: Forked\nVersion: 1.0\n"


def looked_through(tally: Tally, where: Path) -> dict[str, Any]:
    done = tally("trace", EVIL_SHA256, *STORE, "--environment", where, "--format", "json")
    return traced(done)


def exposed(found: dict[str, Any]) -> set[tuple[str, str]]:
    return {(one["what"], one["matched"]) for one in found["exposed"]}


def unread(found: dict[str, Any]) -> list[str]:
    return [one["reason"] for one in found["skips"] if one["check"] == "environment"]


def test_a_packed_image_is_looked_through_layer_by_layer(
    tally: Tally, store: None, tmp_path: Path
) -> None:
    wheel = zipped({"forked/x.m4": EVIL, "forked-1.0.dist-info/METADATA": METADATA})
    zipapp = zipped({"inner.m4": EVIL}, b"#!/usr/bin/env python3\n")
    inside = {"srv/readme": EVIL, "cache/forked.whl": wheel, "bin/app": zipapp, "etc/x": b"-"}
    layer = gzip.compress(tarred(inside))
    # As the image layout of OCI names them: a layer says by its content alone what it is.
    image = tmp_path / "image.tar"
    image.write_bytes(tarred({"index.json": b"{}", "blobs/sha256/00": layer}))
    found = looked_through(tally, image)
    inner = "image.tar!/blobs/sha256/00!"
    assert exposed(found) == {
        (f"{inner}/srv/readme", "the same bytes"),
        (f"{inner}/cache/forked.whl!/forked/x.m4", "the same bytes"),
        (f"{inner}/cache/forked.whl!/forked 1.0", "its name and version"),
        (f"{inner}/bin/app!/inner.m4", "the same bytes"),
    }
    assert unread(found) == []


def test_an_artifact_that_carries_it_is_known_by_its_digest(
    tally: Tally, store: None, tmp_path: Path
) -> None:
    wheelhouse = tmp_path / "wheelhouse"
    wheelhouse.mkdir()
    artifact = zipped({"nothing.txt": b"that anybody knows"})
    wheelhouse.joinpath("renamed.zip").write_bytes(artifact)
    document = released("known", entry("m4/evil.m4", EVIL, "contradicted"))
    document["artifact"]["sha256"] = hashlib.sha256(artifact).hexdigest()
    (tmp_path / "known.json").write_text(json.dumps(document))
    assert tally("store", "add", "known.json", *STORE).code == 0
    assert exposed(looked_through(tally, wheelhouse)) == {("renamed.zip", "its digest")}


@pytest.mark.parametrize("attack", ["damaged", "shifted", "deep", "bomb", "names"])
def test_what_cannot_be_looked_into_is_said(
    attack: str, tally: Tally, store: None, tmp_path: Path
) -> None:
    folder = tmp_path / "image"
    folder.mkdir()
    (folder / "found").write_bytes(EVIL)
    content = zipped({"x": EVIL})
    if attack == "damaged":
        content = content[:40] + b"\0" * 20 + content[60:]
    elif attack == "shifted":  # which unzip reads, and the strict reader does not
        content = b"#!/bin/sh\n" + content
    elif attack == "deep":
        for _ in range(6):
            content = zipped({"x": content})
    elif attack == "bomb":
        content = zipped({"x": bzip_of_zeros()})
    else:
        content = tarred({"../../escaped": EVIL})
    (folder / "hostile").write_bytes(content)
    found = looked_through(tally, folder)
    assert ("found", "the same bytes") in exposed(found)
    if attack == "names":
        assert ("hostile!/../../escaped", "the same bytes") in exposed(found)
        assert not (tmp_path.parent / "escaped").exists()
    else:
        assert ["not looked into: hostile" in one for one in unread(found)] == [True]


def bzip_of_zeros() -> bytes:
    """A tar of zeros that unpacks to more than is read of anything so small."""
    return bz2.compress(tarred({"zeros": b"\0" * (200 << 20)}))
