"""``--attest`` and ``quorum`` together: real keys, real statements, real artifacts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command import Done, Releases, Tally
from signers import Keys, signed, with_payload


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return Keys(tmp_path / "keys")


def attest(tally: Tally, release: Path, source: Path, key: Path) -> str:
    """The file of statements of one more rebuilder."""
    name = f"{release.parent.name}-{key.name}.jsonl"
    tally("audit", release, "--source", source, "--attest", name, "--attest-key", key)
    assert (tally.folder / name).exists()
    return name


def quorum(tally: Tally, keys: Keys, *words: str | Path) -> Done:
    return tally("quorum", *words, "--allowed-signers", keys.allowed, "-k", "2")


@pytest.mark.parametrize(("which", "code"), [("honest", 0), ("tampered", 1), ("unknown", 3)])
def test_two_rebuilders_decide_by_what_they_found(
    which: str, code: int, tally: Tally, releases: Releases, keys: Keys
) -> None:
    release: Path = getattr(releases, which)
    files = [
        attest(tally, release, releases.repository.path, keys.make(name, known_as=name))
        for name in ("alice", "bob")
    ]
    assert quorum(tally, keys, *files, "--artifact", release).code == code
    alone = quorum(tally, keys, files[0], files[0], "--artifact", release)
    assert alone.code == 3, alone


def test_statements_about_another_artifact_do_not_count(
    tally: Tally, releases: Releases, keys: Keys
) -> None:
    files = [
        attest(tally, releases.honest, releases.repository.path, keys.make(name, known_as=name))
        for name in ("alice", "bob")
    ]
    done = quorum(tally, keys, *files, "--artifact", releases.tampered)
    assert done.code == 3, done
    assert done.out.count("it is about another artifact") == 2
    elsewhere = quorum(tally, keys, *files, "--artifact", releases.honest, "--commit", "f" * 40)
    assert elsewhere.code == 3, elsewhere
    assert elsewhere.out.count("it is about another source") == 2


def test_unsigned_unknown_and_changed_statements_do_not_count(
    tally: Tally, releases: Releases, keys: Keys
) -> None:
    alice, mallory = keys.make("alice", known_as="alice"), keys.make("mallory")
    source = releases.repository.path
    good = attest(tally, releases.honest, source, alice)
    stolen = attest(tally, releases.honest, source, mallory)
    tally("audit", releases.honest, "--source", source, "-o", "unsigned.intoto.jsonl")
    statement = (tally.folder / "unsigned.intoto.jsonl").read_bytes().splitlines()[0]
    (tally.folder / "bare.jsonl").write_text(signed(statement) + "\n")
    envelope = (tally.folder / good).read_text().splitlines()[0]
    changed = statement.replace(b'"time":"2', b'"time":"1')
    assert changed != statement
    (tally.folder / "changed.jsonl").write_text(with_payload(envelope, changed) + "\n")
    done = quorum(
        tally,
        keys,
        *(good, stolen, "unsigned.intoto.jsonl", "bare.jsonl", "changed.jsonl"),
        *("--artifact", releases.honest, "--format", "json"),
    )
    assert done.code == 3, done
    report = json.loads(done.out)
    assert [one["names"] for one in report["rebuilders"]] == [["alice"]]
    reasons = {(one["file"], one["reason"]) for one in report["not_counted"]}
    assert (stolen, "it is signed by none of the allowed signers") in reasons
    assert ("bare.jsonl", "it is not signed") in reasons
    assert ("changed.jsonl", "its signature does not hold for the statement") in reasons
    assert any(file == "unsigned.intoto.jsonl" and "DSSE" in why for file, why in reasons)


def test_a_key_is_needed_before_anything_is_audited(tally: Tally, releases: Releases) -> None:
    done = tally("audit", releases.honest, "--attest", "a.jsonl")
    assert done.failed_saying("--attest-key")
    done = tally("audit", releases.honest, "--attest", "a.jsonl", "--attest-key", "none")
    assert done.failed_saying("no such file")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--sha256", "xyz"), "64 hex"),
        (("--sha256", "0" * 64, "--commit", "abc"), "full id"),
        ((), "required"),
    ],
)
def test_a_question_that_cannot_be_meant_is_a_usage_error(
    words: tuple[str, ...], said: str, tally: Tally, keys: Keys
) -> None:
    assert quorum(tally, keys, "missing.jsonl", *words).failed_saying(said)


def test_a_quorum_of_one_is_refused(tally: Tally, keys: Keys, releases: Releases) -> None:
    done = tally(
        *("quorum", "a", "-k", "1", "--artifact", releases.honest),
        *("--allowed-signers", keys.allowed),
    )
    assert done.failed_saying("trust in one")


def test_keyless_needs_an_identity_before_anything_is_audited(
    tally: Tally, releases: Releases
) -> None:
    none = dict.fromkeys(("GITHUB_ACTIONS", "GITLAB_CI", "CIRCLECI", "BUILDKITE"), "")
    done = tally("audit", releases.honest, "--attest", "a.jsonl", "--attest-keyless", **none)
    assert done.failed_saying("no identity")
    done = tally("audit", releases.honest, "--attest-keyless")
    assert done.failed_saying("goes together")


def test_somebodys_signature_has_to_be_allowed(tally: Tally, releases: Releases) -> None:
    done = tally("quorum", "a", "-k", "2", "--artifact", releases.honest)
    assert done.failed_saying("--allowed-signers or --allowed-identities")
    (tally.folder / "identities").write_text("me\n")
    words = ("quorum", "a", "-k", "2", "--artifact", releases.honest)
    done = tally(*words, "--allowed-identities", "identities")
    assert done.failed_saying("write the issuer")
