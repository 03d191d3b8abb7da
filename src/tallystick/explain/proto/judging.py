"""What protoc and its plugins write for a ``.proto`` beside the module itself: judged, not made again."""

from __future__ import annotations

import ast
from collections.abc import Callable

from msgspec import Struct

from tallystick.explain.context import Context
from tallystick.explain.places import own_bytes
from tallystick.explain.proto.source import NotKnown
from tallystick.explain.proto.tree import File
from tallystick.explain.protobuf_module import proto_file, protos
from tallystick.model import Difference, Explanation, Grade
from tallystick.project.bounded import Malformed, python


class Judge(Struct, frozen=True, kw_only=True):
    """How one kind of file is judged.

    Attributes:
        explainer: id of who judges.
        claim: what such a file is, with ``{path}`` for the source's ``.proto``.
        evidence: likewise, what holds where no problem is found; it proves less than the file.
        problem: the first thing that the generator does not write for that ``.proto``; None if there is none.
    """

    explainer: str
    claim: str
    evidence: str
    problem: Callable[[ast.Module, File], str | None]

    def explain(self, difference: Difference, context: Context) -> Explanation | None:
        """What is known of a file named as the generator does; None without a ``.proto`` of that name."""
        content = own_bytes(difference, context)
        if content is None:
            return None
        path = next(protos(difference.path, difference, context), None)
        if path is None:
            return None
        problem: str | None
        try:
            problem = self.problem(python(content, context.limits), proto_file(path, context))
        except Malformed as error:
            problem = str(error)
        except NotKnown as error:
            return self._explanation(Grade.UNEXPLAINED, path, f"{path} cannot be read: {error}")
        if problem is not None:
            return self._explanation(Grade.CONTRADICTED, path, problem)
        return self._explanation(Grade.UNPROVEN, path, self.evidence.format(path=path))

    def _explanation(self, grade: Grade, path: str, evidence: str) -> Explanation:
        return Explanation(
            grade=grade,
            explainer=self.explainer,
            claim=self.claim.format(path=path),
            evidence=evidence,
            source_path=path,
        )
