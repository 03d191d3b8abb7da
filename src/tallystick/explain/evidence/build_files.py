"""The texts of the source's build files: what a claim about a generated file must be named in.

Naming is the source's half of a two-sided claim. It is a search for a word, not an understanding
of the build, so it never proves: it only keeps a claim from being nobody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.explain.context import Context
from tallystick.explain.places import base_name, folder_of
from tallystick.project.bounded import Malformed, json_object

MAX_FILES = 600
"""Build files read for one source: scipy, the largest build in the corpus's kind, has about 200."""

MAX_BYTES = 1_000_000
"""Bytes of one build file; those that people write stay under 200 kB."""

_NAMES = {
    "setup.py", "setup.cfg", "pyproject.toml", "meson.build", "CMakeLists.txt", "Cargo.toml",
    "build.rs", "build.py", "Makefile", "GNUmakefile", "makefile", "SConstruct", "SConscript",
    "package.json", "BUILD.bazel", "BUILD", "MANIFEST.in", "Justfile", "noxfile.py", "tasks.py", "wscript",
}  # fmt: skip
_NAMED_LIKE = re.compile(
    r"(?:setup|build|make|hatch|compile|cython|cffi|ffi|mypyc|pdm)\w*\.py$|\w*(?:build|ext|cffi|setup)\.py$"
    r"|.*\.(?:cmake|mk|gyp|bzl)$|(?:webpack|vite|rollup|esbuild|rspack)[\w.-]*\.[cm]?[jt]s$"
)
_IMPORT = re.compile(r"^[ \t]*(?:from|import)[ \t]+([A-Za-z_][\w.]*)", re.MULTILINE)

_EXECUTED = re.compile(
    r"\b(?:exec|execfile|run_path)\b[^\n]{0,200}?[\"']([\w-][\w./-]{0,200}\.py)[\"']"
)


def build_texts(context: Context) -> Mapping[str, str]:
    """The text of every build file of the source, by path, shallow ones first; undecodable bytes replaced."""
    return context.once("build_texts", lambda: _read(context))


def _read(context: Context) -> Mapping[str, str]:
    paths = [path for path in context.source.tree.entries if _is_build_file(path)]
    paths.sort(key=lambda path: (path.count("/"), path))
    found = texts(paths[:MAX_FILES], context)
    return {**found, **texts(_imported(found, context)[:MAX_FILES], context)}


def _imported(found: Mapping[str, str], context: Context) -> list[str]:
    """Modules beside a ``setup.py`` that it imports, and scripts that it executes: parts of it."""
    beside = [
        folder_of(path) + name
        for path, text in found.items()
        if base_name(path) == "setup.py"
        for name in dict.fromkeys(_EXECUTED.findall(text))
    ]
    beside += [
        folder_of(path) + name.replace(".", "/") + ".py"
        for path, text in found.items()
        if base_name(path) == "setup.py"
        for name in dict.fromkeys(_IMPORT.findall(text))
    ]
    return [path for path in beside if path not in found and context.source_has(path)]


def texts(wanted: list[str], context: Context) -> dict[str, str]:
    """The files at ``wanted`` that can be had and are not too large; undecodable bytes replaced."""
    return {
        path: content.decode("utf-8", "replace")
        for path, content in contents(wanted, context)
        if len(content) <= MAX_BYTES
    }


def contents(wanted: list[str], context: Context) -> Iterator[tuple[str, bytes]]:
    """Each file of the source at ``wanted`` that can be had, one after the other; no links."""
    context.source.tree.reader.prefetch(frozenset(wanted))
    for path in wanted:
        entry = context.source.tree.entries[path]
        if entry.is_link or entry.is_gitlink:
            continue
        with suppress(ContentUnavailable, LimitExceeded):
            yield path, context.source.tree.read(path)


def package_manifests(context: Context) -> Mapping[str, Mapping[str, object]]:
    """Each ``package.json`` among the build files, by path, as far as it can be read."""
    return context.once("package_manifests", lambda: dict(_manifests(context)))


def _manifests(context: Context) -> Iterator[tuple[str, Mapping[str, object]]]:
    for path, text in build_texts(context).items():
        if base_name(path) == "package.json":
            with suppress(Malformed):
                yield path, json_object(text.encode(), context.limits)


def _is_build_file(path: str) -> bool:
    name = base_name(path)
    return name in _NAMES or _NAMED_LIKE.match(name) is not None


def naming(word: str, context: Context) -> str | None:
    """The build file that names ``word``, not as a part of a longer word; None if none does."""
    for path, text in build_texts(context).items():
        if says(word, text):
            return path
    return None


def says(word: str, text: str) -> bool:
    """Whether ``text`` holds ``word`` with no letter, digit or underscore on either side."""
    if word not in text:
        return False
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None
