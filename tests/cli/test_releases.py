"""Releases that a source names, asked for at an index on loopback that may lie."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from msgspec.structs import replace

from command import Tally
from index_server import IndexServer, serving
from packing import write_tar, write_zip
from tallystick.cache import Cache
from tallystick.cli.indexes import Asking
from tallystick.cli.releases import IndexReleases, modest
from tallystick.explain.releases import Files, Named, Registry
from tallystick.limits import DEFAULT, Limits

SCRIPT = b"/*! jQuery v3.6.0 */\n"
OTHER = b"/*! jQuery v3.6.0 */ other()\n"


@dataclass(slots=True)
class Asker:
    """An index, a cache, and a folder to make releases in."""

    index: IndexServer
    folder: Path

    def releases(self, *, offline: bool = False, limits: Limits = DEFAULT) -> IndexReleases:
        asking = Asking(
            index=self.index.url,
            npm_index=self.index.root,
            cache=Cache(root=self.folder / "cache"),
            limits=limits,
            offline=offline,
            all_files=False,
        )
        cargo = {"CARGO_HOME": str(self.folder / "cargo")}
        return IndexReleases(asking=modest(asking), environment=cargo)

    def tarball(self, name: str, script: bytes = SCRIPT) -> bytes:
        files = {
            "package/package.json": b'{"name": "jquery", "version": "3.6.0"}',
            "package/dist/jquery.min.js": script,
        }
        return write_tar(self.folder / name, files).read_bytes()

    def serve_npm(
        self, content: bytes, *, announced: bytes | None = None, name: str = "jquery"
    ) -> None:
        """Serve ``content`` as jquery 3.6.0, under the digest of ``announced``."""
        dist = {
            "tarball": f"{self.index.root}/{name}/-/{name}-3.6.0.tgz",
            "integrity": sri(content if announced is None else announced),
        }
        document = {"name": name, "version": "3.6.0", "dist": dist}
        self.index.send(
            f"/{name}/3.6.0", json.dumps(document).encode(), content_type="application/json"
        )
        self.index.send(f"/{name}/-/{name}-3.6.0.tgz", content)


def sri(content: bytes) -> str:
    return f"sha512-{base64.b64encode(hashlib.sha512(content).digest()).decode()}"


def jquery(content: bytes | None = None, *, version: str = "3.6.0") -> Named:
    """What a lock says that pins ``content``; None: what a script says."""
    digests = frozenset() if content is None else {("sha512", hashlib.sha512(content).hexdigest())}
    return Named(
        registry=Registry.NPM,
        name="jquery",
        version=version,
        digests=frozenset(digests),
        by="package-lock.json",
    )


def waver(content: bytes, *, name: str = "waver", version: str = "2.0.0") -> Named:
    digest = hashlib.sha256(content).hexdigest()
    return Named(
        registry=Registry.PYPI,
        name=name,
        version=version,
        digests=frozenset({("sha256", digest)}),
        by="vendor.txt",
    )


def crate(content: bytes, *, version: str = "1.0.14") -> Named:
    digest = hashlib.sha256(content).hexdigest()
    return Named(
        registry=Registry.CARGO,
        name="numbers",
        version=version,
        digests=frozenset({("sha256", digest)}),
        by="Cargo.lock",
    )


def had(files: Files | str) -> Files:
    assert not isinstance(files, str), files
    return files


@pytest.fixture
def asker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Asker]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving() as index:
        yield Asker(index=index, folder=tmp_path)


# --- npm ------------------------------------------------------------------------------------------


def test_a_pinned_tarball_is_opened_once_and_kept_for_offline(asker: Asker) -> None:
    content = asker.tarball("x.tgz")
    asker.serve_npm(content)
    releases = asker.releases()
    files = had(releases.files(jquery(content)))
    assert files["dist/jquery.min.js"].sha256 == hashlib.sha256(SCRIPT).hexdigest()
    asked = list(asker.index.asked)
    assert releases.files(jquery(content)) == files
    assert had(asker.releases(offline=True).files(jquery(content))).keys() == files.keys()
    assert asker.index.asked == asked == ["/jquery/3.6.0", "/jquery/-/jquery-3.6.0.tgz"]


def test_an_index_that_serves_another_file_than_the_lock_pins_is_not_believed(
    asker: Asker,
) -> None:
    asker.serve_npm(asker.tarball("evil.tgz", OTHER))
    said = asker.releases().files(jquery(asker.tarball("x.tgz")))
    assert isinstance(said, str)
    assert "than package-lock.json pins" in said


def test_an_index_that_sends_other_bytes_than_it_announces_is_not_believed(asker: Asker) -> None:
    pinned = asker.tarball("x.tgz")
    asker.serve_npm(asker.tarball("evil.tgz", OTHER), announced=pinned)
    for named in (jquery(pinned), jquery()):
        said = asker.releases().files(named)
        assert isinstance(said, str)
        assert "another file than it announces" in said


def test_offline_asks_nobody(asker: Asker) -> None:
    said = asker.releases(offline=True).files(jquery(b"x"))
    assert isinstance(said, str)
    assert "--offline" in said
    assert asker.index.asked == []


@pytest.mark.parametrize("version", ["../..", "3.6.0/../../x", "latest;rm", "", "^3"])
def test_what_is_no_version_is_asked_of_nobody(version: str, asker: Asker) -> None:
    for named in (
        jquery(b"x", version=version),
        waver(b"x", version=version),
        crate(b"x", version=version),
        waver(b"x", name="../../x"),
    ):
        assert isinstance(asker.releases().files(named), str)
    assert asker.index.asked == []


def test_no_more_releases_are_opened_than_the_cap_allows(asker: Asker) -> None:
    content = asker.tarball("x.tgz")
    asker.serve_npm(content)
    releases = asker.releases(limits=replace(DEFAULT, releases=1))
    had(releases.files(jquery(content)))
    assert releases.files(jquery()) == "1 other releases were opened for this audit"
    had(releases.files(jquery(content)))


def test_a_tarball_above_the_caps_is_not_looked_into(asker: Asker) -> None:
    content = asker.tarball("x.tgz")
    asker.serve_npm(content)
    for limits in (
        replace(DEFAULT, release_size=100),
        replace(DEFAULT, release_members=1),
        replace(DEFAULT, release_unpacked=10),
    ):
        assert isinstance(asker.releases(limits=limits).files(jquery(content)), str)


def test_an_archive_that_can_be_read_in_two_ways_proves_nothing(asker: Asker) -> None:
    two = write_tar(
        asker.folder / "two.tgz",
        {"package/package.json": b"{}", "package/a.js": SCRIPT, "package/./a.js": OTHER},
    ).read_bytes()
    asker.serve_npm(two)
    said = asker.releases().files(jquery(two))
    assert said == "jquery-3.6.0.tgz can be read in two ways"


# --- PyPI -----------------------------------------------------------------------------------------


def test_of_a_release_the_pinned_file_is_opened(asker: Asker) -> None:
    wheel = write_zip(asker.folder / "w.whl", {"waver/__init__.py": b"1"}).read_bytes()
    sdist = write_tar(asker.folder / "s.tar.gz", {"waver-2.0.0/src/waver.py": b"2"}).read_bytes()
    asker.index.project(
        "waver",
        [
            asker.index.file("waver-2.0.0.tar.gz", sdist),
            asker.index.file("waver-2.0.0-py3-none-any.whl", wheel),
        ],
    )
    assert had(asker.releases().files(waver(wheel))).keys() == {"waver/__init__.py"}
    assert had(asker.releases().files(waver(sdist))).keys() == {"src/waver.py"}
    said = asker.releases().files(waver(b"another"))
    assert isinstance(said, str)
    assert "than vendor.txt pins" in said


# --- crates ---------------------------------------------------------------------------------------


def test_a_crate_is_had_from_cargo_where_it_has_the_checksum_of_the_lock(asker: Asker) -> None:
    kept = asker.folder / "cargo" / "registry" / "cache" / "an-index" / "numbers-1.0.14.crate"
    packed = write_tar(asker.folder / "n.tgz", {"numbers-1.0.14/src/lib.rs": b"fn main() {}\n"})
    kept.parent.mkdir(parents=True)
    packed.replace(kept)
    assert had(asker.releases().files(crate(kept.read_bytes()))).keys() == {"src/lib.rs"}
    assert asker.releases().files(crate(b"another")) == (
        "cargo has not fetched numbers 1.0.14 on this machine"
    )
    assert asker.index.asked == []


# --- the command ----------------------------------------------------------------------------------


def _project(tally: Tally, pinned: bytes, script: bytes) -> tuple[Path, Path]:
    """A source whose lock pins ``pinned``, and a wheel that holds ``script`` where git ignores it."""
    lock = {
        "lockfileVersion": 3,
        "packages": {"node_modules/jquery": {"version": "3.6.0", "integrity": sri(pinned)}},
    }
    source = tally.folder / "source"
    (source / "example").mkdir(parents=True)
    (source / "example" / "__init__.py").write_text("")
    (source / ".gitignore").write_text("/example/static/\n")
    (source / "package-lock.json").write_text(json.dumps(lock))
    held = {"example/__init__.py": b"", "example/static/jquery.min.js": script}
    return source, write_zip(tally.folder / "example-1.0-py3-none-any.whl", held)


def _line(tally: Tally, wheel: Path, source: Path, *more: str) -> dict[str, str]:
    done = tally("audit", wheel, "--source", source, "--format", "json", *more)
    lines = json.loads(done.out)["entries"]
    found = next(line for line in lines if line["path"].endswith("jquery.min.js"))
    assert isinstance(found, dict)
    return found


def test_the_command_asks_for_what_the_source_pins(tally: Tally, asker: Asker) -> None:
    content = asker.tarball("x.tgz")
    asker.serve_npm(content)
    source, wheel = _project(tally, content, SCRIPT)
    line = _line(tally, wheel, source, "--npm-index", asker.index.root)
    assert (line["grade"], line["explainer"]) == ("upstream", "npm-release")
    asker.index.asked.clear()
    kept = _line(tally, wheel, source, "--npm-index", asker.index.root, "--offline")
    assert (kept["grade"], asker.index.asked) == ("upstream", [])


def test_the_same_tampering_in_artifact_and_index_proves_nothing(
    tally: Tally, asker: Asker
) -> None:
    asker.serve_npm(asker.tarball("evil.tgz", OTHER))
    source, wheel = _project(tally, asker.tarball("x.tgz"), OTHER)
    line = _line(tally, wheel, source, "--npm-index", asker.index.root)
    assert line["grade"] == "unproven"
    assert "than package-lock.json pins" in line["evidence"]


def test_an_audit_whose_differences_name_nobody_asks_nobody(tally: Tally, asker: Asker) -> None:
    source, wheel = _project(tally, b"", b"")
    (source / ".gitignore").write_text("")
    _line(tally, wheel, source, "--npm-index", asker.index.root)
    assert asker.index.asked == []
