"""One call of a tool in a folder of the source; what it wrote, or what is said if it did not end well."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from msgspec import Struct

from tallystick.rebuild.building import SOURCE, products
from tallystick.rebuild.regenerator import How, Made, NotMade, Subject
from tallystick.rebuild.running import failure, is_final, log_tail
from tallystick.sandbox import Command, Outcome
from tallystick.sandbox.command import TREE


class Call(Struct, frozen=True, kw_only=True):
    """The words, and the folder of the source in which they are said."""

    argv: tuple[str, ...]
    folder: str = ""

    @property
    def said(self) -> str:
        """As a person would run it, who is not inside."""
        words = " ".join(self.argv).replace(f"{TREE}/", "")
        return words + (f" in {self.folder}" if self.folder else "")

    def command(self, subject: Subject, search_path: str | None = None) -> Command:
        """For the sandbox; ``search_path`` is the ``PATH`` inside, the sandbox's own if None."""
        return Command(
            argv=self.argv,
            cwd=posixpath.join(SOURCE, self.folder) if self.folder else SOURCE,
            clock=subject.clock,
            environment={"PATH": search_path} if search_path is not None else {},
        )


def written(
    call: Call, outcome: Outcome, left: tuple[str, ...], tool: str, claim: str | None = None
) -> Iterator[Made | NotMade]:
    """What ``call`` wrote of the files ``left`` open; ``tool`` with its version."""
    if not outcome.succeeded:
        yield not_made(outcome, left, call.said)
        return
    for path, product in products(outcome, SOURCE, left).items():
        yield Made(
            path=path,
            content=product.content,
            mode=product.mode,
            how=How(command=call.said, tools=(tool,)),
            claim=claim,
        )


def not_made(outcome: Outcome, paths: tuple[str, ...], said: str) -> NotMade:
    """What comes of a run that failed: none of ``paths``, why, and the end of its log."""
    return NotMade(
        paths=paths,
        reason=f"{said}: {failure(outcome)}",
        log=log_tail(outcome.output),
        is_final=is_final(outcome),
    )
