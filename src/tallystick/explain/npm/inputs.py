"""What the source has that an output of an npm build could be made from.

A claim needs an input, so that a file that nobody builds stays unexplained. It is found by name alone
and proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tallystick.errors import LimitExceeded
from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import build_texts, says, texts
from tallystick.explain.places import base_name
from tallystick.model import Difference
from tallystick.project import join, table
from tallystick.project.npm import named_files

_SOURCE = re.compile(
    r"(?:\.d)?\.(?:[cm]?[jt]sx?|vue|svelte|coffee|css|s[ac]ss|less|styl|json|res|re|elm|civet|grammar|pegjs|ne)$"
)
_OUTPUT = re.compile(
    r"(?:\.(?:amd|browser|bundle|client|cjs|common|d|dev|development|edge|es|es20\d\d|es5|es6|esm|full|global"
    r"|iife|legacy|legacy-esm|min|modern|module|native|node|prod|production|react-native|server|slim"
    r"|standalone|system|umd|web|worker))*\.(?:[cm]?[jt]sx?|css|json|html|svg)(?:\.map)?$"
)
"""The ending of an output, with what bundlers call the variants of one bundle."""

_NATIVE = re.compile(r"node-gyp|prebuild|napi|neon|cmake-js|cargo|wasm|emcc")
_NATIVE_INPUTS = ("binding.gyp", "Cargo.toml", "CMakeLists.txt", "asconfig.json")
_CHUNK = re.compile(r"[-._][\w-]{6,24}\.(?:[cm]?js|css|d\.[cm]?ts)(?:\.map)?$")
_CHUNK_NAME = re.compile(rb"(?<![\w.-])[\w.-]{1,120}\.(?:[cm]?js|css|ts)(?![\w.-])", re.ASCII)

_LOADING = (".js", ".mjs", ".cjs", ".css", ".html", ".ts", ".mts", ".cts")
_DECLARES = re.compile(r"\.d\.([cm]?)ts$")

OUTPUT_FOLDERS = 3
"""Folders of the output that have no like in the source: ``browser/dist/esm``."""

SOURCE_FOLDERS = 3
"""Folders of the source that have no like in the output: ``src/main/ts``."""

MAX_SEARCHED = 64 * 1024 * 1024
"""Bytes of the artifact that are searched for names of chunks, once."""


def named(context: Context) -> frozenset[str]:
    """Paths in the package that the source's manifest leads to."""
    return context.once("npm named", lambda: frozenset(named_files(context.project.package_json)))


def input_of(difference: Difference, place: str, content: bytes, context: Context) -> str | None:
    """The input of the output at ``place``, as a sentence; None where the source has none."""
    relative = _inside(place, context)
    if relative.endswith((".node", ".wasm")) or content.startswith((b"\x7fELF", b"MZ", b"\0asm")):
        return _native(base_name(relative), context)
    source = _of_same_name(relative, context)
    if source is not None:
        return f"{source} has its name"
    stem = _OUTPUT.sub("", relative)
    if any(relative == path or stem == _OUTPUT.sub("", path) for path in named(context)):
        return "package.json names it"
    script = _configured(relative, context)
    if script is not None:
        return f"{script} names it"
    return _chunk(difference, context)


def _inside(place: str, context: Context) -> str:
    return place.removeprefix(f"{context.project.subdir}/" if context.project.subdir else "")


def _native(name: str, context: Context) -> str | None:
    """A native addon needs what it is compiled from, which names it, and a script that compiles."""
    project = context.project
    scripts = table(project.package_json, "scripts").values()
    if not any(_NATIVE.search(script) for script in scripts if isinstance(script, str)):
        return None
    inputs = [project.path(each) for each in _NATIVE_INPUTS if project.holds(each)]
    stem = name.split(".", 1)[0]
    naming = (project.path("package.json"), *inputs)
    if inputs and any(says(stem, text) for text in texts(list(naming), context).values()):
        return f"compiled from {inputs[0]}"
    return None


def _of_same_name(relative: str, context: Context) -> str | None:
    """A source of the package whose folders and name are the output's, but for the first few folders."""
    index = context.once("npm sources", lambda: _sources(context))
    parts = _OUTPUT.sub("", relative).split("/")
    for cut in range(1, min(OUTPUT_FOLDERS, len(parts) - 1) + 1):
        name = "/".join(parts[cut:])
        found = index.get(name) or index.get(f"{name}/index")
        if found is not None:
            return found
    return None


def _sources(context: Context) -> Mapping[str, str]:
    """Sources of the package by their path without its first folders and ending, shallow ones first."""
    prefix = f"{context.project.subdir}/" if context.project.subdir else ""
    found: dict[str, str] = {}
    for path in sorted(context.source.tree.entries, key=lambda path: (path.count("/"), path)):
        if not path.startswith(prefix) or _SOURCE.search(path) is None:
            continue
        parts = _SOURCE.sub("", path.removeprefix(prefix)).split("/")
        for cut in range(min(SOURCE_FOLDERS, len(parts) - 1) + 1):
            found.setdefault("/".join(parts[cut:]), path)
    return found


def _configured(relative: str, context: Context) -> str | None:
    """A build file or a script of the manifest that names the output, with its folder."""
    name = base_name(relative)
    wanted = {relative, "/".join(relative.split("/")[-2:])}
    folder = base_name(relative.rpartition("/")[0])
    for path, text in context.once("npm scripts", lambda: _script_texts(context)).items():
        if any(says(word, text) for word in wanted if "/" in word or word != name) or (
            "/" not in relative and says(name, text)
        ):
            return path
    for path, text in ran_scripts(context).items():
        # A program puts its paths together: ``ROOT + 'bundles/'``, then ``+ 'name.js'``.
        if folder and f"{folder}/" in text and says(name.removesuffix(".map"), text):
            return path
    return None


_TOKEN = re.compile(r"[\w@./-]{1,300}")


def ran_scripts(context: Context) -> Mapping[str, str]:
    """The text of each file of the source that a script of its manifest runs."""
    return context.once("npm ran", lambda: _ran(context))


def _ran(context: Context) -> Mapping[str, str]:
    found = []
    for script in table(context.project.package_json, "scripts").values():
        for token in _TOKEN.findall(script)[:200] if isinstance(script, str) else ():
            path = join(context.project.subdir, token)
            entry = context.source.tree.entries.get(path)
            if entry is not None and not entry.is_link and not entry.is_gitlink:
                found.append(path)
    return texts(list(dict.fromkeys(found)), context)


def _script_texts(context: Context) -> Mapping[str, str]:
    """Build files of the package, and the files of the source that its scripts run."""
    folder = context.project.subdir
    prefix = f"{folder}/" if folder else ""
    found = {
        path: text
        for path, text in build_texts(context).items()
        if path.startswith(prefix) or "/" not in path or (folder and says(folder, text))
    }
    return {**found, **ran_scripts(context)}


def _chunk(difference: Difference, context: Context) -> str | None:
    """A bundler's chunk, whose name ends in a hash, and the file of the artifact that loads it."""
    name = base_name(difference.path)
    if _CHUNK.search(name) is None:
        return None
    loaded = context.once("npm chunks", lambda: _loaded(context))
    plain = name.removesuffix(".map")
    # A declaration is loaded under the name of its code (TypeScript, "Module resolution").
    by = loaded.get(plain, frozenset()) | loaded.get(_DECLARES.sub(r".\1js", plain), frozenset())
    by -= {difference.path}
    return f"a chunk that {min(by)} loads" if by else None


def _loaded(context: Context) -> Mapping[str, frozenset[str]]:
    """Names of chunks that code of the artifact holds, and the files that hold them."""
    found: dict[str, set[str]] = {}
    left = MAX_SEARCHED
    for path, entry in context.artifact.tree.entries.items():
        if entry.is_link or not path.endswith(_LOADING):
            continue
        left -= entry.size or 0
        if left < 0:
            break
        try:
            content = context.artifact.tree.read(path)
        except LimitExceeded:
            continue
        for name in _CHUNK_NAME.findall(content):
            found.setdefault(name.decode(), set()).add(path)
    return {name: frozenset(paths) for name, paths in found.items()}
