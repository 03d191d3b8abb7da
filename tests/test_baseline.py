"""News: new kinds of residue are seen, and what comes with each release under a new name is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from ledgers import git_source, ledger, line
from tallystick.baseline import compare, kinds, likest, same_project, steady
from tallystick.model import (
    ArtifactKind,
    Evidence,
    Finding,
    Grade,
    Ledger,
    LedgerLine,
    NewsAbout,
    Reach,
    Skip,
)

SOURCE = git_source("https://git.example/xz", "v1")


def release(version: str, *lines: LedgerLine) -> Ledger:
    return ledger(f"xz-{version}.tar.gz", lines, source=SOURCE)


def unexplained(path: str, reach: Reach = Reach.BUILD) -> LedgerLine:
    return line(path, Grade.UNEXPLAINED, reach)


def unproven(path: str, reach: Reach, explainer: str = "compiled-binary") -> LedgerLine:
    return line(path, Grade.UNPROVEN, reach, explainer=explainer)


def told(now: Ledger, *before: Ledger) -> list[tuple[str, str]]:
    return [(str(item.about), item.message) for item in compare(now, before).items]


def test_a_macro_that_twelve_releases_did_not_have_is_news_as_a_person_would_say_it() -> None:
    honest = [line("m4/ax.m4", Grade.IDENTICAL, Reach.BUILD), unexplained("ChangeLog", Reach.DOCS)]
    before = [release(f"5.{number}", *honest) for number in range(12)]
    now = release("5.12", *honest, unexplained("m4/build-to-host.m4"))
    (item,) = compare(now, before).items
    assert item.about is NewsAbout.RESIDUE
    assert item.message == "for 12 releases no file under m4/ was unexplained; now one is"
    assert item.paths == ("m4/build-to-host.m4",)
    assert told(now, before[-1]) == [
        ("residue", "in 5.11 no file under m4/ was unexplained; now one is")
    ]


def test_one_more_macro_among_macros_that_were_always_there_is_news() -> None:
    always = unexplained("m4/libtool.m4")
    before, now = release("1", always), release("2", always, unexplained("m4/build-to-host.m4"))
    (item,) = compare(now, [before]).items
    assert item.paths == ("m4/build-to-host.m4",)
    assert (
        item.message
        == "in 1 other files under m4/ were, and none like these was unexplained; now one is"
    )


def test_an_unproven_macro_is_news_too_among_unproven_ones() -> None:
    always = unproven("m4/libtool.m4", Reach.BUILD, "autotools-files")
    fresh = unproven("m4/build-to-host.m4", Reach.BUILD, "autotools-files")
    assert [
        item.paths for item in compare(release("2", always, fresh), [release("1", always)]).items
    ] == [("m4/build-to-host.m4",)]


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("x.libs/libz-1a2b3c4d.so.1.2.11", "x.libs/libz-9f8e7d6c.so.1.3"),
        ("x/_c.cpython-311-x86_64-linux-gnu.so", "x/_c.cpython-312-x86_64-linux-gnu.so"),
        ("x/_c.cp311-win_amd64.pyd", "x/_c.cp312-win_amd64.pyd"),
        ("x/static/main.4f2a91bc.js", "x/static/main.99b0d1ee.js"),
        ("x/static/index-DtKzR8vA.js", "x/static/index-B9pQwX2f.js"),
        ("x/static/chunk.123.js", "x/static/chunk.4567.js"),
        ("data/snapshot-2024-01-31.bin", "data/snapshot-20250228.bin"),
        ("x-1.0.dist-info/licenses/A", "x-1.1rc1.dist-info/licenses/A"),
        ("x-2.dist-info/RECORD", "x-3.dist-info/RECORD"),
    ],
)
@pytest.mark.parametrize("reach", [Reach.DATA, Reach.IMPORT])
def test_residue_that_comes_each_time_under_another_name_is_no_news(
    before: str, now: str, reach: Reach
) -> None:
    for make in (unproven, unexplained):
        assert told(release("2", make(now, reach)), release("1", make(before, reach))) == []


@pytest.mark.parametrize("make", [unproven, unexplained])
def test_one_more_page_is_no_news_and_one_more_module_that_nobody_claims_is(
    make: Callable[[str, Reach], LedgerLine],
) -> None:
    def seen(reach: Reach) -> bool:
        return bool(told(release("2", make("x/b.x", reach)), release("1", make("x/a.x", reach))))

    assert not seen(Reach.DOCS)
    assert not seen(Reach.DATA)
    assert seen(Reach.IMPORT) is (make is unexplained)


def test_a_new_bundle_beside_a_proven_one_is_news() -> None:
    before = release("1", line("x/a.js"))
    now = release("2", unproven("x/a.js", Reach.IMPORT, "bundled-asset"))
    assert told(now, before) == [("residue", "in 1 no file under x/ was unproven; now one is")]


def test_a_worse_grade_and_a_worse_reach_are_news() -> None:
    before = release("1", unexplained("x/a.dat", Reach.DATA))
    worse = release("2", line("x/a.dat", Grade.CONTRADICTED, Reach.DATA))
    assert told(worse, before) == [
        ("residue", "in 1 no file under x/ was contradicted; now one is")
    ]
    runs = release("2", unexplained("x/a.dat", Reach.IMPORT))
    assert told(runs, before) == [
        ("residue", "in 1 no file under x/ that can run at import was unexplained; now one is")
    ]
    sort = release("2", unexplained("x/b.bin", Reach.DATA))
    assert told(sort, before) == [
        ("residue", "in 1 no .bin file under x/ was unexplained; now one is")
    ]


def test_what_any_baseline_had_is_no_news() -> None:
    old = release("1", unexplained("m4/a.m4"))
    assert told(release("3", unexplained("m4/a.m4")), old, release("2")) == []


def test_a_file_that_runs_unasked_is_told_of_even_if_it_is_proven() -> None:
    before = release("1", line("setup.py", reach=Reach.INSTALL))
    now = release(
        "2",
        line("setup.py", reach=Reach.INSTALL),
        line("x.pth", reach=Reach.STARTUP),
        line("a.c", reach=Reach.BUILD),
        line("b.c", reach=Reach.BUILD),
        line("x/module.py"),
    )
    assert told(now, before) == [
        ("files", "1 new file runs at startup"),
        ("files", "2 new files run at build"),
    ]


def test_a_file_is_told_of_once() -> None:
    now = release("2", unexplained("x.pth", Reach.STARTUP))
    assert [item.about for item in compare(now, [release("1")]).items] == [NewsAbout.RESIDUE]


def test_findings_and_skips_are_news_by_their_ids() -> None:
    finding = Finding(id="zip-gap", offset=1, message="1 byte", paths=("a",))
    old = replace(release("1"), findings=(finding,), skips=(Skip(check="lfs", reason="x"),))
    again = replace(
        release("2"),
        findings=(replace(finding, offset=9), replace(finding, id="zip-comment")),
        skips=(Skip(check="lfs", reason="y"), Skip(check="submodule", reason="z")),
    )
    assert told(again, old) == [
        ("container", "the container shows zip-comment"),
        ("skips", "could not be checked: submodule"),
    ]


def test_another_repository_or_folder_is_news() -> None:
    old = release("1")
    moved = replace(old, source=replace(SOURCE, url="https://git.example/fork", subdir="python"))
    assert told(moved, old) == [
        ("source", "the source was https://git.example/xz, now it is https://git.example/fork"),
        ("source", "the folder in the source was its root, now it is python"),
    ]
    assert told(replace(old, source=replace(SOURCE, url="https://git.example/xz.git/")), old) == []
    closure = Evidence(kind="closure", value="the sdist", agrees=None)
    closed = replace(old, source=replace(SOURCE, evidence=(closure,)))
    (item,) = compare(closed, [old]).items
    assert item.message.endswith("now it is an sdist in the repository's place")


def test_with_nothing_to_compare_nothing_is_said() -> None:
    news = compare(release("1", unexplained("a")), [])
    assert (news.since, news.items) == ((), ())


def test_a_kind_gathers_its_lines() -> None:
    libraries = [unproven(f"x.libs/lib{n}-0a1b2c3d.so.{n}", Reach.IMPORT) for n in range(3)]
    (lines,) = kinds(release("1", *libraries, line("a"))).values()
    assert lines == tuple(libraries)


def test_a_name_that_does_not_change_stays_as_it_is() -> None:
    for name in ("build-to-host.m4", "configure", "a.b.c", "test_2to3.py", "utf8.c", "__init__.py"):
        assert steady(name) == name


def test_projects_are_compared_by_their_normalised_names() -> None:
    one, other = release("1").artifact, release("2").artifact
    assert same_project(
        replace(one, project="Zope.Interface"), replace(other, project="zope_interface")
    )
    assert not same_project(one, replace(other, project="xy"))
    assert not same_project(replace(one, project=None), replace(other, project=None))


WHEEL = "x-2-cp311-cp311-manylinux_2_28_x86_64.whl"


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (["x-1.tar.gz"], None),
        (["x-1-cp312-cp312-manylinux_2_28_x86_64.whl"], None),
        (["x-1-cp311-cp311-musllinux_1_2_x86_64.whl"], None),
        (["x-1-cp311-cp311-manylinux_2_28_aarch64.whl"], None),
        (["x-1-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"], 0),
        (
            [
                "x-1-cp311-cp311-manylinux_2_17_x86_64.whl",
                "x-1-1-cp311-cp311-manylinux_2_28_x86_64.whl",
            ],
            1,
        ),
    ],
)
def test_a_wheel_is_compared_with_one_for_the_same_platform(
    names: list[str], chosen: int | None
) -> None:
    expected = None if chosen is None else names[chosen]
    assert likest(WHEEL, ArtifactKind.WHEEL, names) == expected
