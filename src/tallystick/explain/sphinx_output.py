"""Documentation that Sphinx built, in the ``doc`` or ``docs`` folder of an sdist.

Two-sided: the folder has Sphinx's search index, and the source a ``conf.py`` with the files that the
index names. A page counts by its own source; a script, style or picture by a page that refers to it, or
by being one that Sphinx always writes. Running ``sphinx-build`` is what would prove them; what Sphinx
copies (``_sources``, ``_images``, ``html_static_path``) is proven by the same bytes.
"""

from __future__ import annotations

from tallystick.explain.context import Context
from tallystick.explain.formats.sphinx_build import (
    INDEX,
    TOPS,
    Build,
    build_of,
    checksum,
    copied,
    docname_of,
    downloaded,
    page_source,
    references,
)
from tallystick.explain.places import own_bytes
from tallystick.model import Difference, Entry, Explanation, Grade

ID = "sphinx-output"

_INVENTORY = b"# Sphinx inventory version 2\n# Project: "
_BUILDINFO = b"# Sphinx build info version 1\n"
_DOCTREES = ".doctrees/"
_BESIDE = "/doctrees/"
_PICKLE = b"\x80"
"""The first opcode of every protocol since 2 (``pickletools``, "PROTO")."""

_DOWNLOADS = "_downloads/"
"""Copies of what pages offer with ``:download:``, from anywhere in the source (Sphinx, "Roles")."""

_ONLY_DOWNLOADED = (".py", ".ipynb")
_COPIES = ("_static/", "_images/", _DOWNLOADS)
_OWN = frozenset({
    "basic.css", "doctools.js", "documentation_options.js", "file.png", "language_data.js", "minus.png",
    "plus.png", "pygments.css", "searchtools.js", "sphinx_highlight.js",
})  # fmt: skip
"""What Sphinx writes into ``_static`` with any theme that inherits from ``basic`` ("HTML Theming")."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    if difference.source is not None or not difference.path.startswith(TOPS):
        return None
    build = build_of(difference.path, context) or _built_beside(difference.path, context)
    content = own_bytes(difference, context) if build is not None else None
    if build is None or content is None:
        return None
    if not difference.path.startswith(build.root):
        return _doctree(difference.path.partition(_BESIDE)[2], content, build, context)
    relative = difference.path.removeprefix(build.root)
    if relative.endswith(_ONLY_DOWNLOADED) and not relative.startswith(_DOWNLOADS):
        return None
    return _in_build(difference, relative, content, build, context)


def _in_build(
    difference: Difference, relative: str, content: bytes, build: Build, context: Context
) -> Explanation | None:
    """What is said of a file by its place in the built documentation."""
    if relative == INDEX:
        return _explanation(build, build.conf, problem=build.problem)
    if build.problem is not None:
        return None
    if relative.startswith("_sources/"):
        return _quoted_source(difference.entry, relative, content, build, context)
    if relative.startswith(_COPIES):
        return _copy_or_static(difference.entry, relative, content, build, context)
    if relative.startswith(_DOCTREES):
        return _doctree(relative.removeprefix(_DOCTREES), content, build, context)
    if relative.endswith(".html"):
        page = page_source(docname_of(relative), build, context)
        return _explanation(build, page) if page is not None else None
    is_own = (relative == "objects.inv" and content.startswith(_INVENTORY)) or (
        relative == ".buildinfo" and content.startswith(_BUILDINFO)
    )
    return _explanation(build, build.conf) if is_own else None


def _built_beside(path: str, context: Context) -> Build | None:
    """The documentation in ``html/`` whose trees Sphinx keeps in ``doctrees/`` beside it (its Makefile)."""
    folder, found, _ = path.partition(_BESIDE)
    return build_of(f"{folder}/html/{INDEX}", context) if found else None


def _doctree(relative: str, content: bytes, build: Build, context: Context) -> Explanation | None:
    """What Sphinx keeps between two builds: a pickle of each page, and one of all. Never unpickled here."""
    if not content.startswith(_PICKLE):
        return None
    if relative == "environment.pickle":
        return _explanation(build, build.conf)
    docname, dot, _ = relative.rpartition(".doctree")
    page = page_source(docname, build, context) if dot and docname in build.pages else None
    return _explanation(build, page) if page is not None else None


def _explanation(build: Build, made_from: str, *, problem: str | None = None) -> Explanation:
    return Explanation(
        grade=Grade.CONTRADICTED if problem else Grade.UNPROVEN,
        explainer=ID,
        claim=f"built by Sphinx from {made_from}",
        evidence=problem or f"run sphinx-build with {build.conf} to prove it",
        source_path=made_from,
    )


def _copy(path: str, copy: Entry) -> Explanation:
    """The same bytes; an executable bit on top of them brings no code, and is not Sphinx's."""
    return Explanation(
        grade=Grade.UNPROVEN if copy.is_executable else Grade.DERIVED,
        explainer=ID,
        claim="copied by Sphinx into the built documentation",
        evidence=f"copy of {path}{', made executable' if copy.is_executable else ''}",
        source_path=path,
    )


def _quoted_source(
    entry: Entry, relative: str, content: bytes, build: Build, context: Context
) -> Explanation | None:
    """``_sources/page.rst.txt`` is the page's source (``html_copy_source``).

    It was ``page.txt`` before Sphinx 1.5, and is ``page.rst`` where ``html_sourcelink_suffix`` is empty.
    """
    stated = relative.removeprefix("_sources/").removesuffix(".txt")
    docname = stated if stated in build.pages else stated.rpartition(".")[0]
    path = build.pages.get(docname)
    if path is None:
        made_from = page_source(docname, build, context) if docname in build.pages else None
        return _explanation(build, made_from) if made_from is not None else None
    if context.source_bytes(path) == content:
        return _copy(path, entry)
    return _explanation(build, path, problem=f"it is not the text of {path}")


def _copy_or_static(
    entry: Entry, relative: str, content: bytes, build: Build, context: Context
) -> Explanation | None:
    held = copied(entry, context)
    if held is None and relative.startswith(_DOWNLOADS):
        held = downloaded(entry, context)
    if held is not None:
        return _copy(held, entry)
    if not relative.startswith("_static/"):
        return None
    referred = references(build, context)
    wanted = referred.get(entry.path, frozenset())
    if wanted and wanted != {checksum(content)} and not _is_written_later(relative, build, context):
        return _explanation(build, build.conf, problem="pages give another checksum for it")
    if entry.path in referred or relative.removeprefix("_static/") in _OWN:
        return _explanation(build, build.conf)
    return None


_PYDATA = "_static/scripts/pydata-sphinx-theme.js"


def _is_written_later(relative: str, build: Build, context: Context) -> bool:
    """Whether a theme writes this style anew after the pages that state its checksum.

    ``overwrite_pygments_css`` of pydata-sphinx-theme, which runs when the build has finished.
    """
    return relative == "_static/pygments.css" and build.root + _PYDATA in references(build, context)
