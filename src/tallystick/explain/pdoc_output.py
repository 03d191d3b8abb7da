"""Documentation that pdoc built, in the folder of an sdist that a build file tells it to write to.

https://pdoc.dev/docs/pdoc.html ("--output-directory"): a page for each module, ``index.html``, and
``search.js``. Two-sided: a build file runs pdoc into the folder, and each page has a module of the
source. What pdoc wrote only pdoc could tell: a claim.
"""

from __future__ import annotations

import re

from tallystick.explain.context import Context
from tallystick.explain.evidence.scripts import script_texts
from tallystick.explain.places import own_bytes
from tallystick.model import Difference, Explanation, Grade

ID = "pdoc-output"

_RUNS = re.compile(
    r"(?<![\w-])pdoc3?\b[^\n]{0,200}?\s(?:-o|--output-dir(?:ectory)?)[ =](?:\./)?([\w-]{1,100})/?(?=\s|$)"
)
_SEARCH = b"window.pdocSearch"
"""How ``search.js`` of pdoc begins (``templates/search.js.jinja2``)."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    top, slash, page = difference.path.partition("/")
    build_file = context.once("pdoc folders", lambda: _folders(context)).get(top) if slash else None
    if difference.source is not None or difference.entry.is_executable or build_file is None:
        return None
    content = own_bytes(difference, context)
    if content is None:
        return None
    made_from = build_file if page in _OWN else _module(page, context)
    if made_from is None or (page == "search.js" and not content.startswith(_SEARCH)):
        return None
    return Explanation(
        grade=Grade.UNPROVEN,
        explainer=ID,
        claim=f"built by pdoc from {made_from}",
        evidence=f"{build_file} has pdoc write to {top}; run it to prove it",
        source_path=made_from,
    )


_OWN = frozenset({"index.html", "search.js"})


def _folders(context: Context) -> dict[str, str]:
    """Each folder that a build file or script has pdoc write to, with that file."""
    return {
        folder: path
        for path, text in script_texts(context).items()
        for folder in (_RUNS.findall(text) if "pdoc" in text else ())
    }


def _module(page: str, context: Context) -> str | None:
    """The module or package of the source that has this page."""
    stem = page.removesuffix(".html")
    if stem == page:
        return None
    named = (f"{base}{stem}{end}" for base in ("", "src/") for end in (".py", "/__init__.py"))
    return next(
        (path for path in map(context.project.path, named) if context.source_has(path)), None
    )
