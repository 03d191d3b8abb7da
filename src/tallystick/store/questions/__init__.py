"""Questions with a name (``tallystick query``): one list, each with its heading in ``docs/store.md``."""

from __future__ import annotations

from typing import Final

from tallystick.store.questions import blobs, overview, publishers, residue
from tallystick.store.questions.question import Question, Row

__all__ = ["QUESTIONS", "Question", "Row"]

QUESTIONS: Final[tuple[Question, ...]] = (
    Question(
        id="most-residue",
        title="the artifacts with most files that nothing accounts for",
        ask=residue.most_residue,
    ),
    Question(
        id="new-residue",
        title="kinds of residue that the last release has and the one before had not",
        argument="PROJECT",
        ask=residue.new_residue,
    ),
    Question(
        id="unasked-residue",
        title="residue that runs unasked (install, startup, build), newest first",
        ask=residue.unasked_residue,
    ),
    Question(
        id="publisher-changes",
        title="releases that another published than the release before, or nobody says who",
        argument="PROJECT",
        ask=publishers.publisher_changes,
    ),
    Question(
        id="published-by",
        title="what somebody published: a repository, a subject, an index's words",
        argument="WHO",
        is_needed=True,
        ask=publishers.published_by,
    ),
    Question(
        id="shared-residue",
        title="blobs in the residue of several projects that have no source in common",
        ask=blobs.shared_residue,
    ),
    Question(
        id="holders",
        title="the artifacts that hold some bytes",
        argument="DIGEST",
        is_needed=True,
        ask=blobs.holding,
    ),
    Question(
        id="named",
        title="the artifacts that hold a file of some name",
        argument="NAME",
        is_needed=True,
        ask=blobs.named,
    ),
    Question(
        id="from-commit",
        title="the artifacts whose source is some commit, or has it since the release before",
        argument="COMMIT",
        is_needed=True,
        ask=blobs.from_commit,
    ),
    Question(
        id="replaced",
        title="file names under which several files were published",
        ask=overview.replaced,
    ),
    Question(
        id="verdict-changes",
        title="artifacts whose ledgers do not agree on the verdict",
        ask=overview.verdict_changes,
    ),
    Question(
        id="unreviewed",
        title="the artifacts with most commits that nobody but their author saw",
        ask=overview.unreviewed,
    ),
    Question(id="skips", title="what could not be checked, and how often", ask=overview.skips),
    Question(id="rules", title="what the rules found, and how often", ask=overview.rules),
)
