"""A file that a script of the source puts in the place of another: ``cp tools/setup.py.release setup.py``.

The bytes are those of a file of the audited commit, and one line of a build file or script both moves or
copies, and names the file and where it goes. Which of its lines run is for the script to know, so running it
is what would prove it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tallystick.explain.context import Context
from tallystick.explain.egg_info import CHECKS
from tallystick.explain.evidence.build_files import says
from tallystick.explain.evidence.release_scripts import release_texts
from tallystick.explain.evidence.scripts import TESTS, script_texts
from tallystick.explain.metadata.called import is_own_egg_info
from tallystick.explain.places import base_name, folder_of, places
from tallystick.explain.toolchain.published_names import is_expected_to_be_known
from tallystick.explain.toolchain.tarball_kind import TARBALLS
from tallystick.model import ArtifactKind, Difference, Explanation, Grade
from tallystick.project import join

ID = "copied-by-script"

_MOVES = re.compile(
    r"(?:^|[\s\"'(\[;&|])(?:cp|mv|install|ln|copy|move|rename|copy2|copyfile|copytree|copy_file|replace)\b"
)
MAX_SOURCES = 20
"""Places of the source with the same bytes; an empty file has thousands, and claims nothing."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    entry = difference.entry
    if entry.is_link or entry.is_executable:
        return None
    whole = _with_its_folder(difference, context)
    if whole is not None or not entry.size or context.artifact.kind is ArtifactKind.WHEEL:
        return whole
    held = context.once("paths by blob", lambda: _by_blob(context)).get(entry.blob, ())
    below = _from_submodule(difference, held, context) or _into_metadata(difference, held, context)
    if below is not None:
        return below
    if len(held) > MAX_SOURCES:
        return None
    for place in places(difference, context):
        for path in held:
            named = next(_naming(path, place, context), None) if path != place else None
            if named is not None:
                return Explanation(
                    grade=Grade.UNPROVEN,
                    explainer=ID,
                    claim=f"{path} of the source, put here by {named[0]}",
                    evidence=f"the same blob; run `{named[1]}` of {named[0]} to prove it",
                    source_path=path,
                )
    return None


_ALL = re.compile(
    r"\b(?:cp|mv|rsync)\b(?:[ \t]+-[\w-]+)*[ \t]+(?:\./)?([\w./-]{1,200})/\*[ \t]+(?:\./)?([\w./-]{1,200})"
)


def _with_its_folder(difference: Difference, context: Context) -> Explanation | None:
    """A file that a script copies with all of its folder: ``cp fonts-standard/* fonts``."""
    if difference.source is not None:
        return None
    copied = context.once("folders that scripts copy", lambda: tuple(_folders(context)))
    for place in places(difference, context) if copied else ():
        folder, name = folder_of(place).rstrip("/"), base_name(place)
        for script, line, taken, into in copied:
            held = context.source.tree.entries.get(f"{taken}/{name}") if into == folder else None
            if held is not None and not held.is_link and held.blob == difference.entry.blob:
                return Explanation(
                    grade=Grade.UNPROVEN,
                    explainer=ID,
                    claim=f"{taken}/{name} of the source, put here by {script}",
                    evidence=f"the same blob; run `{line}` of {script} to prove it",
                    source_path=f"{taken}/{name}",
                )
    return None


def _folders(context: Context) -> Iterator[tuple[str, str, str, str]]:
    """Each script and line that copies what a folder holds, with that folder and the one it goes to."""
    for script, text in script_texts(context).items():
        for line in text.splitlines() if TESTS.search(script) is None and "/*" in text else ():
            for found in _ALL.finditer(line[:1000]):
                for base in dict.fromkeys((context.project.subdir, folder_of(script).rstrip("/"))):
                    yield script, line.strip()[:200], join(base, found[1]), join(base, found[2])


def _from_submodule(
    difference: Difference, held: tuple[str, ...], context: Context
) -> Explanation | None:
    """A file of a submodule at its gitlink that a script of the source copies: the same bytes and name.

    Scripts do so in loops over lists: ``copy_files paxutils lib pax`` makes ``lib/paxa.c`` of its ``a.c``,
    so what they must name is the submodule, the folder and the prefix. A file that the source has itself is
    not made this way.
    """
    copied = context.once("copied submodules", lambda: _copied_submodules(context))
    for path in held if difference.source is None else ():
        module = next((m for m in copied if path.startswith(f"{m}/")), None)
        text = release_texts(context)[copied[module]] if module is not None else ""
        if module is None or not _is_named_after(difference.path, path, text):
            continue
        folder = base_name(folder_of(difference.path).rstrip("/"))
        named = bool(folder) and says(folder, text)
        if named or not folder:
            return Explanation(
                grade=Grade.UPSTREAM if named else Grade.UNPROVEN,
                explainer=ID,
                claim=f"{base_name(path)} of the submodule {module}",
                evidence=f"the same blob at its commit; {copied[module]} copies files from there"
                + (
                    f" to {folder}"
                    if named
                    else f"; run {copied[module]} to prove that it does here"
                ),
                source_path=path,
            )
    unread = next((module for module in copied if module in context.gitlinks), None)
    if unread is None or difference.source is not None or held:
        return None
    if context.artifact.kind not in TARBALLS or is_expected_to_be_known(difference.path, context):
        return None  # a name that a toolchain upstream has published must be of its bytes
    if not _is_named_as_goal(difference.path, release_texts(context)[copied[unread]]):
        return None
    return Explanation(
        grade=Grade.UNPROVEN,
        explainer=ID,
        claim=f"perhaps of the submodule {unread}, from which {copied[unread]} copies files",
        evidence="that submodule could not be read; have it at hand to prove or refute it",
    )


_COMMAND = re.compile(r"^[ \t]*class[ \t]+\w+\([\w.]*egg_info\)", re.MULTILINE)
_COPY = re.compile(r"\b(?:copy2?|copyfile|copy_file)\s*\(")


def _into_metadata(
    difference: Difference, held: tuple[str, ...], context: Context
) -> Explanation | None:
    """A file that a command of ``setup.py`` copies into ``.egg-info``, where nothing acts on its name."""
    folder, _, name = difference.path.rpartition("/")
    path = context.project.path(name)
    if path not in held or name in ACTED_ON or not is_own_egg_info(folder, context):
        return None
    setup = context.project.path("setup.py")
    text = script_texts(context).get(setup, "")
    if _COMMAND.search(text) is None or _COPY.search(text) is None or not says(name, text):
        return None
    return Explanation(
        grade=Grade.UNPROVEN,
        explainer=ID,
        claim=f"{path} of the source, put here by a command of {setup}",
        evidence=f"the same blob; run egg_info of {setup} to prove it",
        source_path=path,
    )


ACTED_ON = frozenset(
    {"PKG-INFO", "METADATA", "RECORD", "entry_points.txt", "top_level.txt", *CHECKS}
)
"""Names in ``.egg-info`` that setuptools or pkg_resources read."""


def _is_named_as_goal(place: str, script: str) -> bool:
    """Whether ``script`` names the folder of ``place``; at the top, the file."""
    folder = base_name(folder_of(place).rstrip("/"))
    return says(folder or base_name(place), script)


def _is_named_after(place: str, path: str, script: str) -> bool:
    """Whether ``place`` has the name of ``path``, or that behind a prefix that the script names."""
    prefix, found, rest = base_name(place).rpartition(base_name(path))
    return bool(found) and not rest and (not prefix or says(prefix.rstrip("-_"), script))


def _copied_submodules(context: Context) -> Mapping[str, str]:
    """The submodules of the source that one of its scripts names where it copies, each with the script.

    gnulib's files are gnulib-tool's to copy, and are known without it.
    """
    found: dict[str, str] = {}
    scripts = release_texts(context)
    for module in sorted({*context.source.submodules, *context.gitlinks}):
        if base_name(module) == "gnulib":
            continue
        for path, text in scripts.items():
            named = says(module, text) or says(base_name(module), text)
            if named and _COPIES.search(text) is not None:
                found[module] = path
                break
    return found


_COPIES = re.compile(r"^[ \t]*(?:cp|ln|install|rsync|copy_files|symlink_to_dir)\b", re.MULTILINE)


def _by_blob(context: Context) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for path, entry in context.source.tree.entries.items():
        if not (entry.is_link or entry.is_gitlink):
            found.setdefault(entry.blob, []).append(path)
    return {blob: tuple(paths) for blob, paths in found.items()}


def _naming(path: str, place: str, context: Context) -> Iterator[tuple[str, str]]:
    """Scripts, each with the line that names both files; the one that is copied with its folder."""
    folder = path.split("/")[-2:]
    for script, text in script_texts(context).items():
        if TESTS.search(script) is not None or base_name(path) not in text:
            continue
        for line in text.splitlines():
            if (
                _MOVES.search(line)
                and says("/".join(folder), line)
                and _says_again(path, place, line)
            ):
                yield script, line.strip()[:200]


def _says_again(path: str, place: str, line: str) -> bool:
    """Whether ``line`` names ``place`` besides ``path``; ``cp a/x .`` names it by its folder alone."""
    rest = line.replace(path, " ").replace("/".join(path.split("/")[-2:]), " ")
    return says(base_name(place), rest)
