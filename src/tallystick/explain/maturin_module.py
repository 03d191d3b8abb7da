"""The package that maturin writes around a module that is Rust alone.

maturin (``src/module_writer/mod.rs``, "project layout: pure Rust") makes ``<module>/__init__.py``
that re-exports the extension, copies ``<module>.pyi`` to ``<module>/__init__.pyi`` and marks the
package typed with an empty ``py.typed``.
"""

from __future__ import annotations

from itertools import zip_longest

from tallystick.explain.context import Context
from tallystick.explain.places import own_bytes, source_file
from tallystick.model import Difference, Explanation, Grade
from tallystick.project.bounded import Malformed, text, toml
from tallystick.project.maturin import manifest

ID = "maturin-module"

_WRITTEN = (
    "from .{0} import *",
    "__doc__ = {0}.__doc__",
    "if hasattr({0}, '__all__'):\n    __all__ = {0}.__all__",
)
_OLDER = ((*_WRITTEN[:2], "__all__ = {0}.__all__"), _WRITTEN[:2])
"""The same until its version 0.12.16, and until 0.12.14."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    module, _, name = difference.path.rpartition("/")
    content = own_bytes(difference, context)
    if context.project.backend != "maturin" or content is None or difference.source is not None:
        return None
    if not module.isidentifier() or module not in _module_names(context):
        return None
    if _has_python(module, context):
        return None
    problem, evidence, source = _check(name, module, content, context)
    return Explanation(
        grade=Grade.CONTRADICTED if problem else Grade.DERIVED,
        explainer=ID,
        claim=f"written by maturin for the Rust module {module}",
        evidence=problem or evidence,
        source_path=source,
    )


def _check(
    name: str, module: str, content: bytes, context: Context
) -> tuple[str | None, str, str | None]:
    """What is wrong (None if nothing), why it is right, and the source's file."""
    if name == "py.typed":
        return ("py.typed is not empty" if content else None), "an empty marker (PEP 561)", None
    if name == "__init__.pyi":
        stub = context.project.path(f"{module}.pyi")
        if source_file(stub, context) is None:
            return f"the source has no {stub}", "", None
        same = context.source_bytes(stub) == content
        return (None if same else f"not the text of {stub}"), f"the text of {stub}", stub
    return _wrong_init(content, module, context), "re-exports the extension and no more", None


def _wrong_init(content: bytes, module: str, context: Context) -> str | None:
    """The first line that is not maturin's; None if each is, in maturin's order."""
    try:
        written = text(content, context.limits)
    except Malformed as error:
        return str(error)
    # Its versions differ in empty lines and in quotes.
    lines = [line.replace('"', "'") for line in written.split("\n") if line]
    if any(lines == "\n".join(older).format(module).split("\n") for older in _OLDER):
        return None
    expected = "\n".join(_WRITTEN).format(module).split("\n")
    for number, (ours, theirs) in enumerate(zip_longest(lines, expected, fillvalue=""), 1):
        if ours != theirs:
            return f"line {number} is {ours[:100]!r}, and not maturin's: {theirs!r}"
    return None


def _module_names(context: Context) -> set[str]:
    """The names that the module can have: ``module-name``, ``[lib] name``, the package's name.

    https://www.maturin.rs/config
    """
    named = context.project.table("tool", "maturin").get("module-name")
    names = {named} if isinstance(named, str) else set()
    path = context.project.path(manifest(context.project))
    if source_file(path, context) is not None:
        try:
            cargo = toml(context.source_bytes(path), context.limits)
        except Malformed:
            return names
        for key in ("lib", "package"):
            part = cargo.get(key)
            name = part.get("name") if isinstance(part, dict) else None
            if isinstance(name, str):
                names.add(name.replace("-", "_"))
    return names


def _has_python(module: str, context: Context) -> bool:
    """Whether the source has a package of this name, which maturin would take instead."""
    folders = ["", "src", "python"]
    configured = context.project.table("tool", "maturin").get("python-source")
    if isinstance(configured, str):
        folders.append(configured)
    return any(context.project.holds(f"{folder}/{module}/__init__.py") for folder in folders)
