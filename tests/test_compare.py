"""The same release from several origins: who agrees, and who stands alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tallystick.compare import compare
from tallystick.model import MODE_EXECUTABLE, MODE_SYMLINK
from trees import tree


def test_origins_that_agree_everywhere_do_not_diverge() -> None:
    result = compare({"a": tree({"x": "1", "y": "2"}), "b": tree({"y": "2", "x": "1"})})
    assert (result.origins, result.agreeing, result.divergences) == (("a", "b"), 2, ())


def test_one_of_three_stands_alone_with_other_content() -> None:
    same, other = tree({"x": "1"}), tree({"x": "2"})
    (divergence,) = compare({"a": same, "b": other, "c": same}).divergences
    assert (divergence.path, divergence.alone, divergence.absent) == ("x", ("b",), ())
    assert divergence.versions["a"] == divergence.versions["c"] != divergence.versions["b"]


def test_one_of_three_stands_alone_with_a_file_more_or_less() -> None:
    with_it, without = tree({"x": "1"}), tree({})
    (more,) = compare({"a": with_it, "b": without, "c": without}).divergences
    assert (more.alone, more.absent) == (("a",), ("b", "c"))
    (less,) = compare({"a": with_it, "b": with_it, "c": without}).divergences
    assert (less.alone, less.absent) == (("c",), ("c",))


def test_of_two_that_differ_nobody_stands_alone() -> None:
    (divergence,) = compare({"a": tree({"x": "1"}), "b": tree({"x": "2"})}).divergences
    assert divergence.alone == ()


def test_bits_and_links_are_content() -> None:
    plain = tree({"x": "1"})
    for mode in (MODE_EXECUTABLE, MODE_SYMLINK):
        other = tree({"x": "1"}, modes={"x": mode})
        assert compare({"a": plain, "b": other}).divergences


def test_what_somebody_stands_alone_on_comes_first() -> None:
    a = tree({"a": "1", "z": "1"})
    b = tree({"a": "2", "z": "1"})
    c = tree({"a": "3", "z": "2"})
    assert [d.path for d in compare({"a": a, "b": b, "c": c}).divergences] == ["z", "a"]


contents = st.dictionaries(st.sampled_from("abc"), st.sampled_from("xy"), max_size=3).map(tree)


@given(st.lists(contents, min_size=2, max_size=4))
def test_every_path_agrees_or_diverges(trees: list[object]) -> None:
    origins = {str(number): made for number, made in enumerate(trees)}
    result = compare(origins)  # type: ignore[arg-type] # hypothesis loses the type of tree()
    paths = {path for made in origins.values() for path in made.entries}  # type: ignore[attr-defined]
    assert result.agreeing + len(result.divergences) == len(paths)
    for divergence in result.divergences:
        assert set(divergence.versions) | set(divergence.absent) == set(origins)
        assert not set(divergence.versions) & set(divergence.absent)
        assert len(set(divergence.versions.values())) > 1 or divergence.absent
