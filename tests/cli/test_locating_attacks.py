"""A release made by an attacker, who names his own source, against the installed command: never accepted.

He writes every byte of the release, and may own a repository, push a branch or a tag, or have had a
fixture merged. What the reviewed release commit does not hold at the project's place is never proven.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from command import Tally
from gitrepo import Content, GitRepo
from packing import write_tar

URL = "https://github.com/who/example"
EVIL = "https://github.com/evil/example"
SOURCE = f"Source, {URL}"
BACKDOOR = {"example/a.py": b"# the backdoor, which no reviewed commit has\n"}


def project(*links: str) -> bytes:
    """A configuration that leaves the version to the tag, as most do."""
    urls = "".join(f'{label} = "{url}"\n' for label, _, url in (s.partition(", ") for s in links))
    return (
        '[build-system]\nrequires = ["hatchling", "hatch-vcs"]\nbuild-backend = "hatchling.build"\n\n'
        f'[project]\nname = "example"\ndynamic = ["version"]\n\n[project.urls]\n{urls}\n'
        '[tool.hatch.version]\nsource = "vcs"\n'
    ).encode()


def files(content: str = "honest", *links: str) -> dict[str, bytes]:
    modules = {
        f"example/{name}.py": f"# {content} content of {name}, which nothing else has\n".encode()
        for name in ("__init__", "a", "b", "c")
    }
    return {"pyproject.toml": project(*(links or (SOURCE,))), **modules}


@dataclass(frozen=True, slots=True)
class Attack:
    """The real project, released as 0.9 and 1.0, and what the attacker makes of it."""

    tally: Tally
    real: GitRepo

    def commit(self, held: Mapping[str, bytes], *, below: str = "", days: float = 1) -> str:
        committed: dict[str | bytes, Content] = {f"{below}{n}": c for n, c in held.items()}
        return self.real.commit(committed, days=days)

    def tag(self, name: str, *more: str) -> None:
        self.real.git("tag", "-f", name, *more)

    def fork(self, held: Mapping[str, bytes]) -> GitRepo:
        """A repository of his own, with a tag."""
        fork = GitRepo(self.tally.folder / "fork" / "example")
        fork.commit(dict(held.items()))
        fork.git("tag", "v1.0")
        return fork

    def sdist(self, held: Mapping[str, bytes], *links: str) -> Path:
        lines = ["Metadata-Version: 2.1", "Name: example", "Version: 1.0"]
        lines += [f"Project-URL: {link}" for link in links or (SOURCE,)]
        metadata = {"PKG-INFO": ("\n".join(lines) + "\n").encode()}
        released = {f"example-1.0/{name}": c for name, c in {**held, **metadata}.items()}
        return write_tar(self.tally.folder / "example-1.0.tar.gz", released)

    def audit(
        self, artifact: Path, *more: str | Path, mirrors: Mapping[str, GitRepo] | None = None
    ) -> dict[str, Any]:
        """The ledger; whatever it says agrees with the exit code."""
        offered = {URL: self.real, **(mirrors or {})}
        options = [o for url, r in offered.items() for o in ("--mirror", f"{url}={r.path}")]
        done = self.tally("audit", artifact, *options, "--offline", "--format", "json", *more)
        ledger: dict[str, Any] = json.loads(done.out)
        codes = {"accepted": 0, "rejected": 1, "inconclusive": 3}
        assert done.code == codes[ledger["verdict"]]
        return ledger


@pytest.fixture
def attack(tally: Tally) -> Attack:
    attack = Attack(tally, GitRepo(tally.folder / "real" / "example"))
    attack.commit(files("old"))
    attack.tag("v0.9")
    attack.commit(files(), days=30)
    attack.tag("v1.0")
    return attack


def against(ledger: Mapping[str, Any], kind: str) -> str:
    """What of this kind speaks against the source, for which nothing was accepted."""
    assert ledger["verdict"] != "accepted"
    assert "source-evidence" in [reason["rule"] for reason in ledger["reasons"]], ledger["reasons"]
    found = ledger["source"]["evidence"]
    return "\n".join(e["value"] for e in found if e["kind"] == kind and e["agrees"] is False)


def test_the_honest_release_is_accepted(attack: Attack) -> None:
    ledger = attack.audit(attack.sdist(files()))
    assert (ledger["verdict"], ledger["source"]["ref"]) == ("accepted", "v1.0")


# --- repositories ---------------------------------------------------------------------------------


def test_the_report_says_that_nobody_vouches_for_a_repository_that_the_release_names(
    attack: Attack,
) -> None:
    """Whoever owns the fork made it and the release: that it is the fork has to be seen (docs/locate.md)."""
    held = files("evil", f"Source, {EVIL}")
    artifact = attack.sdist(held, f"Source, {EVIL}")
    ledger = attack.audit(artifact, mirrors={EVIL: attack.fork(held)})
    assert ledger["source"]["url"] == EVIL
    named = [e for e in ledger["source"]["evidence"] if e["kind"] == "repository"]
    value = "named by metadata: Source; nobody vouches for it"
    assert named == [{"kind": "repository", "value": value, "agrees": None}]
    shown = attack.tally(
        "audit", artifact, "--mirror", f"{EVIL}={attack.tally.folder}/fork/example"
    )
    assert "nobody vouches for it" in shown.out


def test_a_declared_repository_that_is_not_there_makes_way_for_no_other(attack: Attack) -> None:
    links = ("Source, https://github.com/who/never-was", f"Homepage, {EVIL}")
    held = files("evil", *links)
    ledger = attack.audit(attack.sdist(held, *links), mirrors={EVIL: attack.fork(held)})
    assert "https://github.com/who/never-was" in against(ledger, "repository")


def test_a_declared_repository_that_was_emptied_makes_way_for_no_other(attack: Attack) -> None:
    links = (SOURCE, f"Homepage, {EVIL}")
    held = files("evil", *links)
    empty = GitRepo(attack.tally.folder / "empty")
    mirrors = {EVIL: attack.fork(held), URL: empty}
    ledger = attack.audit(attack.sdist(held, *links), mirrors=mirrors)
    assert f"{URL}: holds no commit" in against(ledger, "repository")


# --- commits and tags -----------------------------------------------------------------------------

LOOKALIKES = ("v1.0-evil", "evil/v1.0", "v1.0\u200b", "v1.O", "v\u0031.0.\u0660", "v1.0-rc1")
NAMES_TOO = ("release-1.0", "example-1.0", "v1.0.0", "v1.0+evil", "v1.0-jre", "1.0")


@pytest.mark.parametrize("tag", [None, *LOOKALIKES])
def test_a_commit_on_a_branch_that_holds_more_than_the_tag(tag: str | None, attack: Attack) -> None:
    attack.real.git("checkout", "-q", "-b", "feature")
    attack.commit(BACKDOOR)
    if tag is not None:
        attack.tag(tag)
    ledger = attack.audit(attack.sdist({**files(), **BACKDOOR}))
    assert "v1.0 holds 4 of 5 files" in against(ledger, "tag")


@pytest.mark.parametrize("tag", NAMES_TOO)
def test_a_second_tag_of_the_version_on_a_commit_that_holds_more(tag: str, attack: Attack) -> None:
    attack.real.git("checkout", "-q", "-b", "feature")
    attack.commit(BACKDOOR)
    attack.tag(tag)
    ledger = attack.audit(attack.sdist({**files(), **BACKDOOR}))
    assert "v1.0 names it too, and holds 4 of 5 files" in against(ledger, "tag")


def test_so_many_tags_of_the_version_that_the_right_one_is_not_looked_at(attack: Attack) -> None:
    attack.real.git("checkout", "-q", "-b", "feature")
    for at in range(9):
        attack.commit({**BACKDOOR, "notes.txt": b"%d" % at})
        attack.tag(f"example-{'v' * (at % 2)}{'.0' if at > 7 else ''}1.0{'.0' * at}")
    ledger = attack.audit(attack.sdist({**files(), **BACKDOOR}))
    assert "v1.0" in against(ledger, "tag")


@pytest.mark.parametrize("is_tagged", [True, False])
def test_an_old_release_under_a_new_version(is_tagged: bool, attack: Attack) -> None:  # noqa: FBT001
    """The files of 0.9, whose holes are known, as a tarball with nothing inside that says a version."""
    if not is_tagged:
        attack.real.git("tag", "-d", "v1.0")
    plain = {f"example-1.0/{n}": c for n, c in files("old").items() if n.endswith(".py")}
    artifact = write_tar(attack.tally.folder / "example-1.0.tar.gz", plain)
    said = against(attack.audit(artifact, "--source", attack.real.path), "tag")
    if is_tagged:
        assert "v1.0 holds 0 of 4 files" in said
    assert "v0.9 names the commit, and is not version 1.0" in said


def test_a_commit_that_only_a_pull_request_holds(attack: Attack) -> None:
    main = attack.real.git("rev-parse", "HEAD")
    pull = attack.commit(BACKDOOR)
    attack.real.git("update-ref", "refs/pull/1/head", pull)
    attack.real.git("reset", "-q", "--hard", main)
    version = {"example/_version.py": f"commit = '{pull}'\n".encode()}
    ledger = attack.audit(attack.sdist({**files(), **BACKDOOR, **version}))
    assert ledger["source"]["commit"] == pull
    assert against(ledger, "reachable") == "from a branch or tag"


# --- folders --------------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["tests/fixtures/evil/", "examples/", "packages/other/"])
def test_a_package_of_the_same_name_below_the_project(folder: str, attack: Attack) -> None:
    """Merged as something to test with, and released as if it were the project."""
    attack.commit(files("evil"), below=folder)
    attack.tag("v1.0")
    artifact = attack.sdist(files("evil"))
    for more in ((), ("--source", str(attack.real.path))):
        ledger = attack.audit(artifact, *more)
        assert "the project of that name is the root" in against(ledger, "folder")
    attack.real.git("archive", "-o", str(attack.tally.folder / "source.tar"), "v1.0")
    for source in ("source.tar", "real/example"):
        where = attack.tally.folder / source
        ledger = attack.audit(artifact, "--source", where)
        assert "the project of that name is the root" in against(ledger, "folder")


def test_a_fixture_of_a_project_that_does_not_say_its_name(attack: Attack) -> None:
    attack.real.git("rm", "-q", "pyproject.toml")
    attack.commit(files("evil"), below="tests/fixtures/evil/")
    attack.tag("v1.0")
    ledger = attack.audit(attack.sdist(files("evil")))
    assert "tests/fixtures/evil: what stands below" in against(ledger, "folder")
    ledger = attack.audit(attack.sdist(files("evil")), "--subdir", "tests/fixtures/evil")
    assert ledger["verdict"] == "accepted"  # the user's own word


def test_a_project_in_a_folder_of_its_own_is_accepted(attack: Attack) -> None:
    attack.real.git("rm", "-q", "-r", "pyproject.toml", "example")
    attack.commit(files(), below="packages/example/")
    attack.tag("v1.0")
    ledger = attack.audit(attack.sdist(files()))
    assert (ledger["verdict"], ledger["source"]["subdir"]) == ("accepted", "packages/example")
