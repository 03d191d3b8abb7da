"""What ``.gitattributes`` adds to the fixtures of ``export-subst``: the source asks for it."""

from __future__ import annotations

import pytest

from tallystick.explain import Context
from tallystick.explain.export_subst import explain
from tallystick.limits import DEFAULT
from tallystick.model import Difference, Explanation, Grade
from tallystick.project import layout_of, read_project
from trees import COMMIT, artifact, source, tree


def explained(template: str, expanded: str, *, commit: str | None = COMMIT) -> Explanation | None:
    released = artifact(tree({"example.py": expanded}))
    reviewed = source(tree({"example.py": template}), commit=commit or "")
    project = read_project(reviewed.tree, "", DEFAULT)
    context = Context(
        artifact=released,
        source=reviewed,
        project=project,
        layout=layout_of(released, project),
        limits=DEFAULT,
        attributes=lambda _path, name: name == "export-subst",
    )
    difference = Difference(
        entry=released.tree.entries["example.py"], source=reviewed.tree.entries["example.py"]
    )
    return explain(difference, context)


@pytest.mark.parametrize(
    ("template", "expanded"),
    [
        ('"$Format:%H$"\n', f'"{COMMIT}"\n'),
        ('"$Format:%h$" "$Format:%h$"\n', f'"{COMMIT[:7]}" "{COMMIT[:12]}"\n'),
        ('"$Format:%d$"\n', '" (HEAD -> main, tag: v1.0, origin/main)"\n'),
        ('"$Format:%D$"\n', '"tag: v1.0"\n'),
        ('"$Format:%d$"\n', '""\n'),
        ('"$Format:%ct$"\n', '"1700000000"\n'),
        ('"$Format:%cI$"\n', '"2023-11-14T14:13:20-08:00"\n'),
        ('"$Format:%h %ci$"\n', f'"{COMMIT[:9]} 2023-11-14 22:13:20 +0000"\n'),
        ("ref: $Format:%(describe:tags=true)$\n", "ref: v1.0\n"),
    ],
)
def test_what_git_archive_writes_for_the_commit_is_derived(template: str, expanded: str) -> None:
    explanation = explained(template, expanded)
    assert explanation is not None
    assert explanation.grade is Grade.DERIVED, explanation


@pytest.mark.parametrize(
    ("template", "expanded"),
    [
        ('"$Format:%h$"\n', '"fedcba9"\n'),
        ('"$Format:%d$"\n', '" (tag: v2.0)"\n'),
        ('"$Format:%cI$"\n', '"2023-11-14T22:13:21Z"\n'),
        ('"$Format:%ct$"\n', '"1700000001"\n'),
        ('"$Format:%h %ci$"\n', f'"{COMMIT[:9]}, 2023-11-14 22:13:20 +0000"\n'),
        ('"$Format:%s$"\n', '"" + payload() + ""\n'),
        ("ref: $Format:%(describe)$\n", "ref: v1.0-3-gfedcba9\n"),
    ],
)
def test_what_the_commit_does_not_give_is_contradicted(template: str, expanded: str) -> None:
    explanation = explained(template, expanded)
    assert explanation is not None
    assert explanation.grade is Grade.CONTRADICTED, explanation


@pytest.mark.parametrize("commit", [COMMIT, ""])
def test_a_subject_line_is_not_known_here(commit: str) -> None:
    explanation = explained('"$Format:%s$"\n', '"Fix things"\n', commit=commit)
    assert explanation is not None
    assert explanation.grade is Grade.UNPROVEN


@pytest.mark.parametrize("names", ["curl x", "a, b, c, d", "x" * 61])
def test_names_that_may_be_no_branches_are_not_known_here(names: str) -> None:
    explanation = explained('"$Format:%D$"\n', f'"HEAD -> main, tag: v1.0, {names}"\n')
    assert explanation is not None
    assert explanation.grade is Grade.UNPROVEN, explanation


def test_text_around_the_placeholders_is_not_this_explainer_s_business() -> None:
    assert explained('"$Format:%H$"\na\n', f'"{COMMIT}"\nb\n') is None
