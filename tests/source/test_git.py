"""A repository on this disk as a source."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from gitrepo import TIME, Gitlink, GitRepo, Link
from tallystick.cache import Cache
from tallystick.errors import ContentUnavailable, LimitExceeded, SourceError
from tallystick.limits import Limits
from tallystick.model import MODE_EXECUTABLE, MODE_SYMLINK, Source, SourceKind
from tallystick.source import open_source

Opened = Callable[..., Source]

ODD: dict[str | bytes, bytes | Link | Gitlink] = {
    "plain.py": b"print()\n",
    "-rf": b"dash",
    "new\nline": b"newline",
    'quo"te\\': b"quote",
    b"latin\xe9.txt": b"not UTF-8",
    "a/b/c/d.txt": b"deep",
    "a-b": b"sorts between a and a/",
    " lead and trail ": b"spaces",
    "empty": b"",
    "link": Link(b"../outside\n"),
}


@pytest.fixture(params=["sha1", "sha256"])
def odd(request: pytest.FixtureRequest, tmp_path: Path) -> GitRepo:
    repo = GitRepo(tmp_path / "odd", object_format=request.param)
    repo.commit(ODD)
    (repo.path / "run.sh").write_bytes(b"#!/bin/sh\n")
    (repo.path / "run.sh").chmod(0o755)
    repo.git("add", "run.sh")
    repo.commit({})
    return repo


def test_the_tree_is_what_ls_tree_says_for_every_odd_name(odd: GitRepo, opened: Opened) -> None:
    source = opened(odd.path)
    found = {path: (entry.mode, entry.blob) for path, entry in source.tree.entries.items()}
    assert found == odd.tree_of()
    assert source.object_format == odd.git("rev-parse", "--show-object-format")
    assert source.kind is SourceKind.GIT
    assert source.commit == odd.git("rev-parse", "HEAD")
    assert source.commit_time == TIME


def test_every_content_is_read_as_it_was_written(odd: GitRepo, opened: Opened) -> None:
    source = opened(odd.path)
    for name, content in ODD.items():
        wanted = content.target if isinstance(content, Link) else content
        assert source.tree.read(os.fsdecode(name)) == wanted
    assert source.tree.entries["link"].mode == MODE_SYMLINK
    assert source.tree.entries["run.sh"].mode == MODE_EXECUTABLE


def test_the_work_tree_is_not_the_source(odd: GitRepo, opened: Opened) -> None:
    (odd.path / "plain.py").write_bytes(b"changed and not committed\n")
    (odd.path / "new.py").write_bytes(b"new\n")
    source = opened(odd.path)
    assert source.tree.read("plain.py") == b"print()\n"
    assert "new.py" not in source.tree.entries


@pytest.fixture
def repo(tmp_path: Path) -> GitRepo:
    repo = GitRepo(tmp_path / "repo")
    repo.commit({"a": b"1\n"})
    repo.git("tag", "v1.0")
    repo.git("tag", "-m", "annotated", "v1.0-annotated")
    repo.git("tag", "-m", "of a tag", "nested", "v1.0-annotated")
    repo.commit({"a": b"2\n"})
    repo.git("tag", "-m", "two", "v2.0")
    return repo


@pytest.mark.parametrize(
    "ref", ["v1.0", "v1.0-annotated", "nested", "refs/tags/v1.0", "refs/tags/nested"]
)
def test_all_kinds_of_tags_lead_to_the_commit_and_all_its_tags(
    repo: GitRepo, opened: Opened, ref: str
) -> None:
    source = opened(repo.path, ref=ref)
    assert source.commit == repo.git("rev-parse", "v1.0")
    assert source.ref == ref
    assert source.tags == ("nested", "v1.0", "v1.0-annotated")
    assert source.tree.read("a") == b"1\n"
    assert [evidence.kind for evidence in source.evidence] == ["ref"]


def test_a_repository_is_found_bare_by_its_dot_git_and_by_a_second_work_tree(
    repo: GitRepo, tmp_path: Path, opened: Opened
) -> None:
    repo.git("clone", "-q", "--bare", str(repo.path), str(tmp_path / "bare"))
    repo.git("worktree", "add", "-q", str(tmp_path / "second"), "v1.0")
    head = repo.git("rev-parse", "HEAD")
    assert opened(tmp_path / "bare").commit == head
    assert opened(repo.path / ".git").commit == head
    assert opened(tmp_path / "second").commit == repo.git("rev-parse", "v1.0")


def test_a_folder_inside_of_a_repository_is_not_the_repository(
    repo: GitRepo, opened: Opened
) -> None:
    (repo.path / "unpacked").mkdir()
    (repo.path / "unpacked" / "x").write_bytes(b"x")
    assert opened(repo.path / "unpacked").kind is SourceKind.DIRECTORY


def test_a_ref_that_is_not_there_names_those_that_come_close(repo: GitRepo, opened: Opened) -> None:
    with pytest.raises(SourceError, match=r"there is no v1\.1; near it: v1\.0"):
        opened(repo.path, ref="v1.1")


@pytest.mark.parametrize(
    "ref",
    ["-v", "--all", "HEAD~1", "v1.0^{tree}", ":/one", "a b", "v1..v2", "@{-1}", "v1.0\n", "@"],
)
def test_what_is_not_a_name_is_refused(repo: GitRepo, opened: Opened, ref: str) -> None:
    with pytest.raises(SourceError, match="not the name"):
        opened(repo.path, ref=ref)


def test_a_name_that_only_ends_in_a_commit_id_is_not_that_commit(
    repo: GitRepo, opened: Opened
) -> None:
    described = f"v9.9-3-g{repo.git('rev-parse', '--short', 'HEAD')}"
    assert repo.git("rev-parse", described)
    with pytest.raises(SourceError, match="there is no v9"):
        opened(repo.path, ref=described)


def test_a_branch_that_is_called_like_a_tags_full_name_is_not_that_tag(
    repo: GitRepo, opened: Opened
) -> None:
    repo.git("branch", "refs/tags/v3.0")
    assert repo.git("rev-parse", "refs/tags/v3.0")
    with pytest.raises(SourceError, match="there is no refs/tags/v3"):
        opened(repo.path, ref="refs/tags/v3.0")


def test_a_tag_goes_before_a_branch_of_the_same_name(repo: GitRepo, opened: Opened) -> None:
    repo.git("branch", "v1.0", "v2.0")
    assert opened(repo.path, ref="v1.0").commit == repo.git("rev-parse", "refs/tags/v1.0")


def test_a_commit_id_in_full_or_in_short_is_the_commit(repo: GitRepo, opened: Opened) -> None:
    commit = repo.git("rev-parse", "v1.0")
    assert opened(repo.path, ref=commit).commit == commit
    short = opened(repo.path, ref=commit[:8])
    assert short.commit == commit
    assert "abbreviated-id" in {evidence.kind for evidence in short.evidence}


def test_a_commit_that_no_branch_or_tag_holds_says_so(repo: GitRepo, opened: Opened) -> None:
    held = repo.git("rev-parse", "v2.0^{commit}")
    imposter = repo.git("commit-tree", "-m", "imposter", "-p", held, f"{held}^{{tree}}")
    (of_imposter,) = opened(repo.path, ref=imposter).evidence
    (of_held,) = opened(repo.path, ref=held).evidence
    assert (of_imposter.kind, of_imposter.agrees) == ("reachable", False)
    assert (of_held.kind, of_held.agrees) == ("reachable", True)


def test_a_remote_branch_of_a_clone_is_found(repo: GitRepo, tmp_path: Path, opened: Opened) -> None:
    repo.git("branch", "side", "v1.0")
    repo.git("clone", "-q", str(repo.path), str(tmp_path / "clone"))
    assert opened(tmp_path / "clone", ref="side").commit == repo.git("rev-parse", "side")


def test_a_ref_of_something_else_than_a_commit_is_an_error(repo: GitRepo, opened: Opened) -> None:
    repo.git("tag", "just-a-blob", "HEAD:a")
    with pytest.raises(SourceError, match="refs/tags/just-a-blob is not of a commit"):
        opened(repo.path, ref="just-a-blob")


def test_replace_refs_and_grafts_do_not_change_what_is_read(repo: GitRepo, opened: Opened) -> None:
    one, two = repo.git("rev-parse", "v1.0"), repo.git("rev-parse", "HEAD")
    blob = repo.git("rev-parse", "v2.0:a")
    repo.git("replace", two, one)
    repo.git("replace", blob, repo.git("rev-parse", "v1.0:a"))
    (repo.path / ".git" / "info").mkdir(exist_ok=True)
    (repo.path / ".git" / "info" / "grafts").write_text(f"{two}\n")
    source = opened(repo.path, ref="v2.0")
    assert source.commit == two
    assert source.tree.read("a") == b"2\n"


def test_the_callers_git_environment_is_not_heard(
    repo: GitRepo, tmp_path: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = GitRepo(tmp_path / "other")
    other.commit({"other": b""})
    monkeypatch.setenv("GIT_DIR", str(other.path / ".git"))
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(other.path / ".git" / "objects"))
    monkeypatch.setenv("GIT_NAMESPACE", "elsewhere")
    assert set(opened(repo.path).tree.entries) == {"a"}


def test_a_shallow_clone_says_why_the_commit_is_missing(
    repo: GitRepo, tmp_path: Path, opened: Opened
) -> None:
    repo.git("clone", "-q", "--depth=1", repo.url, str(tmp_path / "shallow"))
    with pytest.raises(SourceError, match="a shallow clone: 'git fetch --unshallow'"):
        opened(tmp_path / "shallow", ref=repo.git("rev-parse", "v1.0"))


def test_an_empty_repository_and_an_unborn_head_are_errors(
    repo: GitRepo, tmp_path: Path, opened: Opened
) -> None:
    with pytest.raises(SourceError, match="the repository is empty"):
        opened(GitRepo(tmp_path / "empty").path)
    repo.git("symbolic-ref", "HEAD", "refs/heads/unborn")
    with pytest.raises(SourceError, match="HEAD names no commit"):
        opened(repo.path)


def test_git_that_is_not_installed_is_one_line(
    repo: GitRepo, opened: Opened, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SourceError, match="git is not installed"):
        opened(repo.path)


@pytest.mark.parametrize("killed", ["show-ref", "for-each-ref"])
def test_git_that_is_killed_has_not_said_that_there_is_nothing(
    killed: str, repo: GitRepo, opened: Opened, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A repository without branches and tags is not what a lack of memory looks like."""
    repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
    in_front = tmp_path / "in-front" / "git"
    in_front.parent.mkdir()
    in_front.write_text(
        f"#!/bin/sh\ncase \" $* \" in *' {killed} '*) kill -KILL $$;; esac\n"
        f'exec {shutil.which("git")} "$@"\n'
    )
    in_front.chmod(0o755)
    monkeypatch.setenv("PATH", f"{in_front.parent}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(SourceError, match=f"git {killed}: ended by signal 9"):
        opened(repo.path, ref="origin/main")


def test_a_dot_git_that_is_no_repository_is_an_error_and_not_a_folder(
    tmp_path: Path, opened: Opened
) -> None:
    (tmp_path / ".git").mkdir()
    with pytest.raises(SourceError, match=r"its \.git is not a git repository"):
        opened(tmp_path)


def _object_file(repo: GitRepo, name: str) -> Path:
    identity = repo.git("rev-parse", name)
    return repo.path / ".git" / "objects" / identity[:2] / identity[2:]


@pytest.mark.parametrize("name", ["HEAD:a", "HEAD^{tree}", "HEAD"])
def test_a_damaged_object_is_an_error(repo: GitRepo, opened: Opened, name: str) -> None:
    file = _object_file(repo, name)
    file.chmod(0o600)
    file.write_bytes(b"\x78\x9c garbage")
    with pytest.raises(SourceError, match=r"damaged|is not of a commit|is not there"):
        opened(repo.path, ref="HEAD").tree.read("a")


@pytest.mark.parametrize(
    ("victim", "other"), [("HEAD:a", "v1.0:a"), ("HEAD^{tree}", "v1.0^{tree}")]
)
def test_an_object_under_another_ones_id_is_found_out(
    repo: GitRepo, opened: Opened, victim: str, other: str
) -> None:
    # In a loose object git checks no more than the length; in a pack, its index is believed.
    file = _object_file(repo, victim)
    content = _object_file(repo, other).read_bytes()
    file.chmod(0o600)
    file.write_bytes(content)
    with pytest.raises(SourceError, match="damaged"):
        opened(repo.path).tree.read("a")


def test_a_missing_blob_is_unavailable_and_a_missing_tree_an_error(
    repo: GitRepo, opened: Opened
) -> None:
    _object_file(repo, "HEAD:a").unlink()
    source = opened(repo.path)
    source.tree.reader.prefetch(frozenset({"a"}))
    with pytest.raises(ContentUnavailable, match=r"'a': .*is not there"):
        source.tree.read("a")
    with pytest.raises(ContentUnavailable, match="not in this commit"):
        source.tree.read("b")
    _object_file(repo, "HEAD^{tree}").unlink()
    with pytest.raises(SourceError, match=r"tree .* is not there"):
        opened(repo.path)


def _tree(repo: GitRepo, content: bytes) -> str:
    tree = repo.git("hash-object", "-t", "tree", "-w", "--literally", "--stdin", given=content)
    return repo.git("commit-tree", "-m", "made by hand", tree)


@pytest.mark.parametrize(
    "record",
    [b"100644 .git\0%b", b"100644 a\0%b100644 a\0%b", b"100644 a/b\0%b", b"100644 \0%b",
     b"170000 a\0%b", b"100644 a", b"40000 ..\0%b"],
)  # fmt: skip
def test_a_tree_that_git_would_not_write_is_refused(
    repo: GitRepo, opened: Opened, record: bytes
) -> None:
    blob = bytes.fromhex(repo.git("rev-parse", "HEAD:a"))
    commit = _tree(repo, record.replace(b"%b", blob))
    with pytest.raises(SourceError):
        opened(repo.path, ref=commit)


def test_an_old_mode_is_read_as_git_reads_it(repo: GitRepo, opened: Opened) -> None:
    blob = bytes.fromhex(repo.git("rev-parse", "HEAD:a"))
    commit = _tree(repo, b"100664 a\0" + blob + b"100775 b\0" + blob)
    entries = opened(repo.path, ref=commit).tree.entries
    assert [oct(entry.mode) for entry in entries.values()] == ["0o100644", "0o100755"]


def test_a_bomb_of_trees_ends_at_a_cap(repo: GitRepo, cache: Cache) -> None:
    content = b"".join(
        b"100644 %d\0" % n + bytes.fromhex(repo.git("rev-parse", "HEAD:a")) for n in range(9)
    )
    for _ in range(9):
        tree = repo.git("hash-object", "-t", "tree", "-w", "--stdin", given=content)
        content = b"".join(b"40000 %d\0" % n + bytes.fromhex(tree) for n in range(9))
    commit = _tree(repo, content)
    with pytest.raises(LimitExceeded, match="cap: members"):
        open_source(str(repo.path), ref=commit, cache=cache, limits=Limits(members=10_000))
    with pytest.raises(LimitExceeded, match="cap: name_depth"):
        open_source(str(repo.path), ref=commit, cache=cache, limits=Limits(name_depth=3))


def test_a_blob_over_the_cap_is_not_read_and_the_next_one_is(repo: GitRepo, cache: Cache) -> None:
    repo.commit({"big": b"x" * 100_000})
    source = open_source(str(repo.path), cache=cache, limits=Limits(content=1000))
    with pytest.raises(LimitExceeded, match="cap: content"):
        source.tree.read("big")
    assert source.tree.read("a") == b"2\n"


def test_more_objects_than_a_pipe_holds_are_read_without_a_standstill(
    tmp_path: Path, opened: Opened
) -> None:
    repo = GitRepo(tmp_path / "wide")
    stream = b"commit refs/heads/main\ncommitter C <c@example.org> 1700000000 +0000\ndata 0\n"
    for number in range(1500):
        stream += b"M 100644 inline %d/file\ndata %d\n%d\n" % (number, len(str(number)), number)
    repo.git("fast-import", "--quiet", given=stream)
    source = opened(repo.path)
    assert len(source.tree.entries) == 1500
    assert source.tree.read("1234/file") == b"1234"


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_several_threads_and_a_forked_process_read_at_once(odd: GitRepo, opened: Opened) -> None:
    source = opened(odd.path)
    assert source.tree.read("plain.py") == b"print()\n"
    wrong: list[str] = []

    def work() -> None:
        for _ in range(50):
            for path, content in (("plain.py", b"print()\n"), ("a/b/c/d.txt", b"deep")):
                if source.tree.read(path) != content:
                    wrong.append(path)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    child = os.fork()
    if child == 0:
        os._exit(0 if source.tree.read("a/b/c/d.txt") == b"deep" else 1)
    assert source.tree.read("plain.py") == b"print()\n"
    assert os.waitpid(child, 0)[1] == 0
    assert not wrong


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="asks Linux for its processes")
def test_no_git_is_left_running_when_the_source_is_forgotten(repo: GitRepo, opened: Opened) -> None:
    before = _children()
    source = opened(repo.path)
    source.tree.read("a")
    assert _children() > before
    del source
    assert _children() == before


def _children() -> set[str]:
    """The processes that this one has started, and that have not ended (proc(5), "/proc/pid/stat")."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):  # somebody else's, that ends just now
            state, parent = status.read_text().rpartition(")")[2].split()[:2]
            if state not in {"Z", "X"} and parent == str(os.getpid()):
                found.add(status.parent.name)
    return found
