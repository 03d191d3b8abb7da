"""Rules of identity: three states, what a policy makes of them, and what stands in the docs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from attesting import claims as certified
from tallystick.errors import UsageError
from tallystick.identity.case import FIELDS, Case, Expected, Listed, Sibling, matches
from tallystick.identity.changes import Word, changes
from tallystick.identity.climbing import identify
from tallystick.identity.earlier import changed, tag_before
from tallystick.identity.incidents import CAUGHT
from tallystick.identity.lock import (
    Lock,
    Locked,
    of_claims,
    publisher,
    read_lock,
    write_lock,
)
from tallystick.identity.pylock import read_identities, write_identities
from tallystick.identity.rules import BY_ID, RULES
from tallystick.identity.rules.expected import LOCK
from tallystick.identity.terms import REQUIRED, Terms, read_terms
from tallystick.limits import DEFAULT, Limits
from tallystick.model.ladder import Attestation, Claims, Identity, Publisher, Rung, State, Weight
from tallystick.policy import read_policy

DOCS = (Path(__file__).parents[2] / "docs" / "identity.md").read_text(encoding="utf-8")
HONEST = Claims(**certified())
ATTESTED = Attestation(form="pep740", state=State.VERIFIED, claims=HONEST)
CASE = Case(name="example-1.0.tar.gz", project="example", version="1.0", attestations=(ATTESTED,))


def signed(**other: str | None) -> Case:
    """The case of a release that somebody else, or otherwise, signed."""
    return replace(CASE, attestations=(replace(ATTESTED, claims=replace(HONEST, **other)),))


def said(case: Case, rule: str) -> bool | None:
    """What ``rule`` says; fails where it says nothing."""
    found = BY_ID[rule].check(case)
    assert found is not None
    assert found[1]
    return found[0]


def identity(case: Case, terms: Terms | None = None) -> Identity:
    return identify(case, terms or Terms())


def locked(case: Case) -> Case:
    return replace(case, expected=(publisher(HONEST, "1.0"),))


def test_each_rule_has_a_heading_and_says_what_it_would_have_caught() -> None:
    for rule in RULES:
        section = re.split(r"^#+ ", DOCS.partition(f"\n### {rule.id}\n")[2], flags=re.MULTILINE)[0]
        assert section.startswith(f"\nWeight: {rule.weight}"), rule.id
        assert "Would have caught:" in section, rule.id
    assert len(BY_ID) == len(RULES)


def test_the_policys_page_has_one_line_for_each_rule_and_its_incident() -> None:
    page = (Path(__file__).parents[2] / "docs" / "policy.md").read_text(encoding="utf-8")
    lines = re.findall(
        r"^\| (\d*) \| \[`([a-z-]+)`\]\(identity.md#([a-z-]+)\) \| .+ \| (.+) \|$",
        page,
        re.MULTILINE,
    )
    assert {rule: caught for _, rule, _, caught in lines} == CAUGHT
    assert CAUGHT.keys() == BY_ID.keys() | {REQUIRED}
    assert all(rule in {anchor, REQUIRED} for _, rule, anchor, _ in lines)
    # The 23 of the list that they were made from.
    assert {int(number) for number, *_ in lines if number} == set(range(1, 24))


@pytest.mark.parametrize("rung", Rung)
def test_each_rung_is_in_the_docs(rung: Rung) -> None:
    assert f"\n| `{rung}` | " in DOCS


def test_strict_is_never_milder() -> None:
    order = [Weight.ALLOW, Weight.INCONCLUSIVE, Weight.REJECT]
    for rule in RULES:
        assert order.index(rule.strict) >= order.index(rule.weight)


@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
def test_no_rule_holds_of_nothing(rule: str) -> None:
    """Nothing attested, nothing listed, nothing audited: a rule may say nothing, and never yes."""
    found = BY_ID[rule].check(Case(name="x"))
    assert found is None or found[0] is None


@pytest.mark.parametrize("state", [State.UNCHECKED, State.UNSUPPORTED])
def test_what_is_not_checked_is_never_a_pass(state: State) -> None:
    unchecked = Attestation(form="pep740", state=state, reason="no")
    case = replace(CASE, attestations=(unchecked,), expected=(publisher(HONEST, "1.0"),))
    found = identity(case)
    assert found.rung is Rung.ABSENT
    assert found.why_not == "not checked: no"
    assert not any(one.holds for one in found.findings)


def test_a_false_attestation_beside_a_true_one_keeps_the_first_rung_out_of_reach() -> None:
    false = Attestation(form="pep740", state=State.REFUSED, reason="forged")
    found = identity(replace(CASE, attestations=(ATTESTED, false)))
    assert (found.rung, found.why_not) == (Rung.ABSENT, "forged")


def test_a_signature_of_nobody_known_is_valid_and_no_more() -> None:
    found = identity(CASE)
    assert found.rung is Rung.SIGNATURE
    assert found.why_not.startswith("nobody says who it should be")


def test_an_account_without_commit_is_not_bound() -> None:
    """Google's identities carry an e-mail address and nothing else."""
    google = Claims(issuer="https://accounts.google.com", subject="a@b.c")
    block = Publisher(kind="Google", email="a@b.c")
    found = identity(
        replace(CASE, attestations=(replace(ATTESTED, claims=google, publisher=block),))
    )
    assert (found.rung, found.why_not) == (Rung.IDENTITY, "the certificate names no commit")


@pytest.mark.parametrize(
    ("block", "holds"),
    [
        (Publisher(kind="GitHub", repository="ACME/Example", workflow="release.yml"), True),
        (Publisher(kind="GitHub", repository="acme/example", workflow="other.yml"), False),
        (Publisher(kind="GitHub", repository="acme/example2"), False),
        (Publisher(kind="GitHub"), False),
        (Publisher(kind="GitLab", repository="acme/example"), False),
        (Publisher(kind="Google", email="a@b.c"), False),
    ],
)
def test_the_index_is_compared_and_not_believed(block: Publisher, holds: bool) -> None:
    case = replace(CASE, attestations=(replace(ATTESTED, publisher=block),))
    assert said(case, "publisher") is holds


def test_a_kind_of_publisher_that_came_later_is_not_compared() -> None:
    block = Publisher(kind="Forgejo", repository="x/y")
    case = replace(CASE, attestations=(replace(ATTESTED, publisher=block),))
    assert BY_ID["publisher"].check(case) is None


def test_an_environment_that_both_name_has_to_be_one() -> None:
    block = Publisher(kind="GitHub", repository="acme/example", environment="pypi")
    claimed = replace(ATTESTED, publisher=block, claims=replace(HONEST, environment="testing"))
    assert said(replace(CASE, attestations=(claimed,)), "publisher") is False


def test_two_publishers_of_one_file_are_two() -> None:
    other = replace(ATTESTED, claims=replace(HONEST, repository="https://github.com/evil/x"))
    assert said(CASE, "one-publisher") is True
    assert said(replace(CASE, attestations=(ATTESTED, other)), "one-publisher") is False


@pytest.mark.parametrize("trigger", ["pull_request_target", "issue_comment", "workflow_run"])
def test_triggers_of_strangers(trigger: str) -> None:
    assert said(signed(trigger=trigger), "trigger") is False
    assert BY_ID["trigger"].check(signed(trigger="push")) is None


def test_a_reusable_workflow_of_the_same_repository_is_its_own() -> None:
    own = "https://github.com/acme/example/.github/workflows/reusable.yml@refs/heads/main"
    assert BY_ID["signer"].check(signed(signer=own)) is None
    assert said(signed(signer=own.replace("acme/example", "acme/example2")), "signer") is False


# --- what is expected -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "pattern", "name", "expected"),
    [
        ("refs/tags/v1", "refs/tags/v*", "ref", True),
        ("refs/heads/v1", "refs/tags/v*", "ref", False),
        ("refs/tags/V1", "refs/tags/v*", "ref", False),
        ("https://github.com/ACME/x", "https://github.com/acme/x.git", "repository", True),
        ("https://github.com/acme/xy", "https://github.com/acme/x", "repository", False),
        ("a[b]", "a[b]", "ref", True),
        ("ab", "a[b]", "ref", False),
        ("ab", "a?", "ref", False),
    ],
)
def test_only_a_star_is_a_pattern(value: str, pattern: str, name: str, expected: bool) -> None:
    assert matches(value, pattern, name) is expected


FIELD_VALUES = {
    "repository": "https://github.com/acme/example",
    "repository_id": "1001",
    "owner_id": "2002",
    "workflow": ".github/workflows/release.yml",
    "ref": "refs/tags/v*",
    "trigger": "push",
    "signer": "https://github.com/acme/example/.github/workflows/release.yml",
    "runner": "github-hosted",
    "environment": "pypi",
}


@pytest.mark.parametrize("field", FIELD_VALUES)
def test_what_a_policy_expects_has_to_be_so(field: str) -> None:
    rule = field.replace("_", "-")
    claimed = signed(environment="pypi")
    table = {"match": "example", field: FIELD_VALUES[field]}
    right = read_terms({"project": [table]})
    wrong = read_terms({"project": [{**table, field: "something else"}]})
    assert said(replace(claimed, expected=right.expected("example")), rule) is True
    assert said(replace(claimed, expected=wrong.expected("example")), rule) is False
    assert right.expected("Another") == ()
    nobody = Case(name="x", project="example", expected=right.expected("example"))
    assert said(nobody, rule) is None


def test_what_is_expected_and_not_claimed_does_not_match() -> None:
    expected = Expected(by="the policy", environment="pypi")
    assert said(replace(CASE, expected=(expected,)), "environment") is False


@pytest.mark.parametrize(
    ("require", "holds"),
    [
        ("verified", True),
        ("commit", False),
        ({"all_of": ["verified", "one-publisher"]}, True),
        ({"all_of": ["verified", "commit"]}, False),
        ({"any_of": ["commit", "verified"]}, True),
        ({"any_of": ["commit", "tag"]}, False),
        ({"all_of": ["verified", {"any_of": ["tag", "one-publisher"]}]}, True),
        ({"any_of": [{"all_of": ["verified", "tag"]}, "commit"]}, False),
    ],
)
def test_requirements_compose_and_what_cannot_tell_does_not_hold(
    require: object, holds: bool
) -> None:
    terms = read_terms({"project": [{"match": "ex*", "require": require}]})
    found = [one for one in identity(CASE, terms).findings if one.rule == "required"]
    assert (found == []) is holds
    assert all(one.weight is Weight.REJECT and one.holds is False for one in found)


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ("use = 7", "identity.use = 7 is none of"),
        ('use = "lax"', "identity.use = 'lax' is none of"),
        ("extra = 1", r"\[identity\] has no extra"),
        ('rules = {verified = "ignore"}', "identity.rules.verified = 'ignore' is none of"),
        ('rules = {other = "allow"}', r"\[identity.rules\] has no other"),
        (
            f'rules = {{{", ".join(f"""{rule.id} = "allow" """ for rule in RULES)}}}',
            "checks nothing",
        ),
        ("project = {}", r"write \[\[identity.project\]\]"),
        ('project = [{runner = "x"}]', "needs match"),
        ('project = [{match = "x"}]', "for 'x' checks nothing"),
        ('project = [{match = "x", runner = "*"}]', r"runner = '\*' expects nothing"),
        ('project = [{match = "x", runner = 1}]', "runner = 1 expects nothing"),
        ('project = [{match = "x", keys = ["abcd"]}]', "keys are whole fingerprints"),
        ('project = [{match = "x", cooldown_days = 0}]', "cooldown_days = 0 is no number"),
        ('project = [{match = "x", require = "no"}]', "require: no such rule: no"),
        ('project = [{match = "x", require = {all_of = []}}]', "an empty all_of checks nothing"),
        ('project = [{match = "x", require = {any_of = []}}]', "an empty any_of checks nothing"),
        ('project = [{match = "x", require = {}}]', "one of all_of and any_of"),
        ('project = [{match = "x", require = 7}]', "require is not a table"),
        (
            'project = [{match = "x", require = ' + "{all_of = [" * 20 + "]}" * 20 + "}]",
            "one of all_of and any_of|an empty all_of",
        ),
    ],
)
def test_terms_that_cannot_be_meant_are_an_error(table: str, complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint):
        read_policy(f"[identity]\n{table}\n")


# --- the release ------------------------------------------------------------------------------------


def listed(*siblings: Sibling, **other: str) -> Case:
    return replace(CASE, listed=Listed(siblings=siblings, **other))


def test_files_of_a_release_are_attested_alike() -> None:
    with_it, without = (Sibling(name="x", is_attested=one) for one in (True, False))
    assert said(listed(with_it), "every-file") is True
    assert said(listed(with_it, without), "every-file") is False
    bare = replace(listed(with_it), attestations=())
    assert said(bare, "every-file") is False
    assert BY_ID["every-file"].check(replace(listed(without), attestations=())) is None


@pytest.mark.parametrize(("days", "holds"), [(6, False), (7, True)])
def test_who_wants_to_wait_waits(days: int, holds: bool) -> None:
    wanted = read_terms({"project": [{"match": "example", "cooldown_days": 7}]})
    uploaded = 1_700_000_000.0
    case = replace(
        listed(uploaded="2023-11-14T22:13:20Z"),
        expected=wanted.expected("example"),
        now=uploaded + days * 86_400,
    )
    assert said(case, "cooldown") is holds
    assert said(replace(case, listed=Listed()), "cooldown") is None


@pytest.mark.parametrize("time", ["", "yesterday", "2026-01-01", "2026-13-01T00:00:00Z"])
def test_a_time_that_is_none_tells_nothing(time: str) -> None:
    case = listed(Sibling(name="x", is_attested=True, uploaded=time), uploaded=time)
    assert BY_ID["late-file"].check(case) is None


# --- the lock ---------------------------------------------------------------------------------------

words = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=8).filter(
    lambda text: text.strip("*") != ""
)
expected = st.builds(
    Expected,
    by=st.just(LOCK),
    issuer=words,
    repository=words,
    **{name: st.none() | words for name in FIELDS if name not in {"issuer", "repository"}},
)


@given(st.lists(expected, max_size=3), st.text(max_size=5))
def test_a_lock_that_is_written_is_read_back(publishers: list[Expected], seen: str) -> None:
    known = Locked(
        project="a", seen=seen.encode("utf-8", "ignore").decode(), publishers=tuple(publishers)
    )
    written = write_lock(Lock(projects={"a": known}))
    found = read_lock(written.encode(), DEFAULT).projects["a"]
    assert set(found.publishers) == set(publishers)
    assert found.seen == known.seen
    assert write_lock(Lock(projects={"a": found})) == written


def test_a_lock_over_its_cap_is_not_read() -> None:
    document = b"version = 1\n"
    assert read_lock(document, Limits(identity_lock=len(document))).projects == {}
    with pytest.raises(UsageError, match="larger than"):
        read_lock(document, Limits(identity_lock=len(document) - 1))


@pytest.mark.parametrize(
    ("ref", "shape"),
    [
        ("refs/tags/v1.0", "refs/tags/v*"),
        ("refs/tags/example-1.0-final", "refs/tags/example-*-final"),
        ("refs/tags/release", "refs/tags/*"),
        ("refs/heads/1.0", "refs/heads/1.0"),
    ],
)
def test_the_version_in_a_tag_is_what_differs(ref: str, shape: str) -> None:
    assert publisher(replace(HONEST, ref=ref), "1.0").ref == shape


def test_a_publisher_of_the_lock_is_the_same_next_time() -> None:
    uri = "https://github.com/acme/example/.github/workflows/release.yml@refs/tags/v1.1"
    later = replace(
        HONEST, ref="refs/tags/v1.1", commit="8" * 40, workflow=uri, signer=uri, subject=uri
    )
    known = of_claims("example", "1.0", [[HONEST]])
    assert list(changes(known, {"a": [later]}, "1.1")) == []


def test_words_for_what_changed() -> None:
    known = of_claims("example", "1.0", [[HONEST]])
    nobody = of_claims("example", "1.0", [[]])
    evil = Claims(**certified("evil/x", repository_id="1"))
    found = list(changes(known, {"a": [HONEST], "b": [evil], "c": []}, "1.0"))
    assert {one.word for one in found} == {Word.CHANGED, Word.LOST, Word.SPLIT}
    assert [one.message for one in found if one.word is Word.LOST] == ["the attestation of c"]
    assert [one.word for one in changes(nobody, {"a": [HONEST]}, "1.0")] == [Word.GAINED]
    assert [one.word for one in changes(known, {"a": []}, "1.0")] == [Word.LOST]
    assert list(changes(nobody, {"a": []}, "1.0")) == []


def test_a_release_that_was_attested_in_part_may_be_so_again() -> None:
    known = of_claims("example", "1.0", [[HONEST], []])
    assert known.is_partial
    read = read_lock(write_lock(Lock(projects={"example": known})).encode(), DEFAULT)
    assert read.projects["example"] == known
    assert list(changes(known, {"a": [HONEST], "b": []}, "1.0")) == []
    assert [one.word for one in changes(known, {"a": [], "b": []}, "1.0")] == [Word.LOST]


def test_one_of_several_publishers_is_enough() -> None:
    other = Claims(**certified("acme/wheels", repository_id="1003"))
    known = of_claims("example", "1.0", [[HONEST], [other]]).publishers
    for one in (HONEST, other):
        case = replace(CASE, attestations=(replace(ATTESTED, claims=one),), expected=known)
        assert said(case, "continuity") is True
    mixed = replace(HONEST, repository_id="1003")
    case = replace(CASE, attestations=(replace(ATTESTED, claims=mixed),), expected=known)
    assert said(case, "continuity") is False
    both = of_claims("example", "1.0", [[HONEST], [other]])
    assert list(changes(both, {"a": [HONEST], "b": [other]}, "1.0")) == []


# --- pylock.toml ------------------------------------------------------------------------------------

PYLOCK = b"""\
lock-version = "1.0"
[[packages]]
name = "example"
version = "1.0"
attestation-identities = [{kind = "GitHub", repository = "acme/example", workflow = "release.yml"}]
"""


def test_identities_of_pylock_are_compared() -> None:
    known = read_identities(PYLOCK, DEFAULT).expected("Example")
    assert said(replace(CASE, expected=known), "continuity") is True
    other = signed(repository="https://github.com/evil/example")
    assert said(replace(other, expected=known), "continuity") is False


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (b'"1.0"\n[[', b'"2.0"\n[[', "not a lock file of lock-version 1.0"),
        (b'kind = "GitHub", ', b"", "without its kind"),
        (b'"GitHub"', b'"Forgejo"', "of kind 'Forgejo' cannot be compared"),
        (b'repository = "acme/example", ', b"", "of kind 'GitHub' cannot be compared"),
        (b"[[packages]]", b"[packages]", "packages is no array of tables"),
        (b"[{kind", b"[{kind kind", "not TOML"),
    ],
)
def test_a_pylock_that_cannot_be_meant_is_an_error(old: bytes, new: bytes, complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint):
        read_identities(PYLOCK.replace(old, new), DEFAULT)


def test_a_pylock_whose_list_stands_on_several_lines_is_not_written() -> None:
    document = PYLOCK.replace(b"[{kind", b"[\n{kind")
    lock = Lock(projects={"example": of_claims("example", "1.0", [[HONEST]])})
    with pytest.raises(UsageError, match="several lines"):
        write_identities(document, lock, DEFAULT)
    with pytest.raises(UsageError, match="nothing in it is locked"):
        write_identities(document, Lock(projects={}), DEFAULT)


# --- the release before -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tags", "tag", "version", "expected"),
    [
        (("v0.9", "v0.10", "v1.0", "v1.1"), "v1.0", "1.0", "v0.10"),
        (("v0.9", "v0.10rc1", "v1.0"), "v1.0", "1.0", "v0.9"),
        (("0.9", "other-0.9", "v1.0"), "v1.0", "1.0", None),
        (("a-0.9-final", "a-0.8", "a-1.0-final"), "a-1.0-final", "1.0", "a-0.9-final"),
        (("v0.9", "release"), "release", "1.0", None),
        (("v0.9", "vnext"), "vnext", "next", None),
        (("v1.0",), "v1.0", "1.0", None),
    ],
)
def test_the_tag_before_is_named_alike(
    tags: tuple[str, ...], tag: str, version: str, expected: str | None
) -> None:
    assert tag_before(tags, tag, version) == expected


def test_what_changed_is_counted_and_the_first_new_line_shown() -> None:
    assert changed(b"on: push\n", b"on: push\n") == ""
    assert changed(b"a\nb\n", b"a\nc\nd\n") == "lines: 2 added, 1 taken away, first '+c'"
    assert changed(b"a\nb\n", b"a\n") == "lines: 0 added, 1 taken away, first '-b'"
    assert changed(b"a\n", b"a").startswith("lines: 0 added")
    assert len(changed(b"", b"x" * 10_000)) < 300


@pytest.mark.parametrize(
    ("ref", "holds"),
    [
        ("refs/tags/v1.0", True),
        ("refs/tags/example-1.0", True),
        ("refs/tags/v2.0", False),
        ("refs/tags/nightly", None),
    ],
)
def test_a_tag_that_names_no_version_tells_nothing(ref: str, holds: bool | None) -> None:
    assert said(signed(ref=ref), "version") is holds
