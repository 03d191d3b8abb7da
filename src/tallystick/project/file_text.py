"""Texts that a ``setup.py`` reads from files of its project: the few calls that can be followed.

``open("README.rst").read()``, ``(Path(__file__).parent / "README.md").read_text()`` and helper
functions that do nothing else. A build runs in the project's folder (PEP 517, "Build environment"), so
a relative path is one of the project. Anything that is not listed here is not followed.
"""

from __future__ import annotations

import ast
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from tallystick.limits import Limits
from tallystick.project.followed_patterns import patterns
from tallystick.project.literal import UNKNOWN, Arguments, Followed, Function, Names, evaluate
from tallystick.project.pattern import Steps

Read = Callable[[str], str | None]
"""The text of the file at a path that is relative to the project; None if there is none."""

ASCII = frozenset({"ascii", "us-ascii"})
ENCODINGS = frozenset({"utf-8", "utf8", "utf-8-sig"}) | ASCII


class Place(Followed, Struct, frozen=True):
    """A path of the project, as ``os.path`` and ``pathlib`` build it from ``__file__``."""

    relative: str
    read: Read

    def attribute(self, name: str) -> object:
        """``.parent``."""
        return Place(self.relative.rpartition("/")[0], self.read) if name == "parent" else UNKNOWN

    def divided(self, right: object) -> object:
        """``folder / "name"``."""
        return self.joined([right])

    def joined(self, parts: list[object]) -> object:
        """The path below this one; absolute ones are no paths of the project."""
        texts = [part for part in parts if isinstance(part, str) and not part.startswith("/")]
        if len(texts) != len(parts):
            return UNKNOWN
        return Place("/".join([*filter(None, [self.relative]), *texts]), self.read)

    def method(self, name: str, arguments: Arguments) -> object:
        """``.read_text()``, ``.open()``, ``.joinpath(…)``, and what keeps the path as it is."""
        if name in {"resolve", "absolute"} and not arguments.given and not arguments.named:
            return self
        if name == "joinpath" and not arguments.named:
            return self.joined(arguments.given)
        if name == "read_text" and _is_plain(Arguments(["r", *arguments.given], arguments.named)):
            return Opened(self, _narrowing(arguments)).text()
        if name == "open" and _is_plain(arguments):
            return Opened(self, _narrowing(arguments))
        return UNKNOWN

    def text(self) -> object:
        """What the file holds, with line feeds as text mode gives them."""
        found = self.read(self.relative)
        return UNKNOWN if found is None else found.replace("\r\n", "\n").replace("\r", "\n")


class Python(Followed):
    """``sys.version_info`` of whoever builds, of which no more is known than its first number."""

    __slots__ = ()

    def item(self, index: object) -> object:
        """``sys.version_info[0]``."""
        return 3 if index == 0 and isinstance(index, int) else UNKNOWN


class Opened(Followed, Struct, frozen=True):
    """A file that is open for reading."""

    place: Place
    narrowed: str | None = None
    """What becomes of bytes that are not ASCII, where it was opened as that; None where it was not."""

    def method(self, name: str, arguments: Arguments) -> object:
        """``.read()``."""
        plain = name == "read" and not arguments.given and not arguments.named
        return self.text() if plain else UNKNOWN

    def text(self) -> object:
        """What is read."""
        found = self.place.text()
        if self.narrowed is None or not isinstance(found, str):
            return found
        return found.encode().decode("ascii", self.narrowed)


def _narrowing(arguments: Arguments) -> str | None:
    """``errors`` of a file that is opened as ASCII: where it is ``strict``, other bytes end the build.

    https://docs.python.org/3/library/codecs.html#error-handlers : each byte is replaced, or left out.
    """
    encodings = [arguments.named.get("encoding"), *arguments.given[-1:]]
    is_ascii = any(isinstance(e, str) and e.lower() in ASCII for e in encodings)
    errors = arguments.named.get("errors")
    return str(errors) if is_ascii and errors in ("replace", "ignore") else None


def _is_plain(arguments: Arguments) -> bool:
    """Mode and encoding of ``open`` after the path: text, to be read, in UTF-8."""
    mode = [*arguments.given[:1], *([arguments.named["mode"]] if "mode" in arguments.named else [])]
    others = {key: value for key, value in arguments.named.items() if key not in {"mode", "errors"}}
    encoding = others.pop("encoding", None)
    if len(arguments.given) > 1:  # ``read_text("utf-8")``, ``codecs.open(path, "r", "utf-8")``
        encoding = arguments.given[-1]
    known = encoding is None or (isinstance(encoding, str) and encoding.lower() in ENCODINGS)
    return not others and known and all(text in ("r", "rt", "rU") for text in mode)


def functions(
    module: ast.Module, names: Mapping[str, int], read: Read, limits: Limits
) -> dict[str, object]:
    """What can be followed in ``module``, by the name that it has there.

    ``names`` counts how often the module binds each of its names; what it binds twice, or changes an
    attribute of, is not followed.
    """
    changed = set(_changed(module))
    relative = not any(isinstance(n, ast.Attribute) and n.attr == "chdir" for n in ast.walk(module))

    def place(value: object) -> Place | None:
        if isinstance(value, Place):
            return value
        is_own = relative and isinstance(value, str) and not value.startswith("/")
        return Place(str(value), read) if is_own else None

    known: dict[str, object] = {
        "sys.version_info": Python(),
        **_library(place),
        **patterns(Steps(limits.pattern_steps)),
    }
    found: dict[str, object] = {} if names["open"] else {"open": known["io.open"]}
    if not names["__file__"]:
        found["__file__"] = Place("setup.py", read)
    repeated = _imported_again(module)
    for local, dotted in _imports(module):
        if names[local] != 1 + repeated[local, dotted] or local in changed:
            continue
        for qualified, function in known.items():
            if f"{qualified}.".startswith(f"{dotted}."):
                found[local + qualified[len(dotted) :]] = function
    for node in module.body:
        if isinstance(node, ast.FunctionDef) and names[node.name] == 1:
            helper = _helper(node, found)
            found |= {node.name: helper} if helper is not None else {}
    return found


def _changed(module: ast.Module) -> Iterator[str]:
    """Names an attribute of which is set: ``os.path.join = …``."""
    for node in ast.walk(module):
        root: ast.expr | None = None
        if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
            root = node.value
        while isinstance(root, ast.Attribute):
            root = root.value
        if isinstance(root, ast.Name):
            yield root.id


def _imported_again(module: ast.Module) -> Counter[tuple[str, str]]:
    """How often each name is bound to the same module once more, as ``import re`` in a branch does it."""
    every = Counter(
        (alias.name, alias.name)
        for node in ast.walk(module)
        if isinstance(node, ast.Import)
        for alias in node.names
        if alias.asname is None and "." not in alias.name
    )
    return every - Counter(dict.fromkeys(every, 1))


def _imports(module: ast.Module) -> Iterator[tuple[str, str]]:
    """Local names and what they stand for: ``import a.b`` binds ``a``."""
    for node in module.body:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield (
                    alias.asname or alias.name.split(".")[0],
                    (alias.name if alias.asname else alias.name.split(".")[0]),
                )
        elif isinstance(node, ast.ImportFrom) and not node.level:
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"


def _library(place: Callable[[object], Place | None]) -> dict[str, Function]:
    """The functions of the standard library that are followed, by their full names."""

    def opened(arguments: Arguments) -> object:
        path = place(arguments.given[0]) if arguments.given else None
        plain = _is_plain(Arguments(arguments.given[1:], arguments.named))
        return Opened(path, _narrowing(arguments)) if path is not None and plain else UNKNOWN

    def same(arguments: Arguments) -> object:
        path = place(arguments.given[0]) if len(arguments.given) == 1 else None
        return UNKNOWN if path is None or arguments.named else path

    def folder(arguments: Arguments) -> object:
        path = same(arguments)
        return path.attribute("parent") if isinstance(path, Place) else UNKNOWN

    def joined(arguments: Arguments) -> object:
        path = place(arguments.given[0]) if arguments.given else None
        return UNKNOWN if path is None else path.joined(arguments.given[1:])

    def text_joined(arguments: Arguments) -> object:
        plain = [part for part in arguments.given if isinstance(part, str) and part]
        is_text = len(plain) == len(arguments.given) > 0 and not arguments.named
        if not is_text or any(part.startswith("/") for part in plain):
            return joined(arguments)
        return "/".join([*(part.rstrip("/") for part in plain[:-1]), plain[-1]])

    return {
        "io.open": Function(opened),
        "codecs.open": Function(opened),
        "os.path.join": Function(text_joined),
        "os.path.dirname": Function(folder),
        "os.path.abspath": Function(same),
        "os.path.realpath": Function(same),
        "os.path.normpath": Function(same),
        "pathlib.Path": Function(joined),
        "textwrap.dedent": Function(_dedented),
    }


def _dedented(arguments: Arguments) -> object:
    text = arguments.given[0] if len(arguments.given) == 1 and not arguments.named else None
    return textwrap.dedent(text) if isinstance(text, str) else UNKNOWN


class Helper(Function, frozen=True):
    """A function of the script itself."""


def _helper(node: ast.FunctionDef, names: Names) -> Helper | None:
    """A function whose body is one ``return``, maybe inside ``with open(…) as file``.

    It may name whatever ``names`` holds by the time it is called, but no other such function: two
    that call each other twice would take forever.
    """
    spec = node.args
    if node.decorator_list or spec.kwonlyargs or spec.kwarg or spec.defaults or spec.posonlyargs:
        return None
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    opener = body[0] if len(body) == 1 and isinstance(body[0], ast.With) else None
    returned = opener.body[0] if opener is not None and len(opener.body) == 1 else body[-1]
    if not isinstance(returned, ast.Return) or returned.value is None or len(body) != 1:
        return None
    value = returned.value

    def run(arguments: Arguments) -> object:
        plain = [argument.arg for argument in spec.args]
        rest = arguments.given[len(plain) :]
        if arguments.named or len(arguments.given) < len(plain) or (rest and not spec.vararg):
            return UNKNOWN
        scope = {name: value for name, value in names.items() if not isinstance(value, Helper)}
        scope |= zip(plain, arguments.given, strict=False)
        if spec.vararg is not None:
            scope[spec.vararg.arg] = tuple(rest)
        if opener is not None:
            handle = with_file(opener, scope)
            if handle is None:
                return UNKNOWN
            scope |= handle
        return evaluate(value, scope)

    return Helper(run)


def with_file(node: ast.With, names: Names) -> dict[str, object] | None:
    """The one name that ``with open(…) as name`` binds, and the open file; None for anything else."""
    item = node.items[0]
    if len(node.items) != 1 or not isinstance(item.optional_vars, ast.Name):
        return None
    opened = evaluate(item.context_expr, names)
    return {item.optional_vars.id: opened} if isinstance(opened, Opened) else None
