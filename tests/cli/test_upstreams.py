"""``tallystick upstreams`` builds a database from real histories and packages, and compares two."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from command import Tally
from gitrepo import GitRepo
from packing import write_tar
from tallystick.errors import StorageError
from tallystick.explain.toolchain.known_bytes import rows_of
from tallystick.upstreams import KnownFiles, digest_of, reworded, shipped
from tallystick.upstreams.table import MACRO, MAGIC, REWORDED

MACROS = b"# own.m4\n# serial 1\nAC_DEFUN([OWN_ONE], [one])\n"
LATER = b"# own.m4\n# serial 2\nAC_DEFUN([OWN_ONE], [two])\n"
LIBRARY = (
    b"/* Copyright (C) 2020 Somebody.\n"
    b"   GNU General Public License, version 3 of the License */\nint a;\n"
)


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    package = write_tar(tmp_path / "packages" / "tool-1.tar", {"tool-1/script": b"#!/bin/sh\n"})
    digest = hashlib.sha256(package.read_bytes()).hexdigest()
    written = tmp_path / "catalogue.toml"
    written.write_text(
        '[[repository]]\nupstream = "own"\nurl = "https://git.example/own"\n'
        'paths = ["m4/*"]\nreworded = ["lib/*"]\n'
        f'[[package]]\nupstream = "tool"\nfile = "tool-1.tar"\nsha256 = "{digest}"\n'
        'day = 2020-01-02\npaths = ["*/script"]\n'
    )
    return written


@pytest.fixture
def history(tmp_path: Path) -> GitRepo:
    repository = GitRepo(tmp_path / "clones" / "own.git")
    repository.commit({"m4/own.m4": MACROS, "lib/a.c": LIBRARY, "src/not.m4": b"unseen\n"})
    repository.commit({"m4/own.m4": LATER})
    return repository


def build(tally: Tally, catalogue: Path, output: Path) -> KnownFiles:
    root = catalogue.parent
    done = tally(
        "upstreams", "build", "--catalogue", str(catalogue), "--clones", str(root / "clones"),
        "--packages", str(root / "packages"), "-o", str(output),
    )  # fmt: skip
    assert done.code == 0, done
    return KnownFiles.open(output)


def git_dir(history: GitRepo) -> None:
    """Make it bare, as the catalogue's clones are: its git folder in its place."""
    aside = history.path.with_suffix(".work")
    history.path.rename(aside)
    (aside / ".git").rename(history.path)


def test_versions_definitions_and_packages_are_known_and_nothing_else(
    tally: Tally, catalogue: Path, history: GitRepo, tmp_path: Path
) -> None:
    git_dir(history)
    known = build(tally, catalogue, tmp_path / "known.bin")
    (first,) = known.find(digest_of(MACROS))
    assert (first.name, first.stamp, first.upstream) == ("own.m4", "serial 1", "own")
    assert {row.stamp for row in known.named("own.m4")} == {"serial 1", "serial 2"}
    (definition,) = known.find(digest_of(b"AC_DEFUN([OWN_ONE], [one])\n", MACRO))
    assert definition.name == "OWN_ONE"
    relicensed = LIBRARY.replace(b"2020", b"2019-2024").replace(b"GNU G", b"GNU Lesser G")
    assert known.find(digest_of(reworded(relicensed), REWORDED))
    assert not known.find(digest_of(reworded(relicensed + b"int b;\n"), REWORDED))
    assert known.find(digest_of(b"#!/bin/sh\n"))[0].upstream == "tool"
    assert not known.find(digest_of(b"unseen\n"))


def test_what_a_tag_of_an_old_branch_has_was_current_on_its_day(
    tally: Tally, catalogue: Path, history: GitRepo, tmp_path: Path
) -> None:
    """Automake 1.11.6 came after 1.12 had replaced some of its macros on the main branch."""
    history.git("checkout", "-q", "-b", "old-branch", "HEAD~1")
    history.commit({"NEWS": b"an old version once more\n"}, days=100)
    history.git("tag", "-a", "-m", "v1.1", "v1.1")
    history.git("checkout", "-q", "main")
    git_dir(history)
    known = build(tally, catalogue, tmp_path / "known.bin")
    (old,), (new,) = (known.find(digest_of(content)) for content in (MACROS, LATER))
    assert old.last == new.first + 100


def test_the_same_histories_make_the_same_bytes_and_a_newer_one_is_told_apart(
    tally: Tally, catalogue: Path, history: GitRepo, tmp_path: Path
) -> None:
    old, again, new = (tmp_path / name for name in ("old.bin", "again.bin", "new.bin"))
    git_dir(history)
    build(tally, catalogue, old)
    build(tally, catalogue, again)
    assert old.read_bytes() == again.read_bytes()
    other = catalogue.with_name("other.toml")
    other.write_text(catalogue.read_text().replace('"m4/*"', '"src/*"'))
    done = tally(
        "upstreams", "update", "--catalogue", str(other), "--base", str(old),
        "--clones", str(tmp_path / "clones"), "-o", str(new),
    )  # fmt: skip
    assert done.code == 0, done
    done = tally("upstreams", "diff", str(old), str(new))
    assert "+ own: not.m4" in done.out
    assert "0 gone, 1 new" in done.out


def test_an_update_needs_only_the_clones_that_are_newer(
    tally: Tally, catalogue: Path, history: GitRepo, tmp_path: Path
) -> None:
    git_dir(history)
    old, new = tmp_path / "old.bin", tmp_path / "new.bin"
    build(tally, catalogue, old)
    other = catalogue.with_name("other.toml")
    more = '[[repository]]\nupstream = "away"\nurl = "https://git.example/away"\npaths = ["m4/*"]\n'
    other.write_text(more + catalogue.read_text())
    asked = ("--catalogue", str(other), "--base", str(old), "--clones", str(tmp_path / "clones"))
    done = tally("upstreams", "update", *asked, "-o", str(new))
    assert done.code == 0, done
    assert "left as known: away" in done.err
    assert new.read_bytes() == old.read_bytes()
    done = tally("upstreams", "build", *asked[:2], *asked[4:], "-o", str(new))
    assert done.code == 2, done
    nowhere = tmp_path / "empty"
    nowhere.mkdir()
    done = tally("upstreams", "update", *asked[:5], str(nowhere), "-o", str(new))
    assert done.code == 2, done


def test_an_update_needs_only_the_packages_that_are_there(
    tally: Tally, catalogue: Path, history: GitRepo, tmp_path: Path
) -> None:
    git_dir(history)
    old, new = tmp_path / "old.bin", tmp_path / "new.bin"
    build(tally, catalogue, old)
    gone = f'[[package]]\nupstream = "tool"\nfile = "gone.deb"\nsha256 = "{"0" * 64}"\nday = 2020-01-01\n'
    with catalogue.open("a") as file:
        file.write(gone)
    asked = ("--catalogue", str(catalogue), "--base", str(old), "--packages")
    done = tally("upstreams", "update", *asked, str(tmp_path / "packages"), "-o", str(new))
    assert done.code == 0, done
    assert "left as known: gone.deb" in done.err
    assert new.read_bytes() == old.read_bytes()
    nowhere = tmp_path / "empty"
    nowhere.mkdir()
    done = tally("upstreams", "update", *asked, str(nowhere), "-o", str(new))
    assert done.code == 2, done


def test_patches_of_a_package_and_of_a_history_are_known_by_their_lines(
    tally: Tally, catalogue: Path, history: GitRepo, tmp_path: Path
) -> None:
    change = b"--- a/m4/libtool.m4\n+++ b/m4/libtool.m4\n@@ -1,3 +1,3 @@\n one\n-two\n+%s\n three\n"
    commit = history.commit({"m4/libtool.m4": b"one\ntwo\nthree\n", "own.patch": change % b"II"})
    git_dir(history)
    series = {
        "debian/patches/series": b"# none\nfirst.patch -p1\n",
        "debian/patches/first.patch": change % b"2",
        "debian/patches/unused.patch": change % b"zwei",
    }
    package = write_tar(tmp_path / "packages" / "tool-1.debian.tar", series)
    digest = hashlib.sha256(package.read_bytes()).hexdigest()
    with catalogue.open("a") as file:
        file.write(
            '[[patches]]\nupstream = "own"\nby = "Debian"\nfile = "tool-1.debian.tar"\n'
            f'sha256 = "{digest}"\nday = 2020-01-02\n'
            '[[patches]]\nupstream = "own"\nby = "Fedora"\nclone = "own"\n'
            f'url = "https://git.example/own"\ncommit = "{commit}"\npath = "own.patch"\n'
        )
    known = build(tally, catalogue, tmp_path / "known.bin")
    said = {patch.said for patch in known.patches("libtool.m4")}
    assert said == {"Debian's first.patch", "Fedora's own.patch"}
    for word, by in ((b"2", "Debian"), (b"II", "Fedora")):
        rows, normalisations = rows_of("libtool.m4", b"one\n%s\nthree\n" % word, known)
        assert rows
        assert normalisations[0].startswith(by)
    assert not rows_of("libtool.m4", b"one\nzwei\nthree\n", known)[0]
    assert {head.place for head in known.heads} >= {
        "tool-1.debian.tar",
        "https://git.example/own own.patch",
    }
    base = [*map(str, ("--base", tmp_path / "known.bin"))]
    done = tally(
        "upstreams", "update", *base, "--catalogue", str(catalogue), "--clones",
        str(tmp_path / "clones"), "-o", str(tmp_path / "newer.bin"),
    )  # fmt: skip
    assert done.code == 0, done
    newer = KnownFiles.open(tmp_path / "newer.bin")
    assert newer.patches("libtool.m4") == known.patches("libtool.m4")


def test_a_package_that_is_another_file_than_the_catalogues_is_refused(
    tally: Tally, catalogue: Path, history: GitRepo, tmp_path: Path
) -> None:
    write_tar(tmp_path / "packages" / "tool-1.tar", {"tool-1/script": b"#!/bin/sh\nrm\n"})
    done = tally(
        "upstreams", "build", "--catalogue", str(catalogue),
        "--packages", str(tmp_path / "packages"), "-o", str(tmp_path / "x"),
    )  # fmt: skip
    assert done.failed_saying("tool-1.tar", "the catalogue says")


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", MAGIC, MAGIC + b"99999999\n{}", MAGIC + b"00000002\n[]", MAGIC + b"-0000001\n{}"],
    ids=["empty", "another", "cut-off", "too-short", "a-list", "negative"],
)  # fmt: skip
def test_what_is_no_database_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "known.bin"
    path.write_bytes(content)
    with pytest.raises(StorageError):
        KnownFiles.open(path)


def test_the_shipped_database_says_what_it_was_built_from() -> None:
    known = shipped()
    assert {"gnulib", "automake", "libtool", "gettext"} <= {head.upstream for head in known.heads}
    assert all(len(head.commit) in {40, 64} and head.day for head in known.heads)
