"""Comments and documentation that clean-publish leaves out, recomputed from the source.

https://github.com/shashkovdanil/clean-publish , ``core.js``. The source must ask for it in the table
``clean-publish`` of its ``package.json``, or in ``.clean-publish``; each byte follows from the source's file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tallystick.explain.context import Context
from tallystick.explain.places import own_bytes, source_file
from tallystick.model import Difference, Explanation, Grade
from tallystick.project import table
from tallystick.project.bounded import Malformed, json_object

ID = "clean-publish"

_SPACE = (
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
"""ECMAScript's ``\\s`` (ECMA-262, "CharacterClassEscape"), which is neither Python's nor ASCII's."""

_ENDS = re.compile(r"[\n\r\u2028\u2029]")
"""ECMA-262, "LineTerminator": what ``.`` is not."""

_NEWLINES = re.compile(r"\n+")
_LEADING = re.compile(r"(?:\A|(?<=[\n\r\u2028\u2029]))\n+")
_SECTION = re.compile(rf"\n##[{_SPACE}]*[A-Za-z0-9_]")

_OWNER = re.compile(
    r"(?:github:|git\+|git:|ssh:|https:|http:|//|git@|(?:www\.)?github\.com[:/])*([\w.-]+)/([\w.-]+?)(?:\.git)?"
)

_LEFT_OUT = re.compile(
    r"\..*|test|node_modules|(?:babel|commitlint|jest)\.config\.[cm]?js|pnpm-lock\.yaml|yarn\.lock"
    r"|package-lock\.json|pnpm-debug\.log|yarn-error\.log|appveyor\.yml|karma\.conf\.js|README\.[\w-]+\.md"
    r"|[cC][hH][aA][nN][gG][eE][lL][oO][gG].*"
)
"""``exception/ignore-files.js``: what it does not copy from the package's folder."""

MAX_BYTES = 1_000_000
"""Bytes of one file that is recomputed; hand-written modules stay under 200 kB."""


def is_left_out(relative: str, manifest: Mapping[str, object]) -> bool:
    """Whether clean-publish would leave ``relative`` to the package out, by its list or the manifest's."""
    first = relative.split("/", 1)[0]
    files = table(manifest, "clean-publish").get("files")
    return _LEFT_OUT.fullmatch(first) is not None or (isinstance(files, list) and first in files)


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    if difference.source is None or difference.mode_only or difference.source.is_link:
        return None
    wanted, asking = _asked(context)
    is_readme = difference.path == "README.md"
    key = "cleanDocs" if is_readme else "cleanComments"
    ours = own_bytes(difference, context) if wanted.get(key) is True else None
    if ours is None:
        return None
    theirs = context.source_bytes(difference.source.path)
    if max(len(ours), len(theirs)) > MAX_BYTES:
        return None
    text = theirs.decode("utf-8", "replace")
    results = _shortened(text, context) if is_readme else _without_comments(text)
    if ours.decode("utf-8", "surrogateescape") not in set(results):
        return None
    return Explanation(
        grade=Grade.DERIVED,
        explainer=ID,
        claim=f"{difference.source.path} as clean-publish writes it",
        evidence=f"recomputed; {key} of {asking} asks for it",
        source_path=difference.source.path,
        normalisations=("sections cut",) if is_readme else ("comments and blank lines cut",),
    )


def _asked(context: Context) -> tuple[Mapping[str, object], str]:
    """What clean-publish is told, and where: its table in ``package.json``, else a file of its name."""
    told = table(context.project.package_json, "clean-publish")
    path = context.project.path(".clean-publish")
    if told or source_file(path, context) is None:
        return told, "clean-publish in package.json"
    try:
        return json_object(context.source_bytes(path), context.limits), path
    except Malformed:
        return {}, path


def _without_comments(text: str) -> Iterator[str]:
    """What each version writes: with block comments (3.0 to 3.4), and without them (since 4.0)."""
    lines = _cut(text, _line_comments(text))
    for cut in (lines, _cut(lines, _block_comments(lines))):
        yield _LEADING.sub("", _NEWLINES.sub("\n", cut))


def _cut(text: str, spans: Iterator[tuple[int, int]]) -> str:
    """``text`` with each span, and the white space before it, as one newline."""
    pieces, end = [], 0
    for start, stop in spans:
        pieces.append(text[end:start].rstrip(_SPACE) + "\n")
        end = stop
    return "".join([*pieces, text[end:]])


def _line_comments(text: str) -> Iterator[tuple[int, int]]:
    r"""Where ``/\/\/.*\n/`` matches; searched by hand, as the pattern's time is quadratic."""
    start = text.find("//")
    while start >= 0:
        ending = _ENDS.search(text, start)
        if ending is None:
            return
        if ending[0] == "\n":
            yield start, ending.end()
        start = text.find("//", ending.end())


def _block_comments(text: str) -> Iterator[tuple[int, int]]:
    r"""Where ``/\/\*[^/]+\*\/\n?/`` matches."""
    start = text.find("/*")
    while start >= 0:
        slash = text.find("/", start + 2)
        if slash < 0:
            return
        stop = slash + 1
        if slash >= start + 4 and text[slash - 1] == "*":
            stop += text.startswith("\n", stop)
            yield start, stop
            start = text.find("/*", stop)
        else:
            start = text.find("/*", slash)


def _shortened(text: str, context: Context) -> Iterator[str]:
    """The readme up to its first section, and a link to the whole, in the words of each version."""
    url = _documentation(context)
    if url is None:
        return
    head = _SECTION.split(text, maxsplit=1)[0]
    yield head  # releases of 2026 end there; no published version writes so, but nothing is left to add
    yield f"{head}\n## Docs\nRead **[full docs]({url})** on GitHub.\n"
    yield f"{head}\n## Docs\nRead full docs **[here]({url})**.\n"


def _documentation(context: Context) -> str | None:
    """``homepage``, or the readme on GitHub of ``repository``."""
    manifest = context.project.package_json
    homepage = manifest.get("homepage")
    if isinstance(homepage, str):
        return homepage
    repository = manifest.get("repository")
    url = repository.get("url") if isinstance(repository, dict) else repository
    found = _OWNER.fullmatch(url) if isinstance(url, str) and len(url) < 500 else None
    return f"https://github.com/{found[1]}/{found[2]}#readme" if found is not None else None
