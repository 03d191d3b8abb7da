"""What delvewheel adds to a wheel for Windows: how Python finds the libraries that it brought along.

It puts a few statements into the modules beside what was compiled, so that the folder of libraries is
searched; the order to load them in for old versions of Python; and ``DELVEWHEEL``, its own version and
arguments (https://github.com/adang1345/delvewheel). The statements are always one of the texts that a
version of it has held, with the folder's name in them, so they are known by their digest.
"""

from __future__ import annotations

import ast
import hashlib
import re

from tallystick.explain.context import Context
from tallystick.explain.places import base_name, folder_of, own_bytes
from tallystick.model import Difference, Explanation, Grade
from tallystick.project.bounded import Malformed, python

ID = "delvewheel-patch"

KNOWN = frozenset({
    "e5a4b499ba202155450f2bb6fce56b740d649af74aa4edaf055e7471834ff568",
    "8302bc6591c1fa2cf181fd38954c04143d2fb3ce7f228c3da266e95e3fb27e6f",
    "96210a0d98f50f57e4af0b16891d6aa45eb0d20cf91ef426f9b9c8fc61c0aeef",
    "785f7435690157fe2fa5a6c8e4b5cf18f013eeebf3606b23202c9ae9a02797fd",
    "ce96bba6f4abb18deedfd7d2a1942a2b9720c68626e86b838958ea6bd007f60b",
    "0532dd15be1958e695260f8b58d19c9e0ac93a9a4585b5a88b603a2cb71ba1d6",
    "cadf45a34b784f640f2a4db7e3a32e4cfec35cf2442a10f6f6b2b38f45405cc7",
    "a75a1d9579dc8f0999e60672d449929fbe91027a65a4029d7062523eeb5c9aea",
    "31823d305c6f6e248de84c559e15d10ef493d9b535222a7bbb7913da87154474",
    "be1cd87365a6936660ab984a558e59f7f810d61f18d06eb2f5ae694464d64ad8",
    "419199b21b9bc302c8e8ce3f04b6f1468a7cde7ea139659f12949dd091bcac64",
    "049dba18f822574c657cc52ef66bb89d79df752430b996c05e3366c2552afde2",
    "5aa013c44af35eb666525125baf32363d9231c4732d261356a7f51aa7ab180a2",
    "c882e4ff713a950ff99d084ccabcecf4ab164e628cccbba65ee036acfff705b9",
    "10cd7965155b606a1f93176ba8fd2f320752af732ce69fc15e9f5d8665211df1",
    "c6a41e4dba525a674731ca9a5948363afc9ffa855dc46ea29e320189a6bca98c",
    "846ce71a7f766a59848ca8976b29a59b508ff8ff6ea54e0fad397c5aacca44c4",
    "ee532d3f2cef0c3523a9893ba2f0a88cb5c68877a1755f4573d05b2a7991d1bf",
    "2686d08691847da8e6e3d1d1e7dcf141acedc114337b60d86600fdae9c87ebaa",
    "209242f8e33588cb7687ad9b49613d696066be6686bce69b66fd09041128d047",
    "84e254a1f87490ccfe3151121892e326760d7534fbd74b8c203cbd42edf3ae5f",
    "909bb0f4317a2a39807a6beae77978fdc1ae411f61e925a5a08ceb87985d516f",
    "afec7ff29b2f81af31c5f333ddbe11d1b179af0dc0f4c5c1bf1ab110c9a306db",
    "6ebe375ec5ff6dfceb0b824cc7066ca2ef73aa18a0b4f1bfffb7c9f1bf8414b7",
})  # fmt: skip
"""SHA-256 of the statements of each version until 1.13, with ``LIBS`` and ``ORDER`` for the two names and no
version (``_patch_init_template``, ``_patch_py_template`` and their successors, over its history)."""

_PATCH = re.compile(
    r'(?:^|(?<=\n))(?:"""""" {1,2})?(# start delvewheel patch\n.{1,4000}?\n# end delvewheel patch)\n',
    re.DOTALL,
)
_NAMED = re.compile(r"(?<=_delvewheel_)((?:init_)?patch)_[\w]{1,40}")
_LIBS = re.compile(r"(?<=dirname\(__file__\), )((?:os\.pardir, ){0,20})'([\w.+-]{1,200})'(?=\))")
_ORDER = re.compile(r"(?<=join\(libs_dir, )'(\.load-order-[\w.+-]{1,200})'(?=\))")
_NOTE = re.compile(r"Version: [0-9][0-9a-z.]{0,30}\r?\nArguments: (\[[^\n]{1,20000}\])\r?\n?")
_WINDOWS = ("-win32.whl", "-win_amd64.whl", "-win_arm64.whl")


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    if not context.artifact.name.endswith(_WINDOWS) or difference.entry.is_link:
        return None
    content = own_bytes(difference, context)
    try:
        text = content.decode() if content is not None else ""
    except UnicodeDecodeError:
        return None
    if difference.path.endswith(".py"):
        return _module(text.replace("\r\n", "\n"), difference, context)
    if difference.source is not None:
        return None
    if difference.path == f"{context.dist_info}/DELVEWHEEL":
        return _note(text)
    return _order(text, difference, context)


def _module(text: str, difference: Difference, context: Context) -> Explanation | None:
    """The source's module, and in it, as statements of its own, the patch of some version."""
    held, found = difference.source, list(_PATCH.finditer(text))
    if held is None or held.is_link or held.is_gitlink or len(found) != 1:
        return None
    source = context.source_bytes(held.path)
    patch = found[0]
    libs = _names_folder(patch[1], difference.path, context)
    known = hashlib.sha256(_without_names(patch[1]).encode()).hexdigest() in KNOWN
    rest = text[: patch.start()] + "\n" + text[patch.end() :]
    if not libs or not known or _lines(rest) != _lines(source.decode("utf-8", "replace")):
        return None
    if not _stands_apart(text, source, context):
        return None
    return Explanation(
        grade=Grade.DERIVED,
        explainer=ID,
        claim=f"{held.path} with delvewheel's statements that have {libs} searched for libraries",
        evidence="the statements are those of a version of it, and all else is the source's",
        source_path=held.path,
        normalisations=("line endings and empty lines not compared",),
    )


def _lines(text: str) -> list[str]:
    """The lines that are not empty: delvewheel sets its statements apart by some that are."""
    return [line.rstrip("\r") for line in text.split("\n") if line.strip()]


def _without_names(patch: str) -> str:
    plain = _NAMED.sub(r"\1", patch)
    return _ORDER.sub("ORDER", _LIBS.sub("LIBS", plain))


def _names_folder(patch: str, path: str, context: Context) -> str:
    """The folder of libraries that ``patch`` leads to from ``path``, if the wheel has it; else ""."""
    found = _LIBS.findall(patch)
    if len(found) != 1 or not found[0][1].endswith(".libs"):
        return ""
    up, name = found[0]
    parts = folder_of(path).split("/")[:-1]
    above = (
        parts[: len(parts) - up.count("os.pardir")] if up.count("os.pardir") <= len(parts) else None
    )
    if above is None:
        return ""
    folder = "/".join((*above, name))
    held = any(entry.startswith(f"{folder}/") for entry in context.artifact.tree.entries)
    return folder if held else ""


def _stands_apart(text: str, source: bytes, context: Context) -> bool:
    """Whether the patch is three statements of the module itself, inside of no other and of no text."""
    try:
        ours, theirs = (python(code, context.limits).body for code in (text.encode(), source))
    except Malformed:
        return False
    own = [node for node in ours if isinstance(node, ast.FunctionDef) and _NAMED.search(node.name)]
    if len(own) != 1:
        return False
    at = ours.index(own[0])
    first = at - 1 if _is_empty_text(ours, at - 1) and len(ours) - len(theirs) == 4 else at
    rest = [*ours[:first], *ours[at + 3 :]]
    return [ast.dump(node) for node in rest] == [ast.dump(node) for node in theirs]


def _is_empty_text(body: list[ast.stmt], at: int) -> bool:
    """Whether the statement is the ``\"\"\"\"\"\"`` that keeps the patch's comment out of ``help()``."""
    node = body[at] if at >= 0 else None
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and node.value.value == ""
    )


def _note(text: str) -> Explanation | None:
    found = _NOTE.fullmatch(text)
    try:
        arguments = ast.literal_eval(found[1]) if found is not None else None
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    if not isinstance(arguments, list) or not all(isinstance(word, str) for word in arguments):
        return None
    if "repair" not in arguments[:3]:
        return None
    return _claim("the version and arguments that delvewheel notes of itself; nothing reads them")


def _order(text: str, difference: Difference, context: Context) -> Explanation | None:
    """``.load-order-…``: names of libraries that lie beside it, one a line."""
    folder, name = folder_of(difference.path), base_name(difference.path)
    if not name.startswith(".load-order-") or not folder.endswith(".libs/"):
        return None
    beside = context.artifact.tree.entries
    names = text.splitlines()
    if not names or not all(folder + one in beside and "/" not in one for one in names):
        return None
    return _claim("the order in which delvewheel has the libraries beside it loaded")


def _claim(what: str) -> Explanation:
    return Explanation(
        grade=Grade.UNPROVEN,
        explainer=ID,
        claim=what,
        evidence="rebuild the wheel and run delvewheel repair on it to prove it",
    )
