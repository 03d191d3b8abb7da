"""Which tag names a version: a table of cases that reads as documentation, and what holds for all."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.locate.tag_naming import Naming
from tallystick.locate.tag_version import Nearness
from tallystick.locate.tags import rank_tags

NOTHING = ""

CASES = [
    # project, version, tags, the first
    # -- how a version is marked
    ("name", "1.2.3", "1.2.2 1.2.3 1.2.4", "1.2.3"),
    ("name", "1.2.3", "v1.2.2 v1.2.3 v1.2.4", "v1.2.3"),
    ("name", "1.2.3", "V1.2.3", "V1.2.3"),
    ("name", "1.2.3", "release-1.2.3", "release-1.2.3"),
    ("name", "1.2.3", "releases/1.2.3", "releases/1.2.3"),
    ("name", "1.2.3", "rel/v1.2.3", "rel/v1.2.3"),
    ("name", "1.2.3", "Version-1.2.3", "Version-1.2.3"),
    ("pycparser", "2.22", "release_v2.21 release_v2.22", "release_v2.22"),
    ("name", "1.2.3", "REL_1_2_3", "REL_1_2_3"),
    ("SQLAlchemy", "2.0.45", "rel_2_0_44 rel_2_0_45", "rel_2_0_45"),
    ("name", "1.2.3", "REL1_2_3", "REL1_2_3"),
    ("name", "1.0.0", "1_0_0", "1_0_0"),
    ("name", "1.0.0", "1-0-0", "1-0-0"),
    ("name", "1234", "r1233 r1234", "r1234"),
    ("guava", "r09", "v09 r08", "v09"),
    # -- whose version it is
    ("name", "1.0", "name-1.0 other-1.0", "name-1.0"),
    ("name", "1.0", "name_v1.0", "name_v1.0"),
    ("name", "1.0", "name/v1.0", "name/v1.0"),
    ("name", "1.0", "name==1.0", "name==1.0"),
    ("name", "1.0", "releases/name/1.0", "releases/name/1.0"),
    ("@scope/name", "1.2.3", "@other/name@1.2.3 @scope/name@1.2.3", "@scope/name@1.2.3"),
    ("@scope/name", "1.2.3", "name@1.2.3 @scope/name@1.2.3", "@scope/name@1.2.3"),
    ("@scope/name", "1.2.3", "@other/name@1.2.3 v1.2.2", NOTHING),
    ("org.group:name", "1.2.3", "name-1.2.3", "name-1.2.3"),
    ("org.commons:parent", "35", "commons-parent-35", "commons-parent-35"),
    ("zope.interface", "8.1", "zope_interface-8.1", "zope_interface-8.1"),
    ("byte-buddy", "1.2", "bytebuddy-1.2", "bytebuddy-1.2"),
    ("log4j2", "1.0", "log4j2-1.0 log4j-2-2.0", "log4j2-1.0"),
    ("lang-3", "1.0", "lang-3-1.0", "lang-3-1.0"),
    ("webapp-6.0", "3.0.0", "webapp-6.0-3.0.0", "webapp-6.0-3.0.0"),
    ("g:name_2.13", "1.3", "name_2.13-1.3 name_2.12-1.3", "name_2.13-1.3"),
    ("name", "1.0", "v1.0 name-1.0", "name-1.0"),
    ("name", "1.0", "other-1.0 v0.9", NOTHING),
    ("name", "1.0", "name-core-1.0 name-0.9", NOTHING),
    ("name", "1.0", "notname-1.0 v0.9", NOTHING),
    # -- another spelling of the same version
    ("certifi", "2026.4.22", "2026.04.21 2026.04.22", "2026.04.22"),
    ("name", "2024.1.15", "2024-01-14 2024-01-15", "2024-01-15"),
    ("name", "20240115", "v20240115", "v20240115"),
    ("name", "1.0", "1.0.0", "1.0.0"),
    ("name", "1.0", "1.0.0 1.0", "1.0"),
    ("name", "1.0.0", "v1 v1.0 v1.0.0", "v1.0.0"),
    ("name", "1.0.0", "v1", "v1"),
    ("name", "1.0rc1", "v1.0-rc.1 v1.0", "v1.0-rc.1"),
    ("name", "1.0rc1", "1.0-RC-1", "1.0-RC-1"),
    ("name", "1.0b1", "v1.0.0-beta.1 v1.0.0-beta.11", "v1.0.0-beta.1"),
    ("name", "1.0-alpha-2", "name-1.0-alpha-2 name-1.0-alpha-20", "name-1.0-alpha-2"),
    ("name", "2.9.0.post0", "2.9.0 2.9.0.post0", "2.9.0.post0"),
    ("name", "1.0.post1", "1.0-1 1.0", "1.0-1"),
    ("name", "1.0.dev3", "v1.0.dev3 v1.0.dev4", "v1.0.dev3"),
    ("name", "5.0.CR1", "5.0.CR1 5.0", "5.0.CR1"),
    ("name", "5.0.0.M2", "v5.0.0-M2 v5.0.0-M1", "v5.0.0-M2"),
    ("name", "5.0.Final", "5.0", "5.0"),
    ("name", "5.0", "5.0.Final", "5.0.Final"),
    ("name", "5.0", "v5.0.RELEASE", "v5.0.RELEASE"),
    ("name", "5.0", "name-5.0.GA", "name-5.0.GA"),
    ("spring-cloud", "Hoxton.SR1", "vHoxton.SR10 Hoxton.SR1", "Hoxton.SR1"),
    # -- a build, a target, an epoch of it
    ("guava", "32.1.0-jre", "v32.0.0 v32.1.0", "v32.1.0"),
    ("guava", "32.1.0-jre", "v32.1.0-android v32.0.0", NOTHING),
    ("airflow", "1.8.0", "1.8.0-incubating", "1.8.0-incubating"),
    ("torch", "2.1+cu118", "v2.1", "v2.1"),
    ("torch", "2.1+cu118", "v2.1+cpu", NOTHING),
    ("name", "1.0.0", "v1.0.0+build.5", "v1.0.0+build.5"),
    ("name", "1!2.0", "v2.0", "v2.0"),
    # -- another version, however alike
    ("name", "1.0", "v0.1.0", NOTHING),
    ("name", "1.0", "11.0 v21.0", NOTHING),
    ("name", "1.0", "1.0.1 1.0.0.1 2.1.0", NOTHING),
    ("name", "1.0", "1.0-beta 1.0a1 1.0.dev1 1.0.post1 1.0-1", NOTHING),
    ("name", "1.0", "1.0-4-g1234567 1.0.x 1.0-docs", NOTHING),
    ("name", "1.2.3", "123 v12.3 1.23", NOTHING),
    ("name", "2", "1.0-rc2 1.1-rc2", NOTHING),
    ("name", "0", "v1-0-0 v1-1-0", NOTHING),
    ("name", "2.0", "1-2.0 v1-2.0", NOTHING),
    # -- the whole that it is a part of, unless it has tags of its own
    ("org.apache.activemq:activemq-client", "5.1", "activemq-5.1 activemq-5.0", "activemq-5.1"),
    ("commons-lang3", "3.1", "commons-lang-3.1 commons-lang-3.0", "commons-lang-3.1"),
    ("org.apache.royale:royale-parent", "0.9", "apache-royale-0.9 v0.8", "apache-royale-0.9"),
    ("foo-cli", "1.0", "foo-1.0 foo-cli-0.9", NOTHING),
    ("jline", "3.1", "jline-parent-3.1 jline-3.2 jline-3.3", "jline-parent-3.1"),
    # -- the convention that the other tags follow
    ("name", "1.2.0", "1.2.0 v1.2.0 v1.1.0 v1.0.0", "v1.2.0"),
    ("name", "1.2.0", "1.2.0 v1.2.0 1.1.0 1.0.0", "1.2.0"),
    ("name-api", "1.2", "1.2 name-1.2 name-1.1 name-1.0", "name-1.2"),
    ("plugin", "1.2", "fusion-1.0 fusion-1.1 fusion-1.2", "fusion-1.2"),
    ("plugin", "1.2", "fusion-1.2 fusion-1.1 v1.0 v1.1 v1.3", NOTHING),
    ("plugin", "1", "alpha-1 alpha-2", NOTHING),
    # -- names that nobody means well with
    ("name", "1.0", "-v1.0 --upload-pack=v1.0", NOTHING),
    ("name", "1.0", "$(id)-1.0 v1.0;id `id`1.0", NOTHING),
    ("name", "1.0", "n\u0430me-1.0 \u202ev1.0 v\uff11.0 v1.\u0660", NOTHING),
    ("name", "1.0", "\x00v1.0 v1.0\x00 \udcff1.0", NOTHING),
    ("name", "", "v1.0 latest", NOTHING),
    ("name", "latest", "v1.0", NOTHING),
    ("", "1.0", "v1.0 name-1.1", "v1.0"),
]


@pytest.mark.parametrize(("project", "version", "tags", "first"), CASES)
def test_the_tag_of_a_version(project: str, version: str, tags: str, first: str) -> None:
    found = rank_tags(tags.split(" "), project, version)
    released = [match.tag for match in found if match.is_release]
    assert (released[0] if released else NOTHING) == first


@pytest.mark.parametrize(
    ("tags", "subdir", "repository", "first"),
    [
        (["v1.2", "sub/dir/v1.2"], "sub/dir", "", "sub/dir/v1.2"),
        (["dir/v1.2", "sub/dir/v1.2"], "sub/dir", "", "sub/dir/v1.2"),
        (["other/dir/v1.2"], "sub/dir", "", NOTHING),
        (["python-1.2", "js-1.2"], "bindings/python", "", "python-1.2"),
        (["jetty-1.2", "sibling-1.2"], "", "jetty.project.git", "jetty-1.2"),
        (["jetty-1.2", "v1.2"], "", "jetty.project", "v1.2"),
    ],
)
def test_folder_and_repository_are_names_too(
    tags: list[str], subdir: str, repository: str, first: str
) -> None:
    found = rank_tags(tags, "name", "1.2", subdir=subdir, repository=repository)
    assert (found[0].tag if found else NOTHING) == first


def test_candidates_come_last_the_last_of_them_first_and_are_no_release() -> None:
    found = rank_tags(["1.0-rc1", "1.0-rc10", "1.0-rc2", "1.0.0"], "name", "1.0")
    assert [match.tag for match in found] == ["1.0.0", "1.0-rc10", "1.0-rc2", "1.0-rc1"]
    assert [match.is_release for match in found] == [True, False, False, False]


def test_a_match_says_how() -> None:
    (match,) = rank_tags(["v1.0", "name-1_0", "v0.9"], "name", "1.0.0")[1:]
    assert (match.tag, match.prefix, match.version) == ("v1.0", "v", "1.0")
    assert (match.nearness, match.naming) == (Nearness.PADDED, Naming.NOBODY)
    assert (match.followers, match.is_convention) == (2, True)
    assert match.how == "the version but for zeros at its end, under no name"


PREFIXES = [
    *("", "v", "V", "r", "release-", "release_", "rel_", "rel/", "releases/", "REL_", "version-"),
    *("name-", "name-v", "name_v", "name/", "name/v", "name@", "name==", "Name-", "rel/name-"),
]
NUMBERS = st.lists(st.integers(0, 2030), min_size=1, max_size=4).map(
    lambda numbers: ".".join(map(str, numbers))
)
SUFFIXES = st.sampled_from(["", "rc1", "-beta.2", "-alpha-1", ".post1", ".dev0", "-M3", ".4", "-5"])
VERSIONS = st.builds(str.__add__, NUMBERS, SUFFIXES)


@given(st.sampled_from(PREFIXES), VERSIONS, st.sets(VERSIONS, max_size=30))
def test_among_tags_of_one_convention_the_versions_own_is_first(
    prefix: str, version: str, others: set[str]
) -> None:
    tags = {prefix + other for other in others | {version}}
    assert rank_tags(tags, "name", version)[0].tag == prefix + version


@given(st.sampled_from(PREFIXES), VERSIONS)
def test_underscores_and_leading_zeros_are_read(prefix: str, version: str) -> None:
    numbers = version.replace(".", "_") if "-" not in version else version
    assert rank_tags([prefix + numbers], "name", numbers.replace("_", "."))
    assert rank_tags([prefix + "0" + version], "name", version)


@given(VERSIONS, st.sets(VERSIONS, min_size=1, max_size=8))
def test_a_sibling_is_never_taken(version: str, own: set[str]) -> None:
    tags = [f"sibling-{version}", f"sibling/v{version}", *(f"name-{one}" for one in own)]
    assert all("sibling" not in match.tag for match in rank_tags(tags, "name", version))


@given(st.lists(st.text(), max_size=20), st.text(), st.text(max_size=20), st.text(), st.text())
def test_any_text_is_survived(
    tags: list[str], project: str, version: str, subdir: str, repository: str
) -> None:
    found = rank_tags(tags, project, version, subdir=subdir, repository=repository)
    assert {match.tag for match in found} <= set(tags)
    assert found == rank_tags(
        reversed(tags), project, version, subdir=subdir, repository=repository
    )


@pytest.mark.parametrize(
    "tag",
    [
        *("0." * 100_000 + "x", "0a" * 100_000, "1-" * 100_000, "v" * 200_000 + "1.0"),
        *("1.0" + "-rc" * 70_000, "1.0+" + "a." * 100_000 + "!", "-" * 200_000 + "1.0"),
        *("9" * 200_000, "/" * 200_000, "1.0" + ".0" * 100_000 + ".1", "name" * 50_000 + "-1.0"),
    ],
    ids=lambda tag: tag[:8],
)
def test_a_tag_of_200_kilobytes_is_read_once(tag: str) -> None:
    begun = time.process_time()
    for version in ("1.0", "0", "1.0-rc1", "0.0.1"):
        assert rank_tags([tag], "name", version) == ()
    assert time.process_time() - begun < 5  # a quadratic reading takes minutes


def test_300_000_tags_are_ranked_in_about_a_second() -> None:
    tags = [
        f"v{major}.{minor}.{patch}"
        for major in range(30)
        for minor in range(100)
        for patch in range(100)
    ]
    begun = time.process_time()
    assert [match.tag for match in rank_tags(tags, "name", "5.3.1")] == ["v5.3.1"]
    assert time.process_time() - begun < 5  # 0.4 s when nothing else runs
