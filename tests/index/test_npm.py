"""The npm registry: what it says of a version, fetched from a real server that may be hostile."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from index_server import IndexServer, StoppedClock, serving
from tallystick.cache import Cache
from tallystick.errors import DigestMismatch, IndexFailure, UsageError
from tallystick.index.default import DEFAULT_NPM
from tallystick.index.integrity import Announced, strongest
from tallystick.index.npm import Npm
from tallystick.index.npm_manifest import attested_before, repository_link
from tallystick.limits import DEFAULT
from tallystick.model import Hint, HintKind

CONTENT = b"tarball"
HEAD = "a" * 40


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Iterator[IndexServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving() as server:
        server.send("/x/-/x-1.0.0.tgz", CONTENT)
        yield server


def npm(index: IndexServer, folder: Path, *, offline: bool = False) -> Npm:
    cache = Cache(root=folder / "cache")
    return Npm(index.root, cache, DEFAULT, offline=offline, seconds=5.0, clock=StoppedClock())


def sri(content: bytes, algorithm: str = "sha512") -> str:
    return f"{algorithm}-{base64.b64encode(hashlib.new(algorithm, content).digest()).decode()}"


def manifest(index: IndexServer, **more: object) -> dict[str, Any]:
    dist = {
        "tarball": f"{index.root}/x/-/x-1.0.0.tgz",
        "integrity": sri(CONTENT),
        "shasum": "0" * 40,
    }
    return {"name": "x", "version": "1.0.0", "dist": dist, **more}


def serve(index: IndexServer, document: object, path: str = "/x/1.0.0") -> None:
    index.send(path, json.dumps(document).encode(), content_type="application/json")


def packument(index: IndexServer, **more: object) -> dict[str, Any]:
    return {
        "name": "x",
        "dist-tags": {"latest": "1.0.0"},
        "versions": {"1.0.0": manifest(index)},
        "time": {"created": "2020", "1.0.0": "2024-01-02T03:04:05.678Z"},
        **more,
    }


def kept(folder: Path) -> list[Path]:
    return [path for path in (folder / "cache" / "downloads").rglob("*") if path.is_file()]


# --- a version ------------------------------------------------------------------------------------


def test_a_known_version_is_one_small_document(index: IndexServer, tmp_path: Path) -> None:
    url = "git+https://github.com/o/x.git"
    where = {"type": "git", "url": url, "directory": "packages/x"}
    serve(index, manifest(index, gitHead=HEAD, repository=where))
    release = npm(index, tmp_path).release("x", "1.0.0")
    (file,) = release.files
    assert (release.project, release.version, file.name) == ("x", "1.0.0", "x-1.0.0.tgz")
    assert (file.sha256, file.sha512) == (None, hashlib.sha512(CONTENT).hexdigest())
    assert file.hints == (
        Hint(kind=HintKind.COMMIT, value=HEAD, by="gitHead"),
        Hint(kind=HintKind.REPOSITORY, value="https://github.com/o/x.git", by="package.json"),
        Hint(kind=HintKind.SUBDIR, value="packages/x", by="package.json"),
    )
    assert index.asked == ["/x/1.0.0", "/x"]  # and whether an earlier one was attested


def test_without_a_version_the_latest_is_meant_and_its_time_known(
    index: IndexServer, tmp_path: Path
) -> None:
    serve(index, packument(index, maintainers=[{"name": "me"}, 7]), "/x")
    asked = npm(index, tmp_path)
    release = asked.release("x", None)
    time = Hint(kind=HintKind.UPLOADED, value="2024-01-02T03:04:05.678Z", by="index")
    assert (release.version, release.files[0].hints) == ("1.0.0", (time,))
    told = asked.described(release)
    assert (told.hints, told.owners) == ((time,), ("maintainer: me",))
    assert index.asked == ["/x"]


def test_a_registry_without_documents_of_versions_has_the_packument(
    index: IndexServer, tmp_path: Path
) -> None:
    serve(index, packument(index), "/x")
    assert npm(index, tmp_path).release("x", "1.0.0").version == "1.0.0"
    assert index.asked == ["/x/1.0.0", "/x"]


def test_a_scope_is_one_path_component(index: IndexServer, tmp_path: Path) -> None:
    dist = {"tarball": "/@s/x/-/x-1.0.0.tgz", "integrity": sri(CONTENT)}
    serve(index, {"name": "@s/x", "version": "1.0.0", "dist": dist}, "/@s%2Fx/1.0.0")
    index.send("/@s/x/-/x-1.0.0.tgz", CONTENT)
    asked = npm(index, tmp_path)
    assert asked.download(asked.release("@s/x", "1.0.0").files[0]).read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("", None),
        ("../x", None),
        ("..", "1.0.0"),
        ("x/y", None),
        ("@s/x/y", None),
        ("@/x", None),
        ("x?y", None),
        ("x" * 300, None),
        ("x", "latest"),
        ("x", "1.0"),
        ("x", "1.0.0/../2.0.0"),
        ("x", "^1.0.0"),
    ],
)
def test_what_is_no_name_or_version_is_not_asked_for(
    name: str, version: str | None, index: IndexServer, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="of an npm package"):
        npm(index, tmp_path).release(name, version)
    assert index.asked == []


def test_an_answer_for_something_else_is_refused(index: IndexServer, tmp_path: Path) -> None:
    for other, said in (
        ({"version": "1.0.1"}, "another version"),
        ({"name": "y"}, "another package"),
    ):
        serve(index, {**manifest(index), **other})
        with pytest.raises(IndexFailure, match=f"answered for {said}"):
            npm(index, tmp_path / said).release("x", "1.0.0")


@pytest.mark.parametrize(
    ("more", "version", "said"),
    [
        ({}, "1.0.1", "x: .* has no version 1.0.1; near it are 1.0.0"),
        ({"time": {"1.0.1": "2024"}}, "1.0.1", r"it was published and is deleted \(unpublished\)"),
        ({"versions": {}, "time": {"unpublished": {}}}, "1.0.0", r"deleted \(unpublished\)"),
        ({"dist-tags": {}}, None, "has no version at all"),
        ({"versions": []}, "1.0.0", "has no version 1.0.0"),
    ],
)
def test_a_version_that_is_not_there_is_said(
    more: dict[str, Any], version: str | None, said: str, index: IndexServer, tmp_path: Path
) -> None:
    serve(index, packument(index, **more), "/x")
    with pytest.raises(IndexFailure, match=said):
        npm(index, tmp_path).release("x", version)


def test_a_package_that_is_not_there_is_said(index: IndexServer, tmp_path: Path) -> None:
    with pytest.raises(IndexFailure, match="/absent: not found; there is no package absent"):
        npm(index, tmp_path).release("absent", "1.0.0")


@pytest.mark.parametrize("body", [b"<html>", b"", b"[]", b"7", b"[" * 100_000])
def test_what_is_no_document_is_said(body: bytes, index: IndexServer, tmp_path: Path) -> None:
    index.send("/x/1.0.0", body)
    with pytest.raises(IndexFailure, match="did not answer with"):
        npm(index, tmp_path).release("x", "1.0.0")


@pytest.mark.parametrize(
    "dist",
    [
        None,
        {},
        {"tarball": 7, "integrity": sri(CONTENT)},
        {"tarball": "https://h/x/-/", "integrity": sri(CONTENT)},
        {"tarball": "https://h/..%2Fx.tgz", "integrity": sri(CONTENT)},
        {"tarball": "https://h/x.sh", "integrity": sri(CONTENT)},
        {"tarball": "https://h/x.tgz"},
        {"tarball": "https://h/x.tgz", "shasum": hashlib.sha1(CONTENT).hexdigest()},  # noqa: S324
        {"tarball": "https://h/x.tgz", "integrity": sri(CONTENT, "sha1")},
        {"tarball": "https://h/x.tgz", "integrity": f"{sri(b'1')} {sri(b'2')}"},
    ],
)
def test_a_version_without_a_tarball_and_a_digest_is_none(
    dist: object, index: IndexServer, tmp_path: Path
) -> None:
    serve(index, {**manifest(index), "dist": dist})
    with pytest.raises(IndexFailure, match=r"x@1\.0\.0: the registry (names no|announces no)"):
        npm(index, tmp_path).release("x", "1.0.0")


# --- the tarball ----------------------------------------------------------------------------------


def test_a_tarball_is_checked_and_kept_by_its_sha256(index: IndexServer, tmp_path: Path) -> None:
    serve(index, manifest(index))
    asked = npm(index, tmp_path)
    path = asked.download(asked.release("x", "1.0.0").files[0])
    assert path.name == hashlib.sha256(CONTENT).hexdigest()
    offline = npm(index, tmp_path, offline=True)
    assert offline.download(offline.release("x", "1.0.0").files[0]) == path
    assert index.asked == ["/x/1.0.0", "/x", "/x/-/x-1.0.0.tgz"]


def test_other_bytes_than_announced_are_refused_and_not_kept(
    index: IndexServer, tmp_path: Path
) -> None:
    serve(index, manifest(index))
    index.send("/x/-/x-1.0.0.tgz", b"tampered")
    asked = npm(index, tmp_path)
    with pytest.raises(DigestMismatch, match=r"x-1\.0\.0\.tgz: sha512 .* was announced"):
        asked.download(asked.release("x", "1.0.0").files[0])
    assert kept(tmp_path) == []


def test_a_pointer_to_other_bytes_is_not_believed(index: IndexServer, tmp_path: Path) -> None:
    serve(index, manifest(index))
    asked = npm(index, tmp_path)
    file = asked.release("x", "1.0.0").files[0]
    asked.download(file)
    cache = Cache(root=tmp_path / "cache")
    other = cache.store([b"tampered"], sha256=None, cap=100)
    for rotten in (other.name.encode(), b"../../etc", b"", b"0" * 64):
        cache.put(("sha512", (file.sha512 or "")[:2]), file.sha512 or "", rotten)
        assert asked.download(file).read_bytes() == CONTENT
    assert index.asked.count("/x/-/x-1.0.0.tgz") == 5


def test_a_deprecation_is_a_note(index: IndexServer, tmp_path: Path) -> None:
    serve(index, manifest(index, deprecated="use\ny"))
    assert npm(index, tmp_path).release("x", "1.0.0").files[0].notes == ("deprecated: use y",)


def test_attestations_that_cannot_be_read_are_noted(index: IndexServer, tmp_path: Path) -> None:
    document = manifest(index)
    document["dist"]["attestations"] = {"url": "/-/npm/v1/attestations/x@1.0.0"}
    serve(index, document)
    (file,) = npm(index, tmp_path).release("x", "1.0.0").files
    assert file.notes == ("its provenance is offered and not served",)
    index.send("/-/npm/v1/attestations/x@1.0.0", b"<html>")
    (file,) = npm(index, tmp_path / "other").release("x", "1.0.0").files
    assert file.notes == ("the attestations that the registry serves cannot be read",)


def offered(version: str, *, attested: bool = True) -> dict[str, Any]:
    dist = {"attestations": {"url": "https://h/a"}} if attested else {}
    return {"name": "x", "version": version, "dist": dist}


def test_a_version_without_attestations_knows_of_those_before(
    index: IndexServer, tmp_path: Path
) -> None:
    """axios: published with a stolen token, and without the provenance that earlier versions had."""
    versions = {
        v: offered(v, attested=a) for v, a in (("0.9.0", True), ("0.10.0", False), ("2.0.0", True))
    }
    serve(index, manifest(index))
    serve(index, {"name": "x", "versions": versions}, "/x")
    assert npm(index, tmp_path).release("x", "1.0.0").attested_before == "0.9.0"
    document = manifest(index)
    document["dist"]["attestations"] = {"url": "/-/npm/v1/attestations/x@1.0.0"}
    serve(index, document)
    asked = len(index.asked)
    assert npm(index, tmp_path / "other").release("x", "1.0.0").attested_before is None
    assert index.asked[asked:] == ["/x/1.0.0", "/-/npm/v1/attestations/x@1.0.0"]


def test_earlier_versions_that_cannot_be_asked_for_are_a_note(
    index: IndexServer, tmp_path: Path
) -> None:
    serve(index, manifest(index))
    index.send("/x", b"<html>")
    release = npm(index, tmp_path).release("x", "1.0.0")
    assert release.attested_before is None
    (note,) = release.files[0].notes
    assert note.startswith("whether an earlier version is attested could not be asked: ")


@pytest.mark.parametrize(
    ("versions", "asked", "before"),
    [
        (["1.9.0", "1.10.0", "1.2.0"], "1.10.1", "1.10.0"),
        (["1.9.0", "1.10.0-rc.1"], "1.10.0", "1.9.0"),
        (["1.0.0"], "1.0.0", None),
        (["2.0.0"], "1.0.0", None),
        (["1.0.0"], "1.0.0-rc.1", None),
        (["0.9.0"], "1.0.0-rc.1", "0.9.0"),
        (["1.0", "x", "1.0.0.0"], "2.0.0", None),
        (["1.0.0"], "next", None),
    ],
)
def test_the_version_before_is_that_of_the_order(
    versions: list[str], asked: str, before: str | None
) -> None:
    assert attested_before({"versions": {v: offered(v) for v in versions}}, asked) == before


@pytest.mark.parametrize("versions", [None, [], {"0.1.0": 7}, {"0.1.0": {"dist": 7}}])
def test_a_packument_that_is_none_knows_of_nothing_before(versions: object) -> None:
    assert attested_before({"versions": versions}, "1.0.0") is None


# --- pure readers ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("integrity", "announced"),
    [
        (sri(b"1"), Announced(sha512=hashlib.sha512(b"1").hexdigest())),
        (
            f"{sri(b'1', 'sha1')} {sri(b'1')}?opt",
            Announced(sha512=hashlib.sha512(b"1").hexdigest()),
        ),
        (f"{sri(b'2', 'sha256')} {sri(b'1')}", Announced(sha512=hashlib.sha512(b"1").hexdigest())),
        (f"{sri(b'1')}\n {sri(b'1')}", Announced(sha512=hashlib.sha512(b"1").hexdigest())),
        ("sha512-AAAA sha512-!", None),
        ("sha512-é", None),
        ("", None),
        (sri(b"1", "sha384"), None),
    ],
)
def test_the_strongest_digest_counts(integrity: str, announced: Announced | None) -> None:
    assert strongest(integrity) == announced


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("o/x", "https://github.com/o/x"),
        ("github:o/x", "https://github.com/o/x"),
        ("gitlab:o/x", "https://gitlab.com/o/x"),
        ("bitbucket:o/x", "https://bitbucket.org/o/x"),
        ("git+https://github.com/o/x.git", "https://github.com/o/x.git"),
        ("git://github.com/o/x.git", "https://github.com/o/x.git"),
        ("git+ssh://git@github.com/o/x.git#main", "https://github.com/o/x.git"),
        ("ssh://git@github.com:o/x.git", "https://github.com/o/x.git"),
        ("git@github.com:o/x.git", "https://github.com/o/x.git"),
        ("https://user:s3cret@example.org/x", "https://example.org/x"),
        ("http://example.org:8080/x", "https://example.org/x"),
        ("gist:11081aaa281", None),
        ("ext::sh -c x", None),
        ("file:///etc", None),
        ("--upload-pack=x", None),
        ("https://h/x y", None),
        (7, None),
        ("", None),
    ],
)
def test_a_repository_is_one_link_however_it_is_written(written: object, link: str | None) -> None:
    assert repository_link(written) == link


@pytest.mark.parametrize("folder", ["../x", "/..", "a//b", "./..", 7, "", "/"])
def test_a_directory_outside_of_the_repository_is_no_hint(
    folder: object, index: IndexServer, tmp_path: Path
) -> None:
    serve(index, manifest(index, repository={"url": "o/x", "directory": folder}, gitHead="HEAD"))
    (file,) = npm(index, tmp_path).release("x", "1.0.0").files
    assert [hint.kind for hint in file.hints] == [HintKind.REPOSITORY]


@pytest.mark.online
def test_the_real_registry_has_sigstore_2_2_0(tmp_path: Path) -> None:
    """A small package that is published with provenance; a proxy may leave the attestations out."""
    registry = Npm(DEFAULT_NPM, Cache(root=tmp_path / "cache"), DEFAULT)
    (file,) = registry.release("sigstore", "2.2.0").files
    assert (file.sha512 or "").startswith("7dc53d7251f012cb")
    assert registry.download(file).name.startswith("59e1ee9d7f748ddb")
    repositories = {
        hint.value.removesuffix(".git") for hint in file.hints if hint.kind == "repository"
    }
    assert repositories == {"https://github.com/sigstore/sigstore-js"}
    registry.close()
