"""A built Sphinx documentation, as its search index and the source's ``conf.py`` describe it.

``searchindex.js`` lists each page with the file that it was made from (``docnames``, ``filenames``); a
page counts only where the source has that file beside its ``conf.py``, or the module that
``sphinx-apidoc`` or ``sphinx.ext.viewcode`` documents in it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from functools import partial

from msgspec import Struct

from tallystick.explain.context import Context, Unreadable
from tallystick.explain.evidence.build_files import naming, says
from tallystick.explain.evidence.scripts import naming_scripts
from tallystick.explain.places import base_name, folder_of, source_file
from tallystick.model import Entry
from tallystick.project import join
from tallystick.project.bounded import Malformed, json_object

INDEX = "searchindex.js"
TOPS = ("doc/", "docs/")
"""Where an sdist keeps its documentation: nothing below is imported, built or installed."""

MAX_BUILDS = 16
"""Built documentations in one sdist; honest ones hold one or two. Each looks through all entries."""

_CALL = ("Search.setIndex(", ")")
"""All of the file: what Sphinx writes around its JSON (``sphinx.search``, ``js_index``)."""

_BARE_KEY = re.compile(r'"(?:[^"\\]|\\.)*+"?|(?<!\w)([A-Za-z_]\w{0,200}+)(?=:)', re.DOTALL)
"""A text, which is left alone, or a key without quotes: ``sphinx.util.jsdump`` until Sphinx 5.

A text that nothing closes goes to the end, so that no quote in it is begun with again."""

_ENDINGS = (".rst", ".txt", ".md")
"""Of pages; until Sphinx 1.5 the index named each page's file without its ending."""

_CONFIGURES_SPHINX = re.compile(
    r"^(?:extensions|html_theme|master_doc|root_doc|source_suffix|templates_path)\s*"
    r"(?:(?::[^=\n]*)?\+?=|\.(?:extend|append)\()",
    re.MULTILINE,
)
_GENERATED = frozenset({"genindex", "genindex-all", "search", "py-modindex", "_modules/index"})
"""Pages without a source (Sphinx, "Templating", "genindex.html" and the others)."""

_REFERENCE = re.compile(r"""(?:src|href)=["']([^"'#?:\n]{1,500})(?:\?v=([0-9a-f]{8})(?=["']))?""")
_URL = re.compile(r"""url\(\s*["']?([^"'()#?:\n]{1,500})""")


class Build(Struct, frozen=True, kw_only=True):
    """One built documentation.

    Attributes:
        root: the folder of the artifact, with a slash.
        conf: the source's ``conf.py``.
        text: what that says.
        pages: for each page of the index the file of the source; None if the source has none.
        problem: how the index is more than an index.
    """

    root: str
    conf: str
    text: str
    pages: Mapping[str, str | None]
    problem: str | None = None


def build_of(path: str, context: Context) -> Build | None:
    """The built documentation that the artifact's ``path`` lies in; None if there is none."""
    roots = context.once("sphinx roots", partial(_roots, context))
    folder = folder_of(path)
    while folder.startswith(TOPS):
        if folder in roots:
            return context.once(f"sphinx {folder}", partial(_build, folder, context))
        folder = folder_of(folder.rstrip("/"))
    return None


def page_source(docname: str, build: Build, context: Context) -> str | None:
    """What the source has that Sphinx makes this page from; None if nothing is."""
    named = build.pages.get(docname)
    if named is not None:
        return named
    if docname in _GENERATED:
        return build.conf
    if docname.startswith("_modules/"):
        return _module(docname.removeprefix("_modules/"), context)
    if docname in build.pages:
        # sphinx-apidoc calls the page by the dotted name of the module.
        script = context.once("sphinx-apidoc", partial(naming, "sphinx-apidoc", context))
        return _module(docname.replace(".", "/"), context) if script else None
    return (
        build.conf if says(docname, build.text) and "html_additional_pages" in build.text else None
    )


def references(build: Build, context: Context) -> Mapping[str, frozenset[str]]:
    """Each file that a page refers to, with the checksums that pages give for it."""
    return context.once(f"references {build.root}", partial(_references, build, context))


def copied(entry: Entry, context: Context) -> str | None:
    """A file below the source's documentation that has the name and the bytes of ``entry``."""
    held = context.once("documentation blobs", partial(_held, context))
    return held.get((entry.blob, base_name(entry.path)))


def downloaded(entry: Entry, context: Context) -> str | None:
    """A file anywhere in the source that has the name and the bytes of ``entry``."""

    def held() -> dict[tuple[str, str], str]:
        entries = context.source.tree.entries.items()
        plain = ((p, e) for p, e in entries if not (e.is_link or e.is_gitlink))
        return {(found.blob, base_name(path)): path for path, found in plain}

    return context.once("blobs by name", held).get((entry.blob, base_name(entry.path)))


def docname_of(relative: str) -> str:
    """The page that an ``.html`` file is."""
    return relative.removesuffix(".html")


def checksum(content: bytes) -> str:
    """What stands after ``?v=`` (``sphinx.builders.html._assets``): CRC-32 without carriage returns."""
    plain = content.replace(b"\r", b"")
    return f"{zlib.crc32(plain):08x}"


def _roots(context: Context) -> frozenset[str]:
    found = frozenset(
        folder_of(path)
        for path in context.artifact.tree.entries
        if base_name(path) == INDEX and path.startswith(TOPS)
    )
    return found if len(found) <= MAX_BUILDS else frozenset()


def _build(root: str, context: Context) -> Build | None:
    text = _text(root + INDEX, context)
    if not text.startswith(_CALL[0]):
        return None
    body, problem = text.removeprefix(_CALL[0]).rstrip("\n"), None
    try:
        quoted = quoted_keys(body.removesuffix(_CALL[1]))
        document = json_object(quoted.encode(), context.limits)
    except Malformed as error:
        if "Extra data" not in str(error):
            return None
        document, problem = {}, "there is more in it than one call with the index"
    pages = list(_pages(document))
    found = []
    for conf, written in _configurations(context):
        held = {name: _held_page(folder_of(conf), name, file, context) for name, file in pages}
        found.append(Build(root=root, conf=conf, text=written, pages=held, problem=problem))
    best = max(found, key=lambda build: sum(map(bool, build.pages.values())), default=None)
    return best if best is not None and (problem or any(best.pages.values())) else None


def quoted_keys(text: str) -> str:
    """``text``, an object of JavaScript, with quotes around the keys that have none."""
    return _BARE_KEY.sub(_quoted, text)


def _quoted(found: re.Match[str]) -> str:
    return f'"{found[1]}"' if found[1] else found[0]


def _held_page(folder: str, name: str, file: str, context: Context) -> str | None:
    """The source's file of the page ``name``, whose ending an old index does not say."""
    named = (file,) if file != name else tuple(name + ending for ending in _ENDINGS)
    held = (source_file(join(folder, one), context) for one in named)
    return next((path for path in held if path is not None), None)


def _pages(document: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    files = document.get("filenames")
    names = document.get("docnames", files)  # Sphinx 1.2 named no pages beside the files
    if isinstance(names, list) and isinstance(files, list) and len(names) == len(files):
        for name, file in zip(names, files, strict=True):
            if (
                isinstance(name, str)
                and isinstance(file, str)
                and name in (file, file.rpartition(".")[0])
            ):
                yield name, file


def _configurations(context: Context) -> list[tuple[str, str]]:
    return context.once("sphinx configurations", partial(_find_configurations, context))


def _find_configurations(context: Context) -> list[tuple[str, str]]:
    """Each ``conf.py`` below the source's documentation that is Sphinx's, with its text.

    Documentation is also what a build file or script names by its folder, to copy the pages elsewhere.
    """
    found = []
    for path in context.source.tree.entries:
        if base_name(path) == "conf.py" and (
            _is_documentation(path, context) or _is_named_with_folder(path, context)
        ):
            resolved = source_file(path, context)
            if resolved is not None:
                content = context.source_bytes(resolved)[: context.limits.syntax]
                text = content.decode("utf-8", "replace")
                if _CONFIGURES_SPHINX.search(text) is not None:
                    found.append((path, text))
    return found


def _is_named_with_folder(path: str, context: Context) -> bool:
    folder = folder_of(path).rstrip("/")
    return "/" in folder and next(naming_scripts(folder, context), None) is not None


def _is_documentation(path: str, context: Context) -> bool:
    prefix = f"{context.source.subdir}/" if context.source.subdir else ""
    return path.startswith(tuple(prefix + top for top in TOPS))


def _module(path: str, context: Context) -> str | None:
    """The file of the source that is the module at ``path``; the shallowest if there are several."""
    modules = context.once("modules of the source", partial(_modules, context))
    return modules.get(path)


def _modules(context: Context) -> Mapping[str, str]:
    """Files of modules by each ending of their path: ``a/b.py`` is ``b`` and ``a/b``."""
    found: dict[str, str] = {}
    for path in sorted(context.source.tree.entries, key=lambda path: (path.count("/"), path)):
        if not path.endswith((".py", ".pyx", ".pyi")):
            continue
        parts = path.rpartition(".")[0].removesuffix("/__init__").split("/")
        for start in range(len(parts)):
            found.setdefault("/".join(parts[start:]), path)
    return found


def _references(build: Build, context: Context) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    entries = context.artifact.tree.entries
    for path in entries:
        relative = path.removeprefix(build.root)
        if not path.startswith(build.root) or not relative.endswith(".html"):
            continue
        if page_source(docname_of(relative), build, context) is not None:
            for name, version in _REFERENCE.findall(_text(path, context)):
                known = found.setdefault(join(folder_of(path), name), set())
                known.update({version} - {""})
    for path in [path for path in found if path.endswith(".css") and path in entries]:
        for name in _URL.findall(_text(path, context)):
            found.setdefault(join(folder_of(path), name), set())
    return {path: frozenset(versions) for path, versions in found.items()}


def _text(path: str, context: Context) -> str:
    """The artifact's text; "" for one that is too large, which then vouches for nothing."""
    try:
        return context.artifact_bytes(path).decode("utf-8", "replace")
    except Unreadable:
        return ""


def _held(context: Context) -> Mapping[tuple[str, str], str]:
    return {
        (entry.blob, base_name(path)): path
        for path, entry in context.source.tree.entries.items()
        if _is_documentation(path, context) and not entry.is_link and not entry.is_gitlink
    }
