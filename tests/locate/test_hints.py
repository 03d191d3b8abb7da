"""What artifacts say of where they come from."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tallystick.limits import DEFAULT
from tallystick.locate import artifact_hints
from tallystick.model import ArtifactKind, HintKind
from trees import artifact, tree

ID = "0123456789abcdef0123456789abcdef01234567"


def hints(files: dict[str, str], kind: ArtifactKind = ArtifactKind.SDIST) -> set[tuple[str, str]]:
    found = artifact_hints(artifact(tree(files), kind), DEFAULT)
    return {(hint.by, hint.value) for hint in found}


def test_links_of_the_metadata_carry_their_labels() -> None:
    metadata = (
        "Metadata-Version: 2.1\nName: example\nHome-page: https://a.example\n"
        "Project-URL: Source Code, https://github.com/a/b\n\nSee https://github.com/a/b/wiki.\n"
    )
    said = {
        ("metadata: Home-page", "https://a.example"),
        ("metadata: Source Code", "https://github.com/a/b"),
        ("description", "https://github.com/a/b/wiki."),
    }
    assert hints({"PKG-INFO": metadata}) == said
    assert hints({"example-1.0.dist-info/METADATA": metadata}, ArtifactKind.WHEEL) == said


def test_package_json_names_repository_folder_and_commit() -> None:
    package = (
        '{"repository": {"url": "git+https://github.com/a/b.git", "directory": "packages/c"},'
        f' "gitHead": "{ID}"}}'
    )
    assert hints({"package.json": package}, ArtifactKind.NPM) == {
        ("package.json: repository", "git+https://github.com/a/b.git"),
        ("package.json: repository.directory", "packages/c"),
        ("gitHead", ID),
    }


@pytest.mark.parametrize(
    ("path", "content"),
    [
        (".cargo_vcs_info.json", f'{{"git": {{"sha1": "{ID}"}}, "path_in_vcs": ""}}'),
        (".git_archival.txt", f"node: {ID}\nnode-date: 2024-01-01\n"),
        ("src/example/_version.py", f'"full-revisionid": "{ID}",\n'),
        ("example/version.py", f"git_revision = '{ID}'\n"),
    ],
)
def test_ids_that_builds_write_into_files(path: str, content: str) -> None:
    assert (path, ID) in hints({path: content})


def test_a_short_id_in_the_local_version() -> None:
    released = replace(artifact(tree({})), version="1.0.dev3+gabc1234.d20240101")
    (hint,) = artifact_hints(released, DEFAULT)
    assert (hint.kind, hint.value, hint.by) == (HintKind.COMMIT, "abc1234", "local version")


def test_the_id_that_git_archive_writes() -> None:
    released = replace(artifact(tree({})), commit=ID)
    assert [(hint.by, hint.value) for hint in artifact_hints(released, DEFAULT)] == [
        ("PAX header", ID)
    ]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{" * 10_000,
        '{"repository": 1, "gitHead": ["x"], "homepage": {}}',
        '{"repository": {"url": null, "directory": 3}}',
        '{"gitHead": "--upload-pack=x"}',
        '{"gitHead": "HEAD"}',
        "\ud800",
    ],
)
def test_hostile_json_says_nothing(content: str) -> None:
    raw = content.encode("utf-8", "surrogatepass")
    released = artifact(tree({"package.json": raw, ".cargo_vcs_info.json": raw}), ArtifactKind.NPM)
    assert artifact_hints(released, DEFAULT) == ()


def test_files_past_the_cap_are_not_read() -> None:
    padded = f"node: {ID}\n" + "x" * 100_000
    assert hints({".git_archival.txt": padded}) == set()
