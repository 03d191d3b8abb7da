"""What Doxygen writes beside its pages: scripts (its manual, ``HTML_OUTPUT``), and a makefile for LaTeX."""

from __future__ import annotations

import re

from tallystick.explain.context import Context, Unreadable
from tallystick.explain.places import base_name, folder_of

_SCRIPTS = frozenset({
    "clipboard.js", "codefolding.js", "cookie.js", "dynsections.js", "jquery.js", "menu.js", "menudata.js",
    "navtree.js", "navtreedata.js", "resize.js", "search.js", "searchdata.js", "svg.min.js", "svgpan.js",
})  # fmt: skip
_SAYS = re.compile(rb"<meta name=\"generator\" content=\"(Doxygen [\d.]{1,20})\"")
HEAD = 4_000
"""Bytes of a page in which it names its generator."""


def doxygen_of(path: str, context: Context) -> str | None:
    """Which Doxygen wrote the pages beside the script at ``path``; None if it is none of its scripts.

    Two-sided: the source configures Doxygen.
    """
    if base_name(path) not in _SCRIPTS:
        return None
    folder = folder_of(path)
    index = f"{folder.removesuffix('search/')}index.html"
    if index not in context.artifact.tree.entries or not context.once(
        "is doxygen configured", lambda: _is_configured(context)
    ):
        return None
    try:
        says = _SAYS.search(context.artifact_bytes(index)[:HEAD])
    except Unreadable:
        return None
    return says[1].decode("ascii") if says else None


_MAKES = re.compile(
    r"(?:"
    r"[A-Z_]{1,20}[?:]?=[ \t]*[\w-]{0,40}"
    r"|(?:all|pdf|ps|ps_2on1|pdf_2on1|clean|cleanall)[ \t]*:[ \t\w.$()-]{0,100}"
    r"|(?:refman\w*|\$\(MANUAL_FILE\)\w*)\.(?:ps|pdf|dvi)[ \t]*:[ \t\w.$()]{0,200}"
    r"|\t(?:latex|pdflatex|makeindex|bibtex|dvips|ps2pdf|psnup|\$\((?:LATEX|MKIDX|BIBTEX)_CMD\)|rm -f)"
    r"(?:[ \t]+-?[\w.*$()>-]{1,60})*(?:[ \t]\|\|[ \t]true)?"
    r"|\techo \"[\w .]{1,60}\""
    r"|\tlatex_count=(?:\d|\$\(LATEX_COUNT\)) ; \\"
    r"|\twhile egrep -s 'Rerun [\w() |-]{1,120}' [\w$()]{1,20}\.log && \[ \$\$latex_count -gt 0 \] ;\\"
    r"|[ \t]{1,8}do \\|[ \t]{1,8}done"
    r"|[ \t]{1,8}echo \"Rerunning latex\.{3,4}\" ;\\"
    r"|[ \t]{1,8}(?:latex refman\.tex|\$\(LATEX_CMD\) (?:refman|\$\(MANUAL_FILE\))) ;\\"
    r"|[ \t]{1,8}latex_count=`expr \$\$latex_count - 1` ;\\"
    r")?[ \t]*"
)
"""A line of the makefile in its folder for LaTeX (``latexgen.cpp``): programs of TeX and names, no more."""


def latex_of(path: str, text: str, context: Context) -> str | None:
    """The page of LaTeX beside a makefile that runs LaTeX on it and does nothing else; None if it is none."""
    page = f"{folder_of(path)}refman.tex"
    if base_name(path) != "Makefile" or page not in context.artifact.tree.entries:
        return None
    if not context.once("is doxygen configured", lambda: _is_configured(context)):
        return None
    return page if all(_MAKES.fullmatch(line) for line in text.split("\n")) else None


def _is_configured(context: Context) -> bool:
    return any("doxyfile" in base_name(path).lower() for path in context.source.tree.entries)
