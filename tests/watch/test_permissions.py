"""Permissions written down and read back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tallystick.limits import DEFAULT
from tallystick.watch.permissions import SECTIONS, Permissions, as_toml, read_permissions

names = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
permissions = st.fixed_dictionaries(
    {
        section: st.dictionaries(names, st.frozensets(names, min_size=1), max_size=3)
        for section in SECTIONS
    }
).map(lambda sections: Permissions(sections=sections))


@given(given_=permissions)
def test_what_is_written_is_what_is_read(given_: Permissions) -> None:
    assert read_permissions(as_toml(given_).encode(), DEFAULT) == given_


@given(one=permissions, other=permissions)
def test_nothing_is_beyond_itself_and_everything_is_beyond_nothing(
    one: Permissions, other: Permissions
) -> None:
    assert not list(one.beyond(one))
    nothing = Permissions(sections={})
    assert len(list(one.beyond(nothing))) == sum(map(len, one.sections.values()))
    both = Permissions(
        sections={
            section: {
                key: one.sections[section].get(key, frozenset())
                | other.sections[section].get(key, frozenset())
                for key in {*one.sections[section], *other.sections[section]}
            }
            for section in SECTIONS
        }
    )
    assert not list(one.beyond(both))
