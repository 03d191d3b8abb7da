"""npm's organisations and a Debian suite, followed from a new release to everybody who is told."""

from __future__ import annotations

import base64
import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass

import pytest

from apt_archive import Archive, dsc, sources
from command import Done, Tally
from gitrepo import Content, GitRepo
from index_server import IndexServer, serving
from packing import write_tar
from receivers import Receiver, post_office, receiving

CONFIG = """
state = "state.db"
settle = 0
tags = 0
tries = 2
[audit]
options = ["--source", "{source}"]
[index]
npm = "{index}"
[[watch]]
{watch}
[sink.log]
kind = "stdout"
[sink.hook]
kind = "webhook"
url = "{hook}"
[sink.team]
kind = "email"
host = "127.0.0.1"
port = {port}
from = "tally@example.org"
to = ["team@example.org"]
tls = "none"
[sink.issues]
kind = "issue"
folder = "issues"
"""


@dataclass
class Told:
    """Whoever is told, and what each of them has."""

    tally: Tally
    hook: Receiver
    port: int
    letters: list[bytes]

    def follow(self, watch: str, *, source: str, index: str = "https://none.invalid/") -> None:
        config = CONFIG.format(
            watch=watch, source=source, index=index, hook=self.hook.url, port=self.port
        )
        (self.tally.folder / "monitor.toml").write_text(config)

    def once(self, **environment: str) -> Done:
        return self.tally("monitor", "--config", "monitor.toml", "--once", **environment)

    def by(self, done: Done) -> dict[str, list[tuple[str, str]]]:
        """By sink: the kind and id of each event that it has, in order."""
        lines = [json.loads(line) for line in done.out.splitlines()]
        hooked = [json.loads(body) for body in self.hook.bodies]
        subjects = [letter.partition(b"Subject: ")[2] for letter in self.letters]
        mailed = [
            (subject.partition(b":")[0].decode(), _between(letter, b"Message-ID: <", b"@"))
            for subject, letter in zip(subjects, self.letters, strict=True)
        ]
        written = (self.tally.folder / "issues").glob("*.md")
        issues = {path.stem: path.read_text().partition(":")[0] for path in written}
        return {
            "stdout": sorted((one["kind"], one["id"]) for one in lines),
            "webhook": sorted((one["kind"], one["id"]) for one in hooked),
            "email": sorted(mailed),
            "issue": sorted((kind.removeprefix("# "), name) for name, kind in issues.items()),
        }


def _between(text: bytes, before: bytes, after: bytes) -> str:
    return text.partition(before)[2].partition(after)[0].decode()


@pytest.fixture
def told(tally: Tally) -> Iterator[Told]:
    with ExitStack() as stack:
        port, letters = stack.enter_context(post_office())
        yield Told(tally, stack.enter_context(receiving()), port, letters)


FILES = {"index.js": b"module.exports = 1\n", "README.md": b"# thing\n"}


@dataclass
class Registry:
    """A registry with one package of a scope, and the repository that it is made from."""

    told: Told
    server: IndexServer
    repository: GitRepo
    versions: dict[str, dict[str, object]]

    def publish(self, version: str, **more: bytes) -> None:
        """A version as npm packs and shows it, from a commit of its own but for ``more``."""
        package = json.dumps({"name": "@acme/thing", "version": version}).encode()
        self.repository.commit(
            dict[str | bytes, Content]([("package.json", package), *FILES.items()])
        )
        self.repository.git("tag", f"v{version}")
        inside = {f"package/{path}": content for path, content in FILES.items()}
        inside |= {f"package/{path}": content for path, content in more.items()}
        inside["package/package.json"] = package
        packed = write_tar(self.told.tally.folder / version / "thing.tar.gz", inside).read_bytes()
        at = f"/@acme/thing/-/thing-{version}.tgz"
        self.server.send(at, packed)
        digest = base64.b64encode(hashlib.sha512(packed).digest()).decode()
        dist = {"tarball": f"{self.server.root}{at}", "integrity": f"sha512-{digest}"}
        self.versions[version] = {"name": "@acme/thing", "version": version, "dist": dist}
        self.show()

    def show(self) -> None:
        days = range(1, len(self.versions) + 1)
        document = {
            "name": "@acme/thing",
            "dist-tags": {"latest": list(self.versions)[-1]},
            "versions": self.versions,
            "time": {
                version: f"2026-01-{day:02}T00:00:00.000Z"
                for day, version in zip(days, self.versions, strict=True)
            },
        }
        self.answer("/@acme%2Fthing", document)
        for version, manifest in self.versions.items():
            self.answer(f"/@acme%2Fthing/{version}", manifest)

    def answer(self, path: str, document: object) -> None:
        self.server.send(path, json.dumps(document).encode(), content_type="application/json")


@pytest.fixture
def registry(told: Told) -> Iterator[Registry]:
    with serving() as server:
        made = Registry(told, server, GitRepo(told.tally.folder / "source"), {})
        # As the registry's search answers: by likeness, so that others are among what it finds.
        names = ("@acme/thing", "acme-lookalike", "@acme-evil/thing")
        found = [{"package": {"name": name}} for name in names]
        made.answer("/-/v1/search", {"objects": found, "total": len(found)})
        watch = 'index = "npm"\norganization = "@acme"'
        told.follow(watch, source=made.repository.url, index=server.root)
        made.publish("1.0.0")
        yield made


def test_a_release_of_an_organisation_on_npm_is_found_audited_and_told_to_all(
    registry: Registry, told: Told
) -> None:
    first = told.once()
    assert (first.code, first.out, told.hook.bodies) == (0, "", []), first.err
    assert not [path for path in registry.server.asked if "lookalike" in path or "evil" in path]
    registry.publish("1.1.0", **{"postinstall.js": b"steal()\n"})
    done = told.once()
    assert done.code == 0, done.err
    heard = told.by(done)
    assert {"new-residue", "rejected"} <= {kind for kind, _ in heard["stdout"]}
    assert all(one == heard["stdout"] for one in heard.values())
    again = told.once()
    assert (again.code, again.out, len(told.hook.bodies)) == (0, "", len(heard["webhook"]))


@pytest.mark.parametrize("clock", ["an hour later", "set back by ten days"])
def test_who_was_away_is_told_later_and_the_others_once(
    clock: str, registry: Registry, told: Told
) -> None:
    told.once()
    told.hook.status = 503
    registry.publish("1.1.0", **{"postinstall.js": b"steal()\n"})
    done = told.once()
    assert done.code == 3
    assert "503" in done.err
    heard = told.by(done)
    assert heard["email"] == heard["issue"] == heard["stdout"] != []
    told.hook.status = 204
    told.hook.bodies.clear()
    # What was put off by a clock that has been set back since is due in ten days by this one.
    by = -3600 if clock == "an hour later" else 10 * 86_400
    with closing(sqlite3.connect(told.tally.folder / "state.db")) as state, state:
        assert state.execute("UPDATE delivery SET due = due + ?", (by,)).rowcount > 0
    assert told.once().code == 0
    assert told.by(done)["webhook"] == heard["stdout"]
    assert len(told.letters) == len(heard["email"])


SUITE = 'index = "debian"\nprojects = ["hello"]'


@dataclass
class Suite:
    """A suite with one source package; each upload takes the place of the one before."""

    archive: Archive
    told: Told

    def upload(self, version: str, **more: bytes) -> None:
        folder = self.archive.folder / version
        inside = {f"hello-{version}/a": b"upstream\n"}
        inside |= {f"hello-{version}/{path}": content for path, content in more.items()}
        orig = f"hello_{version}.orig.tar.gz"
        files = {orig: write_tar(folder / orig, inside).read_bytes()}
        files[f"hello_{version}-1.debian.tar.xz"] = b"packaging"
        files[f"hello_{version}-1.dsc"] = dsc(files, f"{version}-1").encode()
        for name, content in files.items():
            self.archive.server.send(f"/debian/{name}", content)
        self.archive.update(sources(files, f"{version}-1"))

    def once(self) -> Done:
        return self.told.once(APT_CONFIG=self.archive.environment["APT_CONFIG"])


@pytest.fixture
def suite(told: Told) -> Iterator[Suite]:
    repository = GitRepo(told.tally.folder / "source")
    repository.commit({"a": b"upstream\n"})
    for version in ("1.0", "1.1"):
        repository.git("tag", f"v{version}")
    with serving() as server:
        folder = told.tally.folder / "suite"
        folder.mkdir()
        made = Suite(Archive(server, folder, {}), told)
        told.follow(SUITE, source=repository.url)
        made.upload("1.0")
        yield made


def test_a_new_upload_to_a_debian_suite_is_found_audited_and_told_to_all(
    suite: Suite, told: Told
) -> None:
    first = suite.once()
    assert (first.code, first.out) == (0, ""), first.err
    suite.upload("1.1", **{"build-to-host.m4": b"dnl evil\n"})
    done = suite.once()
    assert done.code == 0, done.err
    heard = told.by(done)
    assert {"new-residue", "rejected"} <= {kind for kind, _ in heard["stdout"]}
    assert {json.loads(line)["version"] for line in done.out.splitlines()} == {"1.1-1"}
    assert all(one == heard["stdout"] for one in heard.values())
    assert suite.once().out == ""
