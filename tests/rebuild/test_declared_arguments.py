"""Arguments that a project's files give to a script: plain words, and nothing that a shell would read."""

from __future__ import annotations

import pytest

from tallystick.rebuild.declared_arguments import plain_words


@pytest.mark.parametrize(
    ("rest", "words"),
    [
        ("--power 3 _powers.py", ("--power", "3", "_powers.py")),
        ("--power=3 out && rm -rf build", ("--power=3", "out")),
        ('"--all", "out.py")', ("--all", "out.py")),
        ("'--all', 'out.py'])  # always", ("--all", "out.py")),
        ("-o out.c; make", ("-o", "out.c")),
        ("--all | tee log", ("--all",)),
    ],
)
def test_plain_words_are_kept_up_to_the_end_of_the_command(
    rest: str, words: tuple[str, ...]
) -> None:
    assert plain_words(rest) == words


@pytest.mark.parametrize(
    "rest",
    [
        "$(OUT)",
        "`id`",
        "--x $HOME/y",
        "> table.py",
        "a{b,c}",
        "*.py",
        "~/x",
        "x\ty\0",
        "'unclosed $x",
        "",
    ],
)
def test_what_a_shell_would_expand_is_no_command_that_is_known(rest: str) -> None:
    assert plain_words(rest) == ()
