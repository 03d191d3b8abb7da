"""The fenced blocks of the documentation, and what their info strings say of running them."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[2]
RUN = ("sh", "console")

PAGES = tuple(
    str(path.relative_to(ROOT))
    for path in (
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        ROOT / "SECURITY.md",
        *sorted((ROOT / "docs").rglob("*.md")),
    )
    if path.parent.name != "adr"
    and path.name not in {"cli.md", "rules.md", "schema.md", "checks.md"}
)
"""Every page that a person wrote and that is not a decision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A fenced block.

    Attributes:
        page: the page, from the root of the repository.
        line: where it begins, from 1.
        language: the first word of its info string; "" where there is none.
        said: the other words.
        text: what is in it.
    """

    page: str
    line: int
    language: str
    said: tuple[str, ...]
    text: str

    @property
    def codes(self) -> frozenset[int]:
        """The exit codes that ``exit=1,3`` allows."""
        listed = [word.removeprefix("exit=") for word in self.said if word.startswith("exit=")]
        return frozenset(int(code) for codes in listed for code in codes.split(","))

    @property
    def is_online(self) -> bool:
        """Whether it needs the package index."""
        return "online" in self.said

    @property
    def is_stopped(self) -> bool:
        """Whether each command runs until a signal comes."""
        return "until-stopped" in self.said

    @property
    def not_run(self) -> str | None:
        """Why it is not run; None where it is."""
        return next(
            (w.removeprefix("not-run=") for w in self.said if w.startswith("not-run=")), None
        )

    @property
    def place(self) -> str:
        """Which checkout it is run in (``in=python``): the page's own, if it says nothing."""
        return next((w.removeprefix("in=") for w in self.said if w.startswith("in=")), "example")

    @property
    def commands(self) -> str:
        """What a shell runs: of a session only what stands behind the prompts."""
        if self.language != "console":
            return self.text
        rows = re.findall(r"^(?:\$|>) (.*)$", self.text, re.MULTILINE)
        return "\n".join(rows) + "\n"

    @property
    def shown(self) -> list[str]:
        """The output that a session shows."""
        rows = self.text.splitlines() if self.language == "console" else []
        return [row for row in rows if not row.startswith(("$ ", "> "))]


def blocks(page: str) -> list[Block]:
    """The blocks of ``page``, in order."""
    text = (ROOT / page).read_text(encoding="utf-8")
    found = []
    for token in MarkdownIt().parse(text):
        if token.type == "fence":
            language, *said = shlex.split(token.info) or [""]
            found.append(
                Block(
                    page=page,
                    line=(token.map or [0])[0] + 1,
                    language=language,
                    said=tuple(said),
                    text=token.content,
                )
            )
    return found
