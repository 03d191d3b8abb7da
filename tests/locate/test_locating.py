"""Repository, commit and folder of releases, from real repositories on this disk."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gitrepo import GitRepo
from tallystick.cache import Cache
from tallystick.limits import DEFAULT
from tallystick.locate import Located, Question, locate
from tallystick.model import Artifact, ArtifactKind, Hint, HintKind, Skip
from tallystick.source import views
from trees import artifact, tree

URL = "https://github.com/who/example"
METADATA = f"Metadata-Version: 2.1\nName: example\nVersion: 1.0\nProject-URL: Source, {URL}\n"
DAY = 86_400


def text(name: str, version: str = "1.0") -> bytes:
    return f"# the content of {name} at {version}, which nothing else has\n".encode()


def files(version: str = "1.0") -> dict[str | bytes, bytes]:
    names = ("setup.py", "README.md", "example/__init__.py", "example/a.py", "example/b.py")
    return {name: text(name, version) for name in names}


def released(contents: Mapping[str | bytes, bytes], version: str = "1.0") -> Artifact:
    plain = {str(name): content for name, content in contents.items()}
    return artifact(tree({"PKG-INFO": METADATA, **plain}), version=version)


class Asked:
    """Asks with real clones as mirrors of their URLs."""

    def __init__(self, folder: Path) -> None:
        self.repository = GitRepo(folder / "example")
        self.mirrors = {URL: str(self.repository.path)}
        self._cache = Cache(root=folder / "cache")

    def ask(self, question: Question) -> tuple[Located | None, tuple[Skip, ...]]:
        seen = views(cache=self._cache, limits=DEFAULT, offline=True, mirrors=self.mirrors)
        return locate(question, seen, DEFAULT)

    def __call__(self, contents: Artifact, *hints: Hint, source: str | None = None) -> Located:
        found, skips = self.ask(Question(artifact=contents, hints=hints, source=source))
        assert found is not None, skips
        return found

    def refused(self, contents: Artifact) -> str:
        found, skips = self.ask(Question(artifact=contents))
        assert found is None
        return "\n".join(skip.reason for skip in skips)


@pytest.fixture
def asked(tmp_path: Path) -> Asked:
    return Asked(tmp_path)


def against(found: Located) -> list[str]:
    return [f"{fact.kind}: {fact.value}" for fact in found.evidence if fact.agrees is False]


def said(found: Located, kind: str) -> list[str]:
    return [fact.value for fact in found.evidence if fact.kind == kind]


def hint(kind: HintKind, value: str, by: str) -> Hint:
    return Hint(kind=kind, value=value, by=by)


# --- commits --------------------------------------------------------------------------------------


def test_the_tag_of_the_version_among_others(asked: Asked) -> None:
    for version in ("0.9", "1.0", "1.1"):
        asked.repository.commit(files(version), days=30)
        asked.repository.git("tag", f"v{version}")
    found = asked(released(files()))
    assert (found.where, found.ref, found.subdir, against(found)) == (URL, "v1.0", "", [])
    assert said(found, "overlap") == ["5 of 5 files stand at the right path"]
    assert said(found, "tag") == ["v1.0 names version 1.0"]


def test_a_tag_is_preferred_where_another_commit_holds_as_much(asked: Asked) -> None:
    asked.repository.commit(files())
    other = asked.repository.commit({"notes.txt": b"not released"})
    asked.repository.git("tag", "v1.0")
    found = asked(released(files()), hint(HintKind.COMMIT, other, "gitHead"))
    assert (found.ref, against(found)) == ("v1.0", [])


def test_a_release_built_after_its_tag_is_found_and_said(asked: Asked) -> None:
    asked.repository.commit(files())
    asked.repository.git("tag", "v1.0")
    late = asked.repository.commit({"example/a.py": text("late")}, days=9)
    asked.repository.commit({"example/b.py": text("later")}, days=1)
    found = asked(released({**files(), "example/a.py": text("late")}))
    assert found.ref == late
    (line,) = against(found)
    assert "v1.0 holds 4 of 5 files" in line
    assert "9 days after the tag" in line


def test_a_tag_that_was_moved_after_the_upload_is_said(asked: Asked) -> None:
    asked.repository.commit(files(), days=5)
    asked.repository.git("tag", "v1.0")
    uploaded = asked.repository.time - 3 * DAY
    found = asked(released(files()), uploaded_at(uploaded))
    assert against(found) == ["time: the commit was made 3 days after the upload"]


def uploaded_at(seconds: int) -> Hint:
    moment = datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
    return hint(HintKind.UPLOADED, moment, "index")


def test_without_a_tag_the_content_finds_the_commit(asked: Asked) -> None:
    commits = {
        version: asked.repository.commit(files(version), days=10)
        for version in ("0.8", "0.9", "1.0", "1.1", "1.2")
    }
    found = asked(released(files()))
    assert found.ref == commits["1.0"]
    assert said(found, "tag") == ["no tag names version 1.0"]


def test_a_tag_of_a_sister_project_decides_between_equal_commits(asked: Asked) -> None:
    asked.repository.commit(files())
    asked.repository.commit({"sister/a.py": b"1"}, days=1)
    tagged = asked.repository.commit({"sister/a.py": b"2"}, days=1)
    asked.repository.git("tag", "sister-7.3")
    asked.repository.commit({"sister/a.py": b"3"}, days=1)
    assert asked(released(files())).ref == tagged


def test_two_changes_of_different_days_are_both_found(asked: Asked) -> None:
    """No single commit that brings one missing file is the best: that takes a second look."""
    asked.repository.commit({**files(), "example/a.py": text("a", "0")})
    asked.repository.commit({"example/a.py": text("example/a.py")}, days=1)
    right = asked.repository.commit({"example/b.py": text("b", "special")}, days=1)
    asked.repository.commit({"example/a.py": text("a", "2")}, days=1)
    found = asked(released({**files(), "example/b.py": text("b", "special")}))
    assert found.ref == right


def test_an_attested_commit_that_is_not_there_is_said(asked: Asked) -> None:
    asked.repository.commit(files())
    asked.repository.git("tag", "v1.0")
    lost = "0123456789abcdef0123456789abcdef01234567"
    found = asked(
        released(files()),
        hint(HintKind.COMMIT, lost, "provenance"),
        hint(HintKind.COMMIT, lost, "gitHead"),
    )
    assert against(found) == [
        "commit: provenance names 0123456789ab, which is not in the repository"
    ]


def test_a_commit_that_holds_less_than_the_attested_one_is_not_taken(asked: Asked) -> None:
    right = asked.repository.commit(files())
    asked.repository.commit({"example/a.py": text("changed")}, days=1)
    asked.repository.git("tag", "v1.0")
    found = asked(released(files()), hint(HintKind.COMMIT, right, "provenance"))
    assert found.ref == right
    assert [line.partition(":")[0] for line in against(found)] == ["tag"]


@pytest.mark.parametrize(
    "name", ["--output=/tmp/x", "HEAD~3", "v1.0^{tree}", "refs/../x", "a" * 5_000, "\n", ""]
)
def test_a_hint_that_is_no_commit_is_only_that(name: str, asked: Asked) -> None:
    asked.repository.commit(files())
    asked.repository.git("tag", "v1.0")
    assert asked(released(files()), hint(HintKind.COMMIT, name, "index")).ref == "v1.0"


def test_an_index_that_sends_no_time_is_no_error(asked: Asked) -> None:
    asked.repository.commit(files())
    for moment in ("yesterday", "2024-01-01", "9999-99-99T00:00:00Z", ""):
        assert against(asked(released(files()), hint(HintKind.UPLOADED, moment, "index"))) == []


def test_a_tag_of_the_version_that_cannot_be_read_is_said(asked: Asked) -> None:
    asked.repository.commit(files())
    asked.repository.git("tag", "v1.0", asked.repository.git("rev-parse", "HEAD:setup.py"))
    asked.repository.git("tag", "1.0")
    (line,) = against(asked(released(files())))
    assert line == "tag: v1.0: names version 1.0 too, and was not looked at"


@pytest.mark.parametrize("version", ["1.0rc1", "1.0.post1", "1.0+local"])
def test_a_tag_with_the_same_numbers_is_no_other_version(version: str, asked: Asked) -> None:
    asked.repository.commit(files())
    asked.repository.git("tag", "v1.0")
    assert against(asked(released(files(), version))) == []


# --- repositories ---------------------------------------------------------------------------------


def test_a_wrong_repository_is_refused_with_the_figure(asked: Asked) -> None:
    asked.repository.commit({f"other/{n}.py": text(f"other {n}") for n in range(20)})
    asked.repository.git("tag", "v1.0")
    refused = asked.refused(released(files()))
    assert "this is not where it came from: its best commit holds 0 of 5 files" in refused


def test_a_borrowed_readme_and_licence_do_not_make_a_repository_right(asked: Asked) -> None:
    """Starjacking: the metadata names a repository of good name, with its front page copied in."""
    asked.repository.commit({**files("9"), "README.md": text("README.md"), "LICENSE": text("L")})
    asked.repository.git("tag", "v1.0")
    evil: dict[str | bytes, bytes] = {f"evil/{n}.py": text(f"evil {n}") for n in range(30)}
    refused = asked.refused(
        released({**evil, "README.md": text("README.md"), "LICENSE": text("L")})
    )
    assert "not where it came from: its best commit holds 2 of 32 files" in refused


def test_a_project_that_rewrites_every_file_is_known_by_its_name(asked: Asked) -> None:
    source = {**files(), "pyproject.toml": b'[project]\nname = "Example"\n# more\n'}
    asked.repository.commit(source)
    asked.repository.git("tag", "v1.0")
    rewritten = {name: content.replace(b"\n", b"\r\n") for name, content in source.items()}
    assert asked(released(rewritten)).ref == "v1.0"
    asked.repository.commit({"pyproject.toml": b'[project]\nname = "another"\n# more\n'})
    asked.repository.git("tag", "-f", "v1.0")
    assert "not where it came from" in asked.refused(released(rewritten))


def test_the_publisher_outranks_the_metadata_and_a_disagreement_is_said(
    asked: Asked, tmp_path: Path
) -> None:
    published = GitRepo(tmp_path / "published")
    published.commit(files())
    published.git("tag", "v1.0")
    asked.repository.commit(files("0.9"))
    asked.mirrors["https://github.com/other/example"] = str(published.path)
    publisher = hint(HintKind.REPOSITORY, "https://github.com/other/example", "publisher")
    found = asked(released(files()), publisher)
    assert found.where == "https://github.com/other/example"
    assert against(found) == [f"repository: {URL} (metadata: Source) does not hold the commit"]
    # One repository under its old and its new name is no disagreement.
    asked.mirrors[URL] = str(published.path)
    assert against(asked(released(files()), publisher)) == []


def test_a_publisher_out_of_reach_is_not_passed_over_in_silence(asked: Asked) -> None:
    asked.repository.commit(files())
    asked.repository.git("tag", "v1.0")
    gone = hint(HintKind.REPOSITORY, "https://github.com/gone/example", "publisher")
    (line,) = against(asked(released(files()), gone))
    assert "https://github.com/gone/example" in line


def test_a_publisher_whose_repository_is_empty_is_not_passed_over_in_silence(
    asked: Asked, tmp_path: Path
) -> None:
    asked.repository.commit(files())
    asked.repository.git("tag", "v1.0")
    asked.mirrors["https://github.com/other/example"] = str(GitRepo(tmp_path / "empty").path)
    empty = hint(HintKind.REPOSITORY, "https://github.com/other/example", "publisher")
    assert against(asked(released(files()), empty)) == [
        "repository: https://github.com/other/example: holds no commit"
    ]


def test_a_renamed_repository_is_found_among_the_mirrors(asked: Asked) -> None:
    asked.repository.commit(files())
    asked.repository.git("tag", "v1.0")
    asked.mirrors = {"https://github.com/who/python-example": str(asked.repository.path)}
    found = asked(released(files()))
    assert found.where == "https://github.com/who/python-example"
    assert ("named by --mirror", None) in [(fact.value, fact.agrees) for fact in found.evidence]


def test_nothing_names_a_repository(asked: Asked) -> None:
    asked.mirrors = {}
    plain = {str(name): content for name, content in files().items()}
    assert "give --source" in asked.refused(artifact(tree(plain)))


def test_an_empty_repository_is_said(asked: Asked) -> None:
    assert asked.refused(released(files())) == f"{URL}: holds no commit"


# --- the user's own -------------------------------------------------------------------------------


def test_in_a_repository_that_the_user_names_head_is_a_candidate(asked: Asked) -> None:
    asked.repository.commit(files("0.9"))
    asked.repository.git("tag", "v0.9")
    asked.repository.commit(files())
    found = asked(released(files()), source=str(asked.repository.path))
    assert found.ref is None
    tagged = asked(released(files("0.9"), "0.9"), source=str(asked.repository.path))
    assert tagged.ref == "v0.9"


def test_a_wheel_of_a_project_in_a_folder(asked: Asked) -> None:
    wheel = {str(name): c for name, c in files().items() if str(name).startswith("example/")}
    for name, content in wheel.items():
        asked.repository.commit({f"packages/one/src/{name}": content})
    asked.repository.commit({"packages/one/pyproject.toml": b"[project]\n"})
    asked.repository.git("tag", "example-v1.0")
    metadata = {"example-1.0.dist-info/METADATA": METADATA}
    found = asked(artifact(tree({**wheel, **metadata}), ArtifactKind.WHEEL))
    assert (found.ref, found.subdir) == ("example-v1.0", "packages/one")


def test_an_npm_package_is_found_by_its_git_head(asked: Asked) -> None:
    contents = {str(name): content for name, content in files().items()}
    right = asked.repository.commit({**files(), "package.json": b'{"name": "example", "a": 1}'})
    package = {"name": "example", "repository": URL, "gitHead": right}
    contents["package.json"] = json.dumps(package).encode()
    found = asked(artifact(tree(contents), ArtifactKind.NPM))
    assert (found.ref, against(found)) == (right, [])


def test_a_sha256_repository_says_so_before_anything_can_be_alike(tmp_path: Path) -> None:
    asked = Asked(tmp_path / "other")
    asked.repository = GitRepo(tmp_path / "sha256", object_format="sha256")
    asked.mirrors = {URL: str(asked.repository.path)}
    asked.repository.commit(files())
    asked.repository.git("tag", "v1.0")
    found = asked(released(files()))
    assert (found.ref, found.object_format) == ("v1.0", "sha256")
