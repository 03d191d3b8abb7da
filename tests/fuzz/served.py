"""What servers and programs answer: indexes, forges, apt."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from packaging.version import Version

from forge_answers import PROJECT, Request, Review, gitea, github, gitlab
from fuzz.harness import SMALL, Harness
from tallystick.artifact.debian import _checksums
from tallystick.errors import IndexFailure
from tallystick.forge import Project, Words
from tallystick.forge import gitea as in_gitea
from tallystick.forge import github as in_github
from tallystick.forge import gitlab as in_gitlab
from tallystick.forge.asking import Asking
from tallystick.index import listing, npm_manifest, pypi, simple
from tallystick.index.debian import announced

COMMIT = "c" * 40
BASE = "https://index.example/simple/example/"


def json_object(content: bytes) -> dict[str, Any]:
    """The answer as the client has it before anybody looks into it."""
    try:
        page = json.loads(content)
    except (ValueError, RecursionError):
        raise IndexFailure("not JSON") from None
    if not isinstance(page, dict):
        raise IndexFailure("not an object")
    return page


def project_page(content: bytes) -> None:
    """A page of the Simple API."""
    page = json_object(content)
    if not isinstance(page.get("files"), list):
        raise IndexFailure("no files")
    simple.api_version(page)
    listing.serial_of(page)
    found = simple.by_version(simple.listed_files(page, BASE), "example")
    listing.of_versions(found)
    simple.newest(found)
    simple.without(found, Version("1.0"), page)
    for version in found:
        simple.attested_before(found, version)


def version_page(content: bytes) -> None:
    """PyPI's JSON API on one version."""
    pypi.described(json_object(content), Version("1.0"))


def packument(content: bytes) -> None:
    """What an npm registry says of a package."""
    page = json_object(content)
    listing.of_packument(page, "https://registry.example")
    npm_manifest.latest(page)
    npm_manifest.without(page, "1.0.0")
    npm_manifest.published_before(page, "1.0.0")
    npm_manifest.attested_before(page, "1.0.0")
    npm_manifest.uploaded(page, "1.0.0")
    npm_manifest.publisher(page, "1.0.0")
    npm_manifest.attestations_url(page, "https://registry.example")
    npm_manifest.released_file(page, "https://registry.example")


class Told(Asking):
    """A forge that answers with what stands in a document by path; None for all else."""

    def __init__(self, answers: Mapping[str, Any]) -> None:
        super().__init__("", token=None, limits=SMALL)
        self._told = answers

    def _once(self, url: str) -> Any:  # noqa: ANN401 - JSON
        return self._told.get(url.partition("?")[0])


def asked(words: Words) -> Callable[[bytes], None]:
    """A harness that asks a forge everything that can be asked."""

    def read(content: bytes) -> None:
        project = Project("a forge", PROJECT, words, Told(json_object(content)))
        questions: tuple[Callable[[], object], ...] = (
            lambda: project.pull_request_of(COMMIT),
            project.writers,
            project.protection,
            lambda: project.run(f"https://forge.example/{PROJECT}/actions/runs/1/attempts/1"),
        )
        for question in questions:
            try:
                question()
            except IndexFailure:
                continue

    return read


def answers(kind: Callable[[str, Request | None], Mapping[str, Any]]) -> Iterator[bytes]:
    """A pull request as a forge tells of it, with the paths that are asked."""
    reviews = (Review(by="reviewer"), Review(by="other", state="changes"))
    for request in (
        Request(author="author", merged_by="merger", reviews=reviews, pushed={COMMIT: "author"}),
        Request(author="author", merged_by=None),
        None,
    ):
        found = kind(COMMIT, request)
        plain = {
            path.removeprefix("/api/v3").removeprefix("/api/v4"): v for path, v in found.items()
        }
        yield json.dumps({path.removeprefix("/api/v1"): v for path, v in plain.items()}).encode()


HARNESSES = (
    Harness(id="project-page", read=project_page, rooms=("index/simple.py", "index/listing.py")),
    Harness(id="version-page", read=version_page, rooms=("index/said.py",)),
    Harness(id="packument", read=packument, rooms=("index/npm_manifest.py",)),
    Harness(
        id="apt-uris",
        read=lambda content: announced(content.decode("utf-8", "replace")),
        rooms=("index/debian.py",),
    ),
    Harness(
        id="dsc",
        read=lambda content: _checksums(content.decode("utf-8", "replace")),
        rooms=("artifact/debian.py",),
    ),
    Harness(
        id="github",
        read=asked(in_github),
        rooms=("forge/github.py", "forge/pulls.py"),
        made=lambda: answers(github),
    ),
    Harness(
        id="gitlab",
        read=asked(in_gitlab),
        rooms=("forge/gitlab.py",),
        made=lambda: answers(gitlab),
    ),
    Harness(
        id="gitea",
        read=asked(in_gitea),
        rooms=("forge/gitea.py",),
        made=lambda: answers(gitea),
    ),
)
