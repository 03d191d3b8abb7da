"""The lists in ``.egg-info``, which setuptools writes into sdists and partly into wheels.

https://setuptools.pypa.io/en/latest/deprecated/python_eggs.html ("Egg metadata") names the files and
their formats. ``PKG-INFO``, ``entry_points.txt`` and ``top_level.txt`` have explainers of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from tallystick.explain.context import Context
from tallystick.explain.core_metadata import field_outcome
from tallystick.explain.metadata.called import is_own_egg_info
from tallystick.explain.metadata.other_generator import PASSED_BY, as_setuptools_reads
from tallystick.explain.metadata.outcome import Outcome, State
from tallystick.model import ArtifactKind, Difference, Explanation, Grade
from tallystick.project import join
from tallystick.project.bounded import NotText, TooLarge, text
from tallystick.project.declare import declare
from tallystick.project.declared import strings
from tallystick.project.declared_setuptools import Computed, keyword_value
from tallystick.project.headers import Headers
from tallystick.project.reading import NotReadable
from tallystick.project.requirement import optional

ID = "egg-info"

Answer = tuple[Grade, str, tuple[str, ...]]
"""A grade, the evidence, and notes."""

_ODD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029]")


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    folder, _, name = difference.path.rpartition("/")
    if difference.entry.is_link or not in_own_metadata(folder, context):
        return None
    claim, check = CHECKS[name]
    try:
        content = text(context.artifact_bytes(difference.path), context.limits)
        odd = _ODD.search(content)
        grade, evidence, notes = (
            (Grade.CONTRADICTED, f"holds the control character {odd.group()!r}", ())
            if odd
            else check(content.replace("\r\n", "\n"), context)
        )
    except (NotText, TooLarge) as error:
        grade, evidence, notes = Grade.UNPROVEN, str(error), ()
    return Explanation(
        grade=grade,
        explainer=ID,
        claim=claim,
        evidence=evidence,
        normalisations=("order of lines not compared",),
        notes=notes,
    )


def in_own_metadata(folder: str, context: Context) -> bool:
    """Whether ``folder`` is the metadata folder of the artifact itself."""
    if context.artifact.kind is ArtifactKind.WHEEL:
        return folder.endswith(".dist-info") and "/" not in folder
    return is_own_egg_info(folder, context)


def _sources(content: str, context: Context) -> Answer:
    """``SOURCES.txt`` also tells a later build which files belong to the packages."""
    # ``package_data`` may lead out of its package: "example/../LICENSE" is a file of the project.
    lines = [
        line if line.startswith("/") else join("", line) for line in content.split("\n") if line
    ]
    outside = [line for line in lines if line.startswith("/") or ".." in line.split("/")]
    far = [line for line in outside if not _is_absolute(line, context)]
    if far:
        return Grade.CONTRADICTED, f"{far[0]} is outside of the project", ()
    if outside:
        evidence = f"{outside[0]} has its place on the machine that packed it, as a script gave it"
        return Grade.UNPROVEN, evidence, ()
    absent = [line for line in lines if line not in context.artifact.tree.entries]
    nowhere = [line for line in absent if not context.project.holds(line)]
    notes = tuple(f"listed, and not in the artifact: {line}" for line in absent[:50])
    if nowhere:
        evidence = f"{len(nowhere)} listed files are neither here nor in the source: {nowhere[0]}"
        return Grade.UNPROVEN, evidence, notes
    if (unlisted := _unlisted(frozenset(lines), context)) is not None:
        return Grade.UNPROVEN, f"it does not list {unlisted}, which is in the artifact", notes
    return Grade.DERIVED, f"each of {len(lines)} lines is a file of the artifact or source", notes


def _unlisted(listed: frozenset[str], context: Context) -> str | None:
    """A file of the sdist that the list lacks: a build that finds no version control packs data by it.

    ``PKG-INFO`` and ``setup.cfg`` are written when the list has been made (``sdist.make_release_tree``).
    """
    if context.artifact.kind is not ArtifactKind.SDIST:
        return None
    for path in context.artifact.tree.entries:
        if (
            path not in listed
            and path not in {"PKG-INFO", "setup.cfg"}
            and ".egg-info/" not in path
        ):
            return path
    return None


def _is_absolute(line: str, context: Context) -> bool:
    """Whether ``line`` is the absolute path of a file of the artifact, below folders of any name."""
    parts = line.split("/")
    tails = ("/".join(parts[at:]) for at in range(2, len(parts)))
    inside = line.startswith("/") and ".." not in parts
    return inside and any(tail in context.artifact.tree.entries for tail in tails)


def _requires(content: str, context: Context) -> Answer:
    """Requirements by extra and marker: ``[extra:marker]`` (``setuptools.command.egg_info``)."""
    groups: dict[str, list[str]] = {"": []}
    section = ""
    for line in filter(None, (line.strip() for line in content.split("\n"))):
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1]
            groups.setdefault(section, [])
        else:
            groups[section].append(line)
    lines, extras = optional(groups)
    fields = {"requires-dist": tuple(lines), "provides-extra": tuple(dict.fromkeys(extras))}
    headers = Headers(fields=fields, body="")
    answer = _as_declared(headers, context)
    other = as_setuptools_reads(context) if answer[0] is Grade.CONTRADICTED else None
    if other is not None and _as_declared(headers, other)[0] is not Grade.CONTRADICTED:
        return Grade.UNPROVEN, PASSED_BY.format(context.project.backend), answer[2]
    return answer


def _as_declared(headers: Headers, context: Context) -> Answer:
    declared = declare(context.project, context.limits)
    outcomes = [field_outcome(name, headers, declared, context) for name in headers.fields]
    return _judged(outcomes, "exactly the requirements that the source declares")


def _judged(outcomes: list[Outcome], proven: str) -> Answer:
    notes = tuple(f"{outcome.field}: {outcome.why}" for outcome in outcomes if outcome.why)
    for state, grade in ((State.FALSE, Grade.CONTRADICTED), (State.UNPROVEN, Grade.UNPROVEN)):
        for outcome in outcomes:
            if outcome.state is state:
                return grade, f"{outcome.field}: {outcome.why}", notes
    return Grade.DERIVED, proven, notes


def _marker(content: str, _context: Context) -> Answer:
    """``zip-safe`` and ``not-zip-safe`` say all that they say by being there."""
    if content.strip("\n"):
        return Grade.CONTRADICTED, "holds more than a line feed", ()
    return Grade.DERIVED, "nothing but a line feed", ()


def _keyword(keyword: str) -> Callable[[str, Context], Answer]:
    """A file whose lines are the values of one keyword of ``setup()``."""

    def check(content: str, context: Context) -> Answer:
        ours = frozenset(filter(None, (line.strip() for line in content.split("\n"))))
        if not ours:
            return Grade.DERIVED, "empty", ()
        try:
            wanted, certain = declared_words(keyword, context)
        except (Computed, NotReadable) as error:
            return Grade.UNPROVEN, str(error), tuple(sorted(ours))
        if ours == wanted:
            return Grade.DERIVED, f"exactly {keyword} as declared", ()
        odd = ", ".join(sorted(ours ^ wanted)[:5])
        grade = Grade.CONTRADICTED if certain else Grade.UNPROVEN
        return grade, f"differs from {keyword} as declared: {odd}", ()

    return check


def declared_words(keyword: str, context: Context) -> tuple[frozenset[str], bool]:
    """The values of ``keyword``, and whether nothing that runs could have changed them.

    Raises:
        Computed, NotReadable: only running ``setup.py`` could tell.
    """
    project = context.project
    listed = strings(project.table("tool", "setuptools").get(keyword.replace("_", "-")))
    if listed:
        return frozenset(listed), True
    found = keyword_value(project, keyword, context.limits)
    if found is None:
        call = project.setup_py
        return frozenset(), call is None or not call.may_set(keyword)
    value, _, certain = found
    given = value.replace(",", "\n").split() if isinstance(value, str) else strings(value)
    return frozenset(given), certain


CHECKS: Mapping[str, tuple[str, Callable[[str, Context], Answer]]] = {
    "SOURCES.txt": ("the files that setuptools put into the sdist", _sources),
    "requires.txt": ("the project's requirements", _requires),
    "dependency_links.txt": ("where else to look for requirements", _keyword("dependency_links")),
    "namespace_packages.txt": ("the namespace packages", _keyword("namespace_packages")),
    "zip-safe": ("a mark that the project may be zipped", _marker),
    "not-zip-safe": ("a mark that the project may not be zipped", _marker),
}
"""The check of each file, with what the file claims to be."""
