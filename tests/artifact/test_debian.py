"""Debian source packages: what a ``.dsc`` names, and what it must not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import pytest

from packing import sha256_of, write_tar
from tallystick.artifact import debian_files, open_artifact, upstream_signatures
from tallystick.errors import ArtifactError, DigestMismatch, StorageError, UsageError
from tallystick.limits import DEFAULT, Limits
from tallystick.model import Artifact, ArtifactKind

DSC = "xz_5.6.1-1.dsc"


def write_dsc(folder: Path, lines: Iterable[tuple[str, str]]) -> Path:
    sums = "".join(f"\n {digest} 1 {name}" for digest, name in lines)
    path = folder / DSC
    path.write_text(
        f"Format: 3.0 (quilt)\nSource: xz\nVersion: 5.6.1-1\nChecksums-Sha256:{sums}\n"
        f"Files:\n d41d8cd98f00b204e9800998ecf8427e 1 ignored_1.orig.tar.gz\n"
    )
    return path


def dsc_of(folder: Path, *names: str) -> Path:
    """A ``.dsc`` that tells the truth about files that lie in ``folder``."""
    return write_dsc(folder, ((sha256_of(folder / name), name) for name in names))


def opened(path: Path, limits: Limits = DEFAULT) -> Artifact:
    with open_artifact(path, limits=limits) as held:
        return held.artifact


def test_the_artifact_is_the_upstream_release_that_the_dsc_names(tmp_path: Path) -> None:
    orig = write_tar(tmp_path / "xz_5.6.1.orig.tar.xz", {"xz-5.6.1/configure": b"1"})
    write_tar(tmp_path / "xz_5.6.1-1.debian.tar.xz", {"debian/rules": b"2"})
    artifact = opened(dsc_of(tmp_path, "xz_5.6.1-1.debian.tar.xz", orig.name))
    assert artifact.kind is ArtifactKind.DEBIAN
    assert (artifact.name, artifact.sha256) == (orig.name, sha256_of(orig))
    assert (artifact.project, artifact.version) == ("xz", "5.6.1")
    assert list(artifact.tree.entries) == ["configure"]


def test_component_tarballs_are_unpacked_below_their_names(tmp_path: Path) -> None:
    write_tar(tmp_path / "xz_5.6.1.orig-types.tar.gz", {"types-1/index.d.ts": b"2"})
    write_tar(tmp_path / "xz_5.6.1.orig.tar.gz", {"xz-5.6.1/index.js": b"1"})
    artifact = opened(dsc_of(tmp_path, "xz_5.6.1.orig-types.tar.gz", "xz_5.6.1.orig.tar.gz"))
    assert list(artifact.tree.entries) == ["index.js", "types/index.d.ts"]
    assert artifact.top == "xz-5.6.1"
    assert artifact.findings == ()


def test_a_component_that_hides_a_file_of_the_main_tarball_is_a_finding(tmp_path: Path) -> None:
    """dpkg-source would build the component's; the main tarball's would be audited."""
    write_tar(tmp_path / "xz_5.6.1.orig.tar.gz", {"xz/types/a.js": b"honest", "xz/b": b"1"})
    write_tar(tmp_path / "xz_5.6.1.orig-types.tar.gz", {"t/a.js": b"evil"})
    artifact = opened(dsc_of(tmp_path, "xz_5.6.1.orig.tar.gz", "xz_5.6.1.orig-types.tar.gz"))
    overlaps = [(finding.id, finding.paths) for finding in artifact.findings]
    assert overlaps == [("component-overlap", ("types/a.js",))]
    assert artifact.findings[0].ambiguous


def test_a_native_package_is_its_one_tarball(tmp_path: Path) -> None:
    write_tar(tmp_path / "dpkg_1.22.6.tar.xz", {"dpkg-1.22.6/configure": b"1"})
    artifact = opened(dsc_of(tmp_path, "dpkg_1.22.6.tar.xz"))
    assert list(artifact.tree.entries) == ["configure"]
    assert (artifact.project, artifact.version) == ("dpkg", "1.22.6")


def test_a_clear_signed_dsc_is_read_inside_of_its_signature(tmp_path: Path) -> None:
    write_tar(tmp_path / "xz_5.6.1.orig.tar.gz", {"xz-5.6.1/a": b"1"})
    path = dsc_of(tmp_path, "xz_5.6.1.orig.tar.gz")
    path.write_text(
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n"
        f"{path.read_text()}\n-----BEGIN PGP SIGNATURE-----\n\niQIz\n-----END PGP SIGNATURE-----\n"
    )
    assert list(opened(path).tree.entries) == ["a"]


def test_a_tarball_that_is_not_the_one_in_the_dsc_is_refused(tmp_path: Path) -> None:
    write_tar(tmp_path / "xz_5.6.1.orig.tar.gz", {"xz-5.6.1/a": b"1"})
    path = dsc_of(tmp_path, "xz_5.6.1.orig.tar.gz")
    write_tar(tmp_path / "xz_5.6.1.orig.tar.gz", {"xz-5.6.1/a": b"2"})
    with pytest.raises(DigestMismatch, match=r"xz_5\.6\.1\.orig\.tar\.gz: sha256 is"):
        opened(path)


def test_a_dsc_that_is_not_the_announced_one_is_refused(tmp_path: Path) -> None:
    write_tar(tmp_path / "xz_5.6.1.orig.tar.gz", {"xz-5.6.1/a": b"1"})
    path = dsc_of(tmp_path, "xz_5.6.1.orig.tar.gz")
    open_artifact(path, limits=DEFAULT, expected_sha256=sha256_of(path)).close()
    with pytest.raises(DigestMismatch, match=r"xz_5\.6\.1-1\.dsc: sha256 is"):
        open_artifact(path, limits=DEFAULT, expected_sha256="0" * 64)


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/xz_1.orig.tar.gz",
        "/etc/xz_1.orig.tar.gz",
        ".hidden_1.orig.tar.gz",
        "xz\0_1.orig.tar.gz",
    ],
)
def test_a_dsc_that_names_a_file_elsewhere_is_refused(name: str, tmp_path: Path) -> None:
    path = write_dsc(tmp_path, [(hashlib.sha256(b"").hexdigest(), name)])
    with pytest.raises(ArtifactError, match="names a file outside of its folder"):
        opened(path)


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        ([], "names no upstream tarball with a SHA-256 digest"),
        ([("0" * 64, "xz_5.6.1-1.debian.tar.xz")], "names no upstream tarball"),
        ([("not a digest", "xz_5.6.1.orig.tar.xz")], "names no upstream tarball"),
        (
            [("0" * 64, "xz_5.6.1.orig.tar.xz"), ("0" * 64, "xz_5.6.0.orig.tar.xz")],
            "exactly one main upstream tarball",
        ),
        ([("0" * 64, "xz_5.6.1.orig-only.tar.xz")], "exactly one main upstream tarball"),
    ],
)
def test_a_dsc_without_one_upstream_tarball_is_refused(
    lines: list[tuple[str, str]], complaint: str, tmp_path: Path
) -> None:
    with pytest.raises(ArtifactError, match=complaint):
        opened(write_dsc(tmp_path, lines))


def test_a_dsc_whose_tarball_is_not_here_says_which(tmp_path: Path) -> None:
    path = write_dsc(tmp_path, [("0" * 64, "xz_5.6.1.orig.tar.xz")])
    with pytest.raises(StorageError, match=r"xz_5\.6\.1\.orig\.tar\.xz"):
        opened(path)


def test_a_dsc_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / DSC
    path.write_bytes(bytes(1000))
    with pytest.raises(ArtifactError, match="larger than a"):
        opened(path, Limits(metadata=999))


def unpacked(folder: Path, version: str) -> Path:
    """A source package as ``dpkg-source --extract`` leaves it."""
    source = folder / "xz-5.6.1"
    (source / "debian").mkdir(parents=True)
    (source / "debian" / "changelog").write_text(f"xz ({version}) unstable; urgency=low\n")
    return source


def test_an_unpacked_package_leads_to_the_dsc_beside_it(tmp_path: Path) -> None:
    dsc = write_dsc(tmp_path, [("0" * 64, "xz_5.6.1.orig.tar.gz")])
    assert debian_files(unpacked(tmp_path, "1:5.6.1-1")) == dsc


def test_without_a_dsc_it_leads_to_the_one_upstream_tarball(tmp_path: Path) -> None:
    (tmp_path / "xz_5.6.1.orig.tar.gz").touch()
    (tmp_path / "xz_5.6.1.orig.tar.gz.asc").touch()
    assert debian_files(unpacked(tmp_path, "5.6.1-1")) == tmp_path / "xz_5.6.1.orig.tar.gz"


@pytest.mark.parametrize("version", ["5.6.1-1", "../../5-1", "5.6.1-1) x; y=("])
def test_what_lies_elsewhere_or_nowhere_is_an_error(version: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        debian_files(unpacked(tmp_path, version))


def test_a_folder_with_one_dsc_means_that_one_and_any_other_folder_nothing(tmp_path: Path) -> None:
    assert debian_files(tmp_path) is None
    dsc = write_dsc(tmp_path, [])
    assert debian_files(tmp_path) == dsc
    (tmp_path / "other.dsc").touch()
    with pytest.raises(UsageError, match="holds 2"):
        debian_files(tmp_path)


def test_signatures_of_upstream_are_named_if_they_are_there(tmp_path: Path) -> None:
    named = ["xz_5.6.1.orig.tar.gz.asc", "../xz_5.6.1.orig.tar.gz.asc", "absent_1.orig.tar.gz.asc"]
    (tmp_path / named[0]).touch()
    dsc = write_dsc(tmp_path, [("0" * 64, name) for name in named])
    assert upstream_signatures(dsc, DEFAULT) == (named[0],)
