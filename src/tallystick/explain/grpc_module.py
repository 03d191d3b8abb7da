"""``x_pb2_grpc.py``: the Python that gRPC's plugin of protoc writes for the services of a ``.proto``.

``src/compiler/python_generator.cc`` of gRPC. The source's ``.proto`` must declare just the services that
the module has classes for, each with its methods, and the module may import and call nothing but what the
generator does. That leaves texts and types, which running the plugin would prove.
"""

from __future__ import annotations

import ast
import re

from tallystick.explain.context import Context
from tallystick.explain.proto.generated_syntax import ALWAYS, Grammar, first_odd
from tallystick.explain.proto.judging import Judge
from tallystick.explain.proto.tree import File
from tallystick.model import Difference, Explanation

ID = "grpc-module"

_ADDS = re.compile(r"add_(\w+)Servicer_to_server")
_GRAMMAR = Grammar(
    nodes=(
        *ALWAYS, ast.ClassDef, ast.FunctionDef, ast.arguments, ast.arg, ast.Return, ast.Pass, ast.Raise,
        ast.Try, ast.ExceptHandler, ast.JoinedStr, ast.FormattedValue, ast.BinOp,
    ),
    imports=re.compile(
        r"import grpc|import warnings|from grpc\._utilities import first_version_is_lower"
        r"|(?:from [\w.]+ )?import [\w.]*_pb2(?: as \w+_pb2)?"
    ),
    calls=re.compile(
        r"channel\.(?:unary|stream)_(?:unary|stream)|context\.set_(?:code|details)|NotImplementedError"
        r"|RuntimeError|warnings\.warn|first_version_is_lower|grpc\.\w+_rpc_method_handler"
        r"|grpc\.method_handlers_generic_handler|server\.add_generic_rpc_handlers"
        r"|server\.add_registered_method_handlers|grpc\.experimental\.(?:unary|stream)_(?:unary|stream)"
    ),
    attributes=re.compile(
        r"[A-Z]\w*|__version__|(?:unary|stream)_(?:unary|stream)|set_(?:code|details)|warn|experimental"
        r"|\w+_rpc_method_handler|method_handlers_generic_handler|add_generic_rpc_handlers"
        r"|add_registered_method_handlers"
    ),
    owners=re.compile(r"self|servicer|\w+_pb2"),
    builtins=frozenset({
        "RuntimeError", "NotImplementedError", "ImportError", "RuntimeWarning", "object", "staticmethod",
    }),
    targets=re.compile(
        r"GRPC_(?:GENERATED_)?VERSION|_version_not_supported|EXPECTED_ERROR_RELEASE|SCHEDULED_RELEASE_DATE"
        r"|rpc_method_handlers|generic_handler|self\.\w+"
    ),
)  # fmt: skip


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    if not difference.path.endswith("_pb2_grpc.py") or difference.source is not None:
        return None
    return _JUDGE.explain(difference, context)


def _problem(module: ast.Module, file: File) -> str | None:
    """The first thing that the plugin does not write for these services; None if there is none."""
    wanted = {
        service.name: {method.name for method in service.methods} for service in file.services
    }
    found = {
        match[1]: node
        for node in module.body
        if isinstance(node, ast.FunctionDef) and (match := _ADDS.fullmatch(node.name))
    }
    if found.keys() != wanted.keys():
        others = ", ".join(sorted(found.keys() ^ wanted.keys()))[:200]
        return f"its services are not those of the source: {others}"
    for node in module.body:
        wrong = _wrong_class(node, wanted) if isinstance(node, ast.ClassDef) else None
        if wrong is not None:
            return wrong
    odd = first_odd(module, _GRAMMAR) or next(
        filter(None, map(_odd_definition, ast.walk(module))), None
    )
    return f"the plugin writes no such thing: {odd}" if odd else None


def _wrong_class(node: ast.ClassDef, wanted: dict[str, set[str]]) -> str | None:
    """``XStub``, ``XServicer`` and ``X`` have the methods of the service X, and no others."""
    for suffix in ("Stub", "Servicer", ""):
        name = node.name.removesuffix(suffix)
        if name in wanted and node.name == name + suffix:
            methods = {item.name for item in node.body if isinstance(item, ast.FunctionDef)}
            expected = {"__init__"} if suffix == "Stub" else wanted[name]
            if methods == expected:
                return None
    return f"the class {node.name} is not of a service of the source"


def _odd_definition(node: ast.AST) -> str | None:
    """A decorator or a base class that the plugin does not write."""
    if not isinstance(node, ast.FunctionDef | ast.ClassDef):
        return None
    bases = node.bases if isinstance(node, ast.ClassDef) else []
    for written, known in ((node.decorator_list, "staticmethod"), (bases, "object")):
        for item in written:
            if ast.unparse(item) != known:
                return f"{node.name} has {ast.unparse(item)[:100]}"
    return None


_JUDGE = Judge(
    explainer=ID,
    claim="written by gRPC's plugin of protoc for {path}",
    evidence="the services of {path} with their methods; run grpc_tools.protoc on it to prove the rest",
    problem=_problem,
)
