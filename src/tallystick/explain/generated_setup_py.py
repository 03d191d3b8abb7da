"""``setup.py`` that flit or Poetry wrote into an sdist whose source has none.

Both did so for installers without PEP 517: ``flit build --setup-py``
(https://flit.pypa.io/en/stable/cmdline.html#flit-build), ``[tool.poetry.build] generate-setup-file``
(https://python-poetry.org/docs/pyproject/). It runs at install, so it may be nothing but literals that
are handed to ``setup()``, each of which follows from what the source declares.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from msgspec import Struct, field

from tallystick.explain.context import Context
from tallystick.explain.metadata.setup_values import Problem, wrong_value, wrong_whole
from tallystick.explain.places import own_bytes
from tallystick.model import Difference, Explanation, Grade
from tallystick.project.bounded import Malformed, python

ID = "generated-setup-py"

SETUP = frozenset({("distutils.core", "setup"), ("setuptools", "setup")})
"""What flit and Poetry import; nothing else is imported."""

VARIABLES = frozenset({
    "packages", "package_data", "package_dir", "modules", "install_requires", "extras_require",
    "entry_points", "scripts", "setup_kwargs",
})  # fmt: skip
"""Names that are assigned before the call."""


class Foreign(Exception):  # noqa: N818 - the answer itself: the first thing that is not written so
    """A statement or a value that neither backend writes."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    if difference.path != "setup.py" or difference.source is not None or not _may_write(context):
        return None
    content = own_bytes(difference, context)
    if content is None:
        return None
    try:
        keywords = _read(python(content, context.limits), _build_script(context))
    except (Malformed, Foreign) as error:
        return _explanation(Grade.CONTRADICTED, str(error))
    problems: list[Problem] = []
    for keyword, value in keywords.items():
        found = wrong_value(keyword, value, keywords, context)
        problems += [found] if found is not None else []
    problems += wrong_whole(keywords, context)
    notes = tuple(problem.why for problem in problems)
    for grade in (Grade.CONTRADICTED, Grade.UNPROVEN):
        for problem in problems:
            if problem.is_false is (grade is Grade.CONTRADICTED):
                return _explanation(grade, problem.why, notes)
    return _explanation(
        Grade.DERIVED, f"{len(keywords)} literals for setup(), each as the source declares it"
    )


def _explanation(grade: Grade, evidence: str, notes: tuple[str, ...] = ()) -> Explanation:
    return Explanation(
        grade=grade,
        explainer=ID,
        claim="a setup.py that the build backend wrote for old installers",
        evidence=evidence,
        normalisations=("comments, spacing and order not compared",),
        notes=notes,
    )


def _may_write(context: Context) -> bool:
    """Whether the backend writes one: Poetry did by default until poetry-core 1.9."""
    project = context.project
    if project.holds("setup.py"):
        return False
    if project.backend == "poetry":
        return project.table("tool", "poetry", "build").get("generate-setup-file") is not False
    return project.backend == "flit_core"


def _build_script(context: Context) -> str:
    """The module of ``[tool.poetry.build] script``, which Poetry's file hands its keywords to."""
    poetry = context.project.table("tool", "poetry")
    named = poetry.get("build")
    script = named.get("script") if isinstance(named, Mapping) else named
    if context.project.backend != "poetry" or not isinstance(script, str):
        return ""
    return script.removesuffix(".py").replace("/", ".") if context.project.holds(script) else ""


class _Shape(Struct):
    """What has been read of the file so far."""

    imported: bool = False
    names: dict[str, object] = field(default_factory=dict)
    unused: set[str] = field(default_factory=set)


def _read(module: ast.Module, script: str) -> dict[str, object]:
    """The keywords of the one ``setup()`` call, which ends the file; :class:`Foreign` otherwise."""
    shape = _Shape()
    *before, last = module.body or [ast.Pass()]
    for statement in before:
        if not (script and _hands_over(statement, script)):
            _statement(statement, shape)
    keywords = _call(last, shape)
    if not shape.imported or shape.unused - ({"setup_kwargs"} if script else set()):
        raise Foreign(
            f"setup is not imported, or {', '.join(shape.unused)} is assigned and not used"
        )
    return keywords


def _hands_over(node: ast.stmt, script: str) -> bool:
    """``from build import *`` and ``build(setup_kwargs)``, for a script that the source holds."""
    if isinstance(node, ast.ImportFrom):
        names = [alias.name for alias in node.names]
        return not node.level and node.module == script and names == ["*"]
    call = node.value if isinstance(node, ast.Expr) else None
    if not isinstance(call, ast.Call) or call.keywords:
        return False
    words = [part.id for part in (call.func, *call.args) if isinstance(part, ast.Name)]
    return words == ["build", "setup_kwargs"] and len(call.args) == 1


def _statement(node: ast.stmt, shape: _Shape) -> None:
    if isinstance(node, ast.ImportFrom) and not node.level and not shape.imported:
        names = [(node.module, alias.name) for alias in node.names if alias.asname is None]
        shape.imported = len(names) == len(node.names) == 1 and names[0] in SETUP
        if shape.imported:
            return
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        target = node.targets[0]
        if isinstance(target, ast.Name) and target.id in VARIABLES - shape.names.keys():
            shape.names[target.id] = _value(node.value, shape)
            shape.unused.add(target.id)
            return
    kind = type(node).__name__
    raise Foreign(f"line {node.lineno} is no literal that is assigned to a known name ({kind})")


def _call(node: ast.stmt, shape: _Shape) -> dict[str, object]:
    call = node.value if isinstance(node, ast.Expr) else None
    if (
        not isinstance(call, ast.Call)
        or not isinstance(call.func, ast.Name)
        or call.func.id != "setup"
        or call.args
    ):
        raise Foreign("the file does not end with a call of setup() by keywords")
    found: dict[str, object] = {}
    for keyword in call.keywords:
        value = _value(keyword.value, shape)
        if keyword.arg is not None:
            found[keyword.arg] = value
        elif isinstance(value, dict) and all(isinstance(key, str) for key in value):
            found |= value
        else:
            raise Foreign("setup(**…) takes something else than a mapping of keywords")
    return found


def _value(node: ast.expr, shape: _Shape) -> object:
    """A literal, a name that stands for one, or a mapping of keywords to either."""
    if isinstance(node, ast.Name) and node.id in shape.names:
        shape.unused.discard(node.id)
        return shape.names[node.id]
    if isinstance(node, ast.Dict) and None not in node.keys:
        keys = [key.value if isinstance(key, ast.Constant) else None for key in node.keys]
        values = [_value(value, shape) for value in node.values]
        if all(isinstance(key, str) for key in keys):
            return dict(zip(keys, values, strict=True))
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        raise Foreign(f"line {node.lineno} holds a value that is not literal") from None
