"""A file that a makefile of the source makes: the target of an explicit rule, and ignored by git.

Both halves must be the source's: the makefile names the very path (POSIX make, "Target Rules"), and
``.gitignore`` says that it is not committed. Running make is what would prove it.
"""

from __future__ import annotations

import re

from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import build_texts
from tallystick.explain.evidence.git_ignored import is_git_ignored
from tallystick.explain.places import base_name, folder_of, own_bytes, places
from tallystick.model import Difference, Explanation, Grade
from tallystick.project import join

ID = "make-target"

MAKEFILES = frozenset({"Makefile", "GNUmakefile", "makefile"})

_RULE = re.compile(r"^([^\s#:=%$\\.][^#:=%$\\\n]{0,500}):(?![:=])", re.MULTILINE)
"""The targets of an explicit rule: no pattern, no variable, no special target, no assignment."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    if difference.source is not None or own_bytes(difference, context) is None:
        return None
    targets = context.once("make targets", lambda: _targets(context))
    for path in places(difference, context):
        makefile = targets.get(path)
        if makefile is not None and is_git_ignored(path, context):
            target = path.removeprefix(folder_of(makefile))
            return Explanation(
                grade=Grade.UNPROVEN,
                explainer=ID,
                claim=f"made by the rule for {target} in {makefile}, and ignored by git",
                evidence=f"run `make {target}` in {folder_of(makefile) or '.'} to prove it",
                source_path=makefile,
            )
    return None


def _targets(context: Context) -> dict[str, str]:
    """Literal targets of the source's makefiles, as paths of its tree, with the makefile of each."""
    found: dict[str, str] = {}
    for path, text in build_texts(context).items():
        if base_name(path) not in MAKEFILES:
            continue
        for rule in _RULE.finditer(text):
            for target in rule[1].split():
                found.setdefault(join(folder_of(path), target), path)
    return found
