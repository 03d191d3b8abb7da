"""The monitor against a real index on loopback and a real repository: stopped, killed, set back in time."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

import pytest

from command import COMMITTED, FILES, Done, Tally
from gitrepo import GitRepo
from index_server import JSON, IndexServer, serving
from packing import write_tar
from tallystick.monitor.state import State

CONFIG = """
state = "state.db"
settle = 0
tags = 0
tries = 2
[audit]
options = ["--source", "{source}"]
[index]
pypi = "{index}"
[[watch]]
index = "pypi"
projects = ["example"]
[sink.issues]
kind = "issue"
folder = "issues"
[sink.log]
kind = "stdout"
"""


@dataclass
class Project:
    """A project with a repository, releases on an index, and somebody who follows it."""

    tally: Tally
    index: IndexServer
    repository: GitRepo
    serial: int = 100
    files: list[dict[str, object]] = field(default_factory=list)

    def release(
        self, version: str, *, more: dict[str, bytes] | None = None, build: str = ""
    ) -> None:
        """Tag a version and upload its tarball, which may hold ``more``."""
        if not build:
            self.repository.git("tag", f"v{version}")
        folder = self.tally.folder / "uploads" / (version + build)
        files = {**FILES, **(more or {})}
        name = f"example-{version}{build}.tar.gz"
        inside = {f"example-{version}/{path}": content for path, content in files.items()}
        packed = write_tar(folder / name, inside)
        uploaded = f"2026-01-{len(self.files) * 3 + 1:02}T00:00:00Z"
        self.files.append(self.index.file(name, packed.read_bytes(), **{"upload-time": uploaded}))
        self.show()

    def show(self, *, serial: int | None = None, files: int | None = None) -> None:
        """Serve the project's page: the newest, or an older one."""
        self.serial += 1
        shown = self.serial if serial is None else serial
        page = {
            "meta": {"api-version": "1.1", "_last-serial": shown},
            "name": "example",
            "files": self.files[:files],
        }
        self.index.send("/simple/example/", json.dumps(page).encode(), content_type=JSON)

    def once(self) -> Done:
        return self.tally("monitor", "--config", "monitor.toml", "--once")

    @property
    def told(self) -> list[str]:
        """The kinds of all events that have a file, in no order."""
        folder = self.tally.folder / "issues"
        texts = [path.read_text() for path in folder.glob("*.md")] if folder.is_dir() else []
        return sorted(text.partition(":")[0].removeprefix("# ") for text in texts)


@pytest.fixture
def project(tally: Tally) -> object:
    repository = GitRepo(tally.folder / "source")
    repository.commit(COMMITTED)
    with serving() as index:
        made = Project(tally, index, repository)
        config = CONFIG.format(source=repository.url, index=index.url)
        (tally.folder / "monitor.toml").write_text(config)
        made.release("1.0")
        yield made


def test_it_tells_what_is_new_once_and_nothing_else(project: Project) -> None:
    assert project.once().code == 0
    assert project.told == []  # the first look is what later ones are compared with
    project.release("1.1")
    assert project.once().code == 0
    assert project.told == []
    project.release("1.2", more={"m4/build-to-host.m4": b"dnl evil\n"})
    done = project.once()
    assert done.code == 0
    assert {"new-residue", "rejected"} <= set(project.told)
    lines = [json.loads(line) for line in done.out.splitlines()]
    assert Counter(line["kind"] for line in lines) == Counter(project.told)
    assert {line["version"] for line in lines} == {"1.2"}
    before = project.told
    again = project.once()
    assert (again.code, again.out, project.told) == (0, "", before)
    # 1.2 was rejected, so 1.3 is compared with 1.1.
    project.release("1.3", more={"m4/build-to-host.m4": b"dnl evil\n"})
    assert "new-residue" in project.once().out


def test_a_file_that_is_added_late_and_one_that_is_replaced_are_told(project: Project) -> None:
    project.once()
    project.release("1.1")
    project.once()
    # PEP 440 spells 1.0 and 1.0.0 alike: another file of the same release.
    project.release("1.0.0", build="", more={})
    project.files[0] = {**project.files[0], "hashes": project.files[2]["hashes"]}
    project.show()
    project.once()
    assert "file-late" in project.told
    assert "file-replaced" in project.told


def test_a_tag_that_is_moved_is_told_once(project: Project) -> None:
    project.once()
    project.repository.commit({**COMMITTED, "new.c": b"int b;\n"})
    project.repository.git("tag", "--force", "v1.0")
    project.once()
    assert project.told == ["tag-moved"]
    project.once()
    assert project.told == ["tag-moved"]
    project.repository.git("tag", "--delete", "v1.0")
    project.once()
    assert project.told == ["tag-moved", "tag-moved"]


def test_an_index_that_goes_back_in_time_brings_nothing_and_hides_nothing(project: Project) -> None:
    project.once()
    project.release("1.1", more={"evil.m4": b"dnl\n"})
    project.once()
    told = project.told
    assert told
    project.show(serial=90, files=1)
    done = project.once()
    assert done.code == 3
    assert "its state 90" in done.err
    project.show()
    assert project.once().code == 0
    assert project.told == told


def test_an_outage_is_waited_for_and_misses_nothing(project: Project) -> None:
    project.once()
    project.release("1.1", more={"evil.m4": b"dnl\n"})
    page = project.index.answers["/simple/example/"]
    project.index.send("/simple/example/", b"", status=404)
    done = project.once()
    assert (done.code, project.told) == (3, [])
    project.index.answers["/simple/example/"] = page
    project.once()
    assert "new-residue" in project.told


def test_of_many_projects_only_those_are_asked_for_whose_serial_has_changed(
    project: Project,
) -> None:
    config = project.tally.folder / "monitor.toml"
    names = [f"quiet{number}" for number in range(100)]
    config.write_text(
        config.read_text().replace('projects = ["example"]', f"projects = {[*names, 'example']}")
    )

    def show_all() -> None:
        projects = [{"name": name, "_last-serial": 5} for name in names]
        projects.append({"name": "example", "_last-serial": project.serial})
        page = {"meta": {"_last-serial": project.serial}, "projects": projects}
        project.index.send("/simple/", json.dumps(page).encode(), content_type=JSON)

    show_all()
    for name in names:
        page = {"meta": {"_last-serial": 5}, "name": name, "files": []}
        project.index.send(f"/simple/{name}/", json.dumps(page).encode(), content_type=JSON)
    assert project.tally("monitor", "--config", config, "--once", "--rate", "1000").code == 0
    assert len({path for path in project.index.asked if "quiet" in path}) == 100
    project.index.asked.clear()
    project.release("1.1", more={"evil.m4": b"dnl\n"})
    show_all()
    assert project.once().code == 0
    assert not [path for path in project.index.asked if "quiet" in path]
    assert "new-residue" in project.told


def test_what_cannot_be_audited_is_told_and_tried_on(project: Project) -> None:
    project.once()
    project.files.append(project.index.file("example-1.1.tar.gz", b"no archive"))
    project.show()
    assert project.once().code == 3
    assert project.told == []
    state = State(project.tally.folder / "state.db")
    (due,) = state.due(time.time() + 1000)
    with state.together():  # as if its pause were over
        state.put_off(due, 0)
    state.close()
    assert project.once().code == 0
    assert project.told == ["not-audited"]


def test_killed_at_any_moment_it_tells_the_same_once(project: Project) -> None:
    project.once()
    project.release("1.1", more={"m4/build-to-host.m4": b"dnl evil\n"})
    delays = (0.3, 0.6, 0.9, 1.2, 1.6, 2.0)
    for delay in delays:
        process = project.tally.start("monitor", "--config", "monitor.toml", "--once")
        threading.Event().wait(delay)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    project.once()
    killed = sorted(path.name for path in (project.tally.folder / "issues").glob("*.md"))
    for path in (project.tally.folder / "issues").glob("*"):
        path.unlink()
    state = project.tally.folder / "state.db"
    told = State(state)
    assert sorted(f"{event['id']}.md" for event in told.events()) == killed
    told.close()
    for path in project.tally.folder.glob("state.db*"):
        path.unlink()
    # A quiet run from the beginning: the same events, by their ids.
    project.show(files=1)
    project.once()
    project.show()
    project.once()
    assert sorted(path.name for path in (project.tally.folder / "issues").glob("*.md")) == killed


def test_as_a_service_it_ends_when_it_is_told_to(project: Project) -> None:
    process = project.tally.start("monitor", "--config", "monitor.toml")
    deadline = time.monotonic() + 60
    while "/files/example-1.0.tar.gz" not in project.index.asked and time.monotonic() < deadline:
        threading.Event().wait(0.05)
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (0, b"", b"")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "state"),
        ('state = "s"', "watches nothing"),
        ('state = "s"\n[[watch]]\nindex = "pypi"\nprojects = ["x"]', "tells nobody"),
        ('state = "s"\n[[watch]]\nindex = "cpan"\nprojects = ["x"]', "cpan"),
        ('state = "s"\n[[watch]]\nindex = "pypi"\norganization = "psf"', "does not list"),
        ('state = "s"\ninterval = -1', "interval"),
        ('state = "s"\nfollow = true', "watches nothing"),
        ('state = "s"\n[[watch]]\nindex = "pypi"\nproject = ["x"]', "'project'"),
        ("x = [", "monitor.toml"),
        (CONFIG.format(source="x", index="y") + '\n[sink.a]\nkind = "fax"', "fax"),
        (
            CONFIG.format(source="x", index="y")
            + '\n[sink.a]\nkind = "webhook"\nurl = "http://e.org"',
            "https",
        ),
        (
            CONFIG.format(source="x", index="y")
            + '\n[sink.a]\nkind = "webhook"\nurl = "https://e.org"\nsecret-file = "absent"',
            "secret-file",
        ),
    ],
)
def test_a_configuration_that_cannot_be_meant_is_one_line(
    tally: Tally, text: str, said: str
) -> None:
    (tally.folder / "monitor.toml").write_text(text)
    assert tally("monitor", "--config", "monitor.toml", "--once").failed_saying(said)
