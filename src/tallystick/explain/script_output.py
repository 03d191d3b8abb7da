"""A file into which a bootstrap script of the source writes one line.

``echo "…" > path`` (POSIX, "Redirecting Output") in ``autogen.sh`` or what else it is called, a path that
git ignores, and a text that is the script's but for the values of variables. Running the script is what
would prove it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tallystick.explain.context import Context
from tallystick.explain.evidence.git_ignored import is_git_ignored
from tallystick.explain.places import base_name, folder_of, own_bytes, places, source_file
from tallystick.model import Difference, Explanation, Grade
from tallystick.project import join

ID = "script-output"

_SCRIPTS = frozenset({
    "autogen.sh", "autogen", "bootstrap", "bootstrap.sh", "buildconf", "buildconf.sh",
})  # fmt: skip
_WRITES = re.compile(
    r"""^[ \t]*echo[ \t]+(?:"([^"`\\\n]+)"|'([^'\\\n]+)')[ \t]*(?:\\\n[ \t]*)?>[ \t]*([\w./+-]+)[ \t]*$""",
    re.MULTILINE,
)
_VARIABLE = re.compile(r"\$(\w+|\{\w+\})")
_VALUE = r"[\w .,:+/-]{0,200}"
"""What a variable may hold here: words and versions, nothing that could end a string or begin a call."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    written = context.once("written by scripts", lambda: _written(context))
    for place in places(difference, context):
        if place not in written or not is_git_ignored(place, context):
            continue
        content = own_bytes(difference, context) if difference.source is None else None
        if content is None:
            return None
        script, lines = written[place]
        text = content.decode("utf-8", "replace")
        fits = any(line.fullmatch(text) is not None for line in lines)
        return Explanation(
            grade=Grade.UNPROVEN if fits else Grade.CONTRADICTED,
            explainer=ID,
            claim=f"written by {script}",
            evidence=f"the line that {script} writes, with values for its variables; run it to prove them"
            if fits
            else f"{script} writes another text into it",
            source_path=script,
        )
    return None


def _written(context: Context) -> Mapping[str, tuple[str, list[re.Pattern[str]]]]:
    """The paths that scripts write to, with the script and a pattern for each line."""
    found: dict[str, tuple[str, list[re.Pattern[str]]]] = {}
    for path in context.source.tree.entries:
        resolved = source_file(path, context) if base_name(path) in _SCRIPTS else None
        if resolved is None:
            continue
        text = context.source_bytes(resolved)[: context.limits.syntax].decode("utf-8", "replace")
        lines = _WRITES.findall(text)
        for expanded, plain, target in lines:
            if text.count(target) != sum(line[2] == target for line in lines):
                continue  # it does more with the file than these lines
            pattern = _pattern(expanded) if expanded else re.compile(re.escape(plain) + "\n")
            if pattern is not None:
                place = join(folder_of(path), target)
                found.setdefault(place, (path, []))[1].append(pattern)
    return found


def _pattern(template: str) -> re.Pattern[str] | None:
    """What ``echo "template"`` can write; None where the shell would do more than fill in variables."""
    literal = _VARIABLE.split(template)[::2]
    if any("$" in part for part in literal):
        return None
    return re.compile(_VALUE.join(map(re.escape, literal)) + "\n")
