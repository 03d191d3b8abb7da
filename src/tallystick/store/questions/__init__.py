"""Questions with a name (``tallystick query``): one list, each with its heading in ``docs/store.md``."""

from __future__ import annotations

from typing import Final

from tallystick.store.questions import blobs, overview, publishers, residue
from tallystick.store.questions.question import Ask, Question, Row

__all__ = ["QUESTIONS", "Question", "Row"]


def _question(words: str, ask: Ask, title: str) -> Question:
    """One as ``docs/store.md`` heads it: its id, and the word that it takes, in brackets if it needs none."""
    name, _, argument = words.partition(" ")
    return Question(
        id=name,
        title=title,
        ask=ask,
        argument=argument.strip("[]"),
        is_needed=bool(argument) and not argument.startswith("["),
    )


QUESTIONS: Final[tuple[Question, ...]] = tuple(
    _question(words, ask, title)
    for words, ask, title in (
        (
            "most-residue",
            residue.most_residue,
            "the artifacts with most files that nothing accounts for",
        ),
        (
            "new-residue [PROJECT]",
            residue.new_residue,
            "kinds of residue that the last release has and the one before had not",
        ),
        (
            "unasked-residue",
            residue.unasked_residue,
            "residue that runs unasked (install, startup, build), newest first",
        ),
        (
            "publisher-changes [PROJECT]",
            publishers.publisher_changes,
            "releases that another published than the release before, or nobody says who",
        ),
        (
            "published-by WHO",
            publishers.published_by,
            "what somebody published: a repository, a subject, an index's words",
        ),
        (
            "shared-residue",
            blobs.shared_residue,
            "blobs in the residue of several projects that have no source in common",
        ),
        ("holders DIGEST", blobs.holding, "the artifacts that hold some bytes"),
        ("named NAME", blobs.named, "the artifacts that hold a file of some name"),
        (
            "from-commit COMMIT",
            blobs.from_commit,
            "the artifacts whose source is some commit, or has it since the release before",
        ),
        ("replaced", overview.replaced, "file names under which several files were published"),
        (
            "verdict-changes",
            overview.verdict_changes,
            "artifacts whose ledgers do not agree on the verdict",
        ),
        (
            "unreviewed",
            overview.unreviewed,
            "the artifacts with most commits that nobody but their author saw",
        ),
        ("skips", overview.skips, "what could not be checked, and how often"),
        ("rules", overview.rules, "what the rules found, and how often"),
    )
)
