"""Wheels of one release against each other and their sdist: what differs, and what only a wheel has."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from tallystick.model import (
    CLOSURE,
    Artifact,
    ArtifactKind,
    Evidence,
    Grade,
    Ledger,
    LedgerLine,
    Reach,
    Source,
    VerdictValue,
)
from tallystick.policy import Policy
from tallystick.release import Release, disagreeing, holding, installed, releases
from trees import artifact, source, tree

SOURCE = source(tree({}))
LINUX, MACOS, WINDOWS = (
    "cp311-cp311-linux_x86_64",
    "cp311-cp311-macosx_11_0_arm64",
    "cp311-win_amd64",
)


def wheel(
    files: Mapping[str, bytes],
    tag: str = LINUX,
    *,
    version: str = "1.0",
    grade: Grade = Grade.IDENTICAL,
    beside: Source | None = SOURCE,
) -> Ledger:
    found = artifact(tree(files), ArtifactKind.WHEEL, version=version, tag=tag)
    return ledger(found, grade, beside, {})


def sdist(files: Mapping[str, bytes], origins: Mapping[str, str] | None = None) -> Ledger:
    return ledger(artifact(tree(files)), Grade.IDENTICAL, SOURCE, origins or {})


def ledger(
    found: Artifact, grade: Grade, beside: Source | None, origins: Mapping[str, str]
) -> Ledger:
    return Ledger(
        artifact=found,
        source=beside,
        lines=tuple(
            LedgerLine(
                entry=entry,
                grade=grade if path.startswith("p/") else Grade.UNPROVEN,
                reach=Reach.STARTUP if path.endswith(".pth") else Reach.IMPORT,
                source_path=origins.get(path, path),
            )
            for path, entry in found.tree.entries.items()
        ),
    )


def laid(*ledgers: Ledger) -> tuple[Release, ...]:
    return releases(one for ledger in ledgers if (one := holding(ledger)) is not None)


def test_the_same_python_files_in_all_wheels_are_counted() -> None:
    files = {"p/a.py": b"1", "p/b.pyi": b"2"}
    (found,) = laid(wheel({**files, "p/_c.so": b"x"}), wheel({**files, "p/_c.so": b"y"}, MACOS))
    assert (found.same, found.differing, found.partial) == (2, (), ())
    assert found.wheels == (
        f"example-1.0-{LINUX}.whl",
        f"example-1.0-{MACOS}.whl",
    )


def test_a_module_that_was_changed_in_one_wheel_alone_is_named_with_who_holds_what() -> None:
    honest = {"p/a.py": b"1", "p/b.py": b"2"}
    changed = wheel({**honest, "p/a.py": b"evil"}, WINDOWS, grade=Grade.CONTRADICTED)
    (found,) = laid(wheel(honest), wheel(honest, MACOS), changed)
    (differing,) = found.differing
    assert differing.path == "p/a.py"
    assert not differing.is_proven
    assert [len(variant.artifacts) for variant in differing.variants] == [2, 1]
    assert found.same == 1


def test_what_the_source_accounts_for_in_each_may_differ() -> None:
    ledgers = [wheel({"p/a.py": b"1\n"}), wheel({"p/a.py": b"1\r\n"}, WINDOWS, grade=Grade.DERIVED)]
    known = laid(*ledgers)
    assert known[0].differing[0].is_proven
    for one in ledgers:
        again = disagreeing(one, known)
        assert again.disagreements[0].path == "p/a.py"
        assert Policy().judge(again).value is VerdictValue.ACCEPTED


@pytest.mark.parametrize("grade", [Grade.UNPROVEN, Grade.UNEXPLAINED, Grade.CONTRADICTED])
def test_what_nothing_accounts_for_fires_the_rule_and_notes_the_line(grade: Grade) -> None:
    ledgers = [wheel({"p/a.py": b"1"}), wheel({"p/a.py": b"2"}, MACOS, grade=grade)]
    again = [disagreeing(one, laid(*ledgers)) for one in ledgers]
    assert again[1].lines[0].notes == (f"other bytes than in example-1.0-{LINUX}.whl",)
    rules = [[reason.rule for reason in Policy().judge(one).reasons] for one in again]
    assert "wheels-differ" not in rules[0]
    assert "wheels-differ" in rules[1]


def test_a_module_spread_out_of_the_data_folder_is_the_one_that_it_is_installed_as() -> None:
    inside = "example-1.0.data/purelib/p/a.py"
    (found,) = laid(wheel({"p/a.py": b"1"}), wheel({inside: b"2"}, MACOS))
    assert [one.path for one in found.differing] == ["p/a.py"]
    changed = wheel({inside: b"2"}, MACOS)
    known = laid(wheel({"p/a.py": b"1"}), changed)
    assert disagreeing(changed, known).disagreements[0].path == inside


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("e-1.data/platlib/p/a.py", "p/a.py"),
        ("e-1.data/scripts/a.py", "e-1.data/scripts/a.py"),
        ("e-1.data/purelib", "e-1.data/purelib"),
        ("e-1.data/purelib/", "e-1.data/purelib/"),
        ("p/e.data/purelib/a.py", "p/e.data/purelib/a.py"),
    ],
)
def test_where_a_file_is_installed(path: str, expected: str) -> None:
    assert installed(path, wheel({}).artifact) == expected


def test_a_module_that_the_sdist_has_otherwise_is_found_by_its_place_in_the_source() -> None:
    of_sdist = sdist({"src/p/a.py": b"1"}, {"src/p/a.py": "src/p/a.py"})
    found = artifact(tree({"p/a.py": b"2"}), ArtifactKind.WHEEL)
    of_wheel = ledger(found, Grade.DERIVED, SOURCE, {"p/a.py": "src/p/a.py"})
    (release,) = laid(of_sdist, of_wheel)
    (differing,) = release.differing
    assert [variant.artifacts for variant in differing.variants] == [
        ("example-1.0-py3-none-any.whl",),
        ("example-1.0.tar.gz",),
    ]
    elsewhere = replace(of_wheel, source=replace(SOURCE, commit="f" * 40))
    assert laid(of_sdist, elsewhere)[0].differing == ()


def test_a_stand_in_is_no_common_source() -> None:
    evidence = (Evidence(kind=CLOSURE, value="the sdist", agrees=None),)
    of_wheel = wheel({"p/a.py": b"2"}, beside=replace(SOURCE, evidence=evidence))
    kept = holding(of_wheel)
    assert kept is not None
    assert kept.origin is None


def test_what_only_a_wheel_has_is_named_by_reach_unless_the_sdist_has_the_same_bytes() -> None:
    of_wheel = wheel({"p/a.py": b"1", "x/evil.so": b"so", "evil.pth": b"import os", "gen.c": b"c"})
    (found,) = laid(sdist({"p/a.py": b"1", "made/gen.c": b"c"}), of_wheel)
    assert [(one.path, one.reach) for one in found.wheel_only] == [
        ("evil.pth", Reach.STARTUP),
        ("x/evil.so", Reach.IMPORT),
    ]


def test_a_module_that_only_one_platform_has_is_named() -> None:
    (found,) = laid(wheel({"p/a.py": b"1"}), wheel({"p/a.py": b"1", "p/w.py": b"2"}, WINDOWS))
    assert [(one.path, len(one.artifacts)) for one in found.partial] == [("p/w.py", 1)]


def test_versions_are_compared_as_versions_and_others_are_other_releases() -> None:
    one, same = (
        wheel({"p/a.py": b"1"}, version="1.0"),
        wheel({"p/a.py": b"2"}, MACOS, version="1.0.0"),
    )
    assert [(found.version, len(found.differing)) for found in laid(one, same)] == [("1.0", 1)]
    assert laid(one, wheel({"p/a.py": b"2"}, MACOS, version="1.1")) == ()
    assert laid(one) == ()
    assert laid(sdist({"a": b""}), sdist({"a": b""})) == ()
    odd = wheel({}, version="not a version")
    kept = holding(odd)
    assert kept is not None
    assert kept.version == "not a version"


def test_an_artifact_that_names_no_release_is_in_none() -> None:
    nameless = wheel({"p/a.py": b"1"})
    nameless = replace(nameless, artifact=replace(nameless.artifact, version=None))
    assert holding(nameless) is None
    assert holding(ledger(artifact(tree({}), ArtifactKind.NPM), Grade.IDENTICAL, None, {})) is None
