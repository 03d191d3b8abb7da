"""A file that CMake's ``install()`` puts into a wheel: the source's bytes at a place that CMake computes.

https://cmake.org/cmake/help/latest/command/install.html (``FILES``, ``PROGRAMS``, ``DIRECTORY``, ``EXPORT``).
Destinations are mostly variables, so that the bytes come from the source is as much as can be said: a
claim, with the ``CMakeLists.txt`` that names the file or its folder. A file that CMake writes itself
(``…Config.cmake``) is a claim by its name, and one that it fills in from a template (``X.in``) by its text.
What scikit-build finds outside of the packages it installs as data, under its path in the source
(``skbuild.setuptools_wrap``, "_classify_manifest").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from tallystick.explain.configure_file import against
from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import build_texts
from tallystick.explain.places import base_name, folder_of, own_bytes
from tallystick.model import Difference, Explanation, Grade
from tallystick.project import join

ID = "cmake-install"

_CALL = re.compile(
    r"(?<!\w)install\s*\(\s*(FILES|PROGRAMS|DIRECTORY|EXPORT)\s([^()]{1,8000})\)", re.IGNORECASE
)
_ADDED = re.compile(r'(?<!\w)add_subdirectory\s*\(\s*"?([^\s"()]{1,500})', re.IGNORECASE)
_COMMENT = re.compile(r"#[^\n]{0,2000}")
_WORD = re.compile(r'"([^"\n]{1,500})"|([^\s"]{1,500})')
_ENDS = frozenset({
    "DESTINATION", "TYPE", "PERMISSIONS", "CONFIGURATIONS", "COMPONENT", "RENAME", "OPTIONAL",
    "FILES_MATCHING", "PATTERN", "REGEX", "USE_SOURCE_PERMISSIONS", "FILE_PERMISSIONS",
    "DIRECTORY_PERMISSIONS", "EXCLUDE_FROM_ALL", "MESSAGE_NEVER",
})  # fmt: skip
"""Keywords behind the files or folders of a call."""

_VARIABLE = re.compile(r"\$\{[\w.]{1,100}\}")
_OWN = (".cmake", ".pc")
"""Endings of what CMake writes for those who build against an installed library."""

_FOR_BUILDERS = {
    "cmake": (".cmake",), "pkgconfig": (".pc",), "include": (".h", ".hh", ".hpp"),
}  # fmt: skip
"""Folders where such files stand, and headers, with their endings."""


class Rule(Struct, frozen=True, kw_only=True):
    """One file or folder that a call names.

    Attributes:
        build_file: where the call stands.
        is_folder: whether all below it is installed.
        named: as it is written there.
    """

    build_file: str
    is_folder: bool
    named: str

    @property
    def tail(self) -> str:
        """The path behind the last variable: ``pybind11`` of ``${include_dir}/pybind11``."""
        return _VARIABLE.split(self.named)[-1].strip("/")


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    content = own_bytes(difference, context)
    if difference.source is not None or content is None:
        return None
    rules = context.once("cmake installs", lambda: tuple(_rules(context)))
    for rule in rules:
        source = _installed(difference, rule, context)
        if source is not None:
            is_here = source in context.source.tree.entries
            said = "the same blob" if is_here else _UNREAD
            evidence = f"{said}; {rule.build_file} installs {rule.named}"
            return _explanation(f"{source}, installed by CMake", evidence, source)
        template = _filled_in(difference, rule, content, context)
        if template is not None:
            evidence = (
                f"its text but for what CMake fills in; {rule.build_file} installs {rule.named}"
            )
            return _explanation(f"{template} filled in, installed by CMake", evidence, template)
    beside = _beside_packages(difference, context)
    if beside is not None:
        placed = _data(difference, context)
        said = "the same blob" if placed in context.source.tree.entries else _UNREAD
        evidence = f"{said}; {beside} uses scikit-build, which installs it there"
        return _explanation("data outside of the packages", evidence, placed)
    written = next((rule for rule in rules if _is_written(difference, rule)), None)
    if written is not None:
        evidence = f"{written.build_file} installs {written.named}"
        return _explanation("written by CMake for those who build against it", evidence, None)
    adding = _adding_unread(context) if _is_for_builders(difference.path) else None
    if adding is None:
        return None
    return _explanation(
        f"installed by the CMake files of {adding[1]}", f"{_UNREAD}; {adding[0]} adds it", None
    )


_UNREAD = "the submodule that has it could not be read"


def _is_for_builders(path: str) -> bool:
    """Whether those who build against an installed library find ``path`` where it stands (GNUInstallDirs)."""
    folders = path.split("/")[:-1]
    return any(
        folder in folders and path.endswith(endings) for folder, endings in _FOR_BUILDERS.items()
    )


def _adding_unread(context: Context) -> tuple[str, str] | None:
    """A CMake file that adds a submodule which could not be read, and the submodule."""
    for path, text in build_texts(context).items() if context.gitlinks else ():
        if not path.endswith((".txt", ".cmake")):
            continue
        for word in _ADDED.findall(_COMMENT.sub("", text)):
            added = join(folder_of(path), _VARIABLE.split(word)[-1].strip("/"))
            if added in context.gitlinks:
                return path, added
    return None


def _explanation(claim: str, evidence: str, source: str | None) -> Explanation:
    return Explanation(
        grade=Grade.UNPROVEN,
        explainer=ID,
        claim=claim,
        evidence=f"{evidence}: rebuild the wheel to prove its place",
        source_path=source,
    )


_DATA = re.compile(r"[^/]+\.data/data/(.+)")
_SKBUILD = re.compile(r"^[ \t]*(?:from|import)[ \t]+skbuild\b", re.MULTILINE)


def _data(difference: Difference, context: Context) -> str | None:
    """Where the source has what the wheel installs as data under the same path."""
    found = _DATA.fullmatch(difference.path)
    return context.project.path(found[1]) if found is not None else None


def _beside_packages(difference: Difference, context: Context) -> str | None:
    """The ``setup.py`` of scikit-build that installs this file as data; no ``.pth``, which Python runs."""
    path, setup = _data(difference, context), context.project.path("setup.py")
    if path is None or path.endswith(".pth") or not _may_be(path, difference, context):
        return None
    return setup if _SKBUILD.search(build_texts(context).get(setup, "")) is not None else None


def _filled_in(difference: Difference, rule: Rule, content: bytes, context: Context) -> str | None:
    """The template of the source whose text the entry has, where ``rule`` installs the file made of it."""
    name = base_name(difference.path)
    if rule.is_folder or base_name(rule.tail) != name or _VARIABLE.match(rule.named) is None:
        return None
    ending = f"/{name}.in"
    for path in sorted(p for p in context.source.tree.entries if f"/{p}".endswith(ending))[
        :MAX_FOLDERS
    ]:
        found = against(path, content, difference, context)
        if found is not None and found.grade is not Grade.CONTRADICTED:
            return path
    return None


def _rules(context: Context) -> Iterator[Rule]:
    for path, text in build_texts(context).items():
        if not path.endswith((".txt", ".cmake")):
            continue
        for kind, arguments in _CALL.findall(_COMMENT.sub("", text)):
            for quoted, plain in _WORD.findall(arguments):
                word = quoted or plain
                if word in _ENDS:
                    break
                if kind.upper() == "EXPORT":  # a file of this name, and one a configuration
                    yield Rule(build_file=path, is_folder=False, named=f"${{binary}}/{word}.cmake")
                    break
                is_folder = kind.upper() == "DIRECTORY"
                yield Rule(build_file=path, is_folder=is_folder, named=word)


def _installed(difference: Difference, rule: Rule, context: Context) -> str | None:
    """The file of the source that ``rule`` would bring here, if it has the very bytes, or cannot be had."""
    if not rule.is_folder:
        if base_name(rule.tail) != base_name(difference.path):
            return None
        found = (path for path in _files(rule, context) if _may_be(path, difference, context))
        return next(found, None)
    if not rule.tail:
        return None
    inside = difference.path.split("/")
    for top in _folders(rule, context):
        for count in range(1, len(inside) + 1):
            path = "/".join([top, *inside[-count:]])
            if _is_same(path, difference, context):
                return path
    return None


def _files(rule: Rule, context: Context) -> tuple[str, ...]:
    """Paths that ``rule`` may mean: behind a variable, those that end so, also in an unread submodule."""
    if _VARIABLE.search(rule.named) is None:
        return (join(folder_of(rule.build_file), rule.tail),)
    ending = f"/{rule.tail}"
    ends = [path for path in context.source.tree.entries if f"/{path}".endswith(ending)]
    return (*sorted(ends), *(gitlink + ending for gitlink in sorted(context.gitlinks)))[
        :MAX_FOLDERS
    ]


def _folders(rule: Rule, context: Context) -> tuple[str, ...]:
    """Folders of the source that ``rule`` may mean: where a variable leads is not known here."""
    if _VARIABLE.search(rule.named) is None:
        return (join(folder_of(rule.build_file), rule.tail),)
    every = context.once(
        "folders of the source",
        lambda: frozenset(folder_of(path)[:-1] for path in context.source.tree.entries),
    )
    ending = f"/{rule.tail}"
    return tuple(sorted(folder for folder in every if f"/{folder}".endswith(ending)))[:MAX_FOLDERS]


MAX_FOLDERS = 20
"""Folders, or files, of one name that are looked at; a source has one or two."""


def _may_be(path: str, difference: Difference, context: Context) -> bool:
    """Whether the entry has the bytes of the source's ``path``, or nobody can say that it has not."""
    is_unread = any(path.startswith(f"{gitlink}/") for gitlink in context.gitlinks)
    return is_unread or _is_same(path, difference, context)


def _is_same(path: str, difference: Difference, context: Context) -> bool:
    held = context.source.tree.entries.get(path)
    return held is not None and not held.is_link and held.blob == difference.entry.blob


def _is_written(difference: Difference, rule: Rule) -> bool:
    """Whether the entry has the name that CMake was given for a file which it writes, or touches empty."""
    name, path = base_name(rule.named), difference.path
    if rule.is_folder or not _VARIABLE.match(rule.named):
        return False
    if not difference.entry.size and name == base_name(path):
        return True
    if not name.endswith(_OWN) or not path.endswith(_OWN):
        return False
    pattern = "[A-Za-z0-9_.-]{1,100}".join(map(re.escape, _VARIABLE.split(name)))
    return re.fullmatch(pattern, base_name(path)) is not None
