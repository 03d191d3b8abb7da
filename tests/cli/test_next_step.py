"""Each error says what to do next: on its one line, in brackets, whatever kind it is."""

from __future__ import annotations

import pytest

from command import Releases, Tally
from tallystick import errors
from tallystick.cli.next_step import NEXT_STEPS, near, with_next_step

KINDS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, errors.TallystickError)
]
"""Those of other modules are special cases of them, or said by the one command that meets them."""


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind is not errors.TallystickError])
def test_every_kind_of_error_has_a_next_step(kind: type[errors.TallystickError]) -> None:
    made = kind("cap", "it is too large") if kind is errors.LimitExceeded else kind("it failed")
    said = with_next_step(made, "audit")
    assert said.endswith(")")
    assert said.startswith(("it failed (", "it is too large ("))
    assert "\n" not in said


def test_special_kinds_come_before_the_general_ones() -> None:
    listed = [kind for kind, _ in NEXT_STEPS]
    for place, kind in enumerate(listed):
        assert not any(issubclass(later, kind) for later in listed[place + 1 :])


def test_a_message_that_says_it_already_is_left_alone() -> None:
    said = "x: there is no store here (tallystick store init makes one)"
    assert with_next_step(errors.StorageError(said), "query") == said


def test_only_near_words_are_offered() -> None:
    assert near("aduit", ["audit", "demo"]) == "; did you mean audit?"
    assert near("xyzzy", ["audit", "demo"]) == ""


@pytest.mark.parametrize(
    ("arguments", "said", "step"),
    [
        (["aduit"], "no such command", "did you mean audit?"),
        (["audit", "x", "--sorce", "y"], "unrecognized", "did you mean --source?"),
        (["audit", "absent.tar.gz"], "no such file", "tallystick audit --help"),
        (["audit", "HONEST", "--source", "REPO", "--ref", "v9"], "there is no v9", "--ref"),
        (["audit", "HONEST", "--source", "REPO", "--subdir", "x"], "no folder x", "--subdir"),
        (["audit", "six==1.17.0", "--offline"], "not in the cache", "name a file"),
        (["custody", "absent"], "no such file or folder", "--source"),
        (["watch"], "a command stands behind --", "tallystick watch --help"),
        (["compare", "HONEST"], "nothing to be compared with", "tallystick compare --help"),
        (["query", "x", "--store", "absent.sqlite"], "no store", "tallystick store init"),
    ],
)
def test_a_command_that_fails_says_what_to_do(
    arguments: list[str], said: str, step: str, tally: Tally, releases: Releases
) -> None:
    names = {"HONEST": str(releases.honest), "REPO": str(releases.repository.path)}
    done = tally(*(names.get(word, word) for word in arguments))
    assert done.failed_saying(said, step)
    assert done.err.endswith(")\n")
