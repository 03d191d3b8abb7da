"""The list of a survey, read."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.errors import UsageError
from tallystick.survey import Asked, read_list


def test_a_line_names_a_release_and_what_is_known_of_it() -> None:
    text = """
    # the most used ones
    requests==2.32.4
    pkg:npm/%40babel/core@7.27.1   needs=sandbox,python3.12  # a comment
    'a b/x-1.0.tar.gz' source=/srv/x.git ref=v1.0 subdir=python
    https://example.org/x-1.0.tar.gz#sha256=00
    {"target": "y==1", "source": "/srv/y.git", "needs": ["arm64"]}
    """
    assert list(read_list(text)) == [
        Asked(name="requests==2.32.4", target="requests==2.32.4"),
        Asked(
            name="pkg:npm/%40babel/core@7.27.1",
            target="pkg:npm/%40babel/core@7.27.1",
            needs=frozenset({"sandbox", "python3.12"}),
        ),
        Asked(
            name="a b/x-1.0.tar.gz",
            target="a b/x-1.0.tar.gz",
            source="/srv/x.git",
            ref="v1.0",
            subdir="python",
        ),
        Asked(
            name="https://example.org/x-1.0.tar.gz#sha256=00",
            target="https://example.org/x-1.0.tar.gz#sha256=00",
        ),
        Asked(name="y==1", target="y==1", source="/srv/y.git", needs=frozenset({"arm64"})),
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("x==1 sourc=/srv/x.git", "'sourc' is not understood"),
        ("x==1 source=", "an empty value"),
        ("x==1 ref=a ref=b", "once each"),
        ("x==1 v1", "after the target come"),
        ("x==1 'open", "cannot be read"),
        ("x==1 needs=$(id)", "needs="),
        ('{"source": "/srv/x.git"}', "names no target"),
        ('{"target": "x", "subdir": 1}', "not understood"),
        ("{", "no JSON object"),
        ("x" * 20_000, "more than"),
    ],
)
def test_a_line_that_cannot_be_meant_is_refused_with_its_number(line: str, said: str) -> None:
    with pytest.raises(UsageError, match=r"line 2: .*" + said.replace("(", r"\(")):
        list(read_list(f"a==1\n{line}\n"))


@given(st.text(max_size=200))
def test_any_text_is_a_list_or_refused(text: str) -> None:
    with suppress(UsageError):
        assert all(one.target for one in read_list(text))
