"""``x_pb2.pyi``: types of a protobuf module, as protoc (``--pyi_out``) or mypy-protobuf writes them.

A stub is for type checkers and is never imported, but it is read by people and by tools that check calls. It
may hold declarations alone, and its classes must be the messages, enumerations and services of the source's
``.proto``. That leaves the types of fields, which running the generator would prove.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tallystick.explain.context import Context
from tallystick.explain.proto.judging import Judge
from tallystick.explain.proto.tree import File, Message
from tallystick.model import Difference, Explanation

ID = "protobuf-stub"

_NAMED = re.compile(r".*_pb2(?:_grpc)?\.pyi")
_NODES = (
    ast.Module, ast.Import, ast.ImportFrom, ast.alias, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef,
    ast.arguments, ast.arg, ast.AnnAssign, ast.Assign, ast.If, ast.Compare, ast.Name, ast.Attribute,
    ast.Subscript, ast.Tuple, ast.List, ast.Constant, ast.Expr, ast.Pass, ast.Call, ast.keyword, ast.BinOp,
    ast.UnaryOp, ast.expr_context, ast.operator, ast.unaryop, ast.cmpop,
)  # fmt: skip
"""Syntax of declarations (typing documentation, "Writing and Maintaining Stub Files")."""

_CALLS = re.compile(r"(?:\w+\.)?(?:NewType|TypeVar|_?deprecated|_?EnumTypeWrapper)")
_ENDS = ("Stub", "AsyncStub", "Servicer")
_PRIVATE = re.compile(r"_\w*")


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    if difference.source is not None or _NAMED.fullmatch(difference.path) is None:
        return None
    return _JUDGE.explain(difference, context)


def _problem(module: ast.Module, file: File) -> str | None:
    return next(_problems(module, file), None)


def _problems(module: ast.Module, file: File) -> Iterator[str]:
    """What no stub of this file holds."""
    declared = frozenset(_names(file))
    for node in ast.walk(module):
        if not isinstance(node, _NODES):
            yield f"{type(node).__name__} in line {getattr(node, 'lineno', 0)} declares nothing"
        elif isinstance(node, ast.Call) and _CALLS.fullmatch(ast.unparse(node.func)) is None:
            yield f"a call of {ast.unparse(node.func)[:100]}"
        elif isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant):
            yield f"a statement in line {node.lineno} that declares nothing"
        elif isinstance(node, ast.ClassDef) and not _is_declared(node.name, declared):
            yield f"the class {node.name} is not of the source"
    held = {node.name for node in ast.walk(module) if isinstance(node, ast.ClassDef)}
    missing = [message.name for message in file.messages if message.name not in held]
    if missing and not (held & {service.name + end for service in file.services for end in _ENDS}):
        yield f"{missing[0]} of the source is not in it"


def _is_declared(name: str, declared: frozenset[str]) -> bool:
    """Whether the source declares a class, or it is one that the generator puts around one."""
    return (
        name in declared
        or any(name.removesuffix(end) in declared for end in _ENDS)
        or _PRIVATE.fullmatch(name) is not None
    )


def _names(file: File) -> Iterator[str]:
    """Every message, enumeration and service, however deep."""
    yield from (service.name for service in file.services)
    yield from (enum.name for enum in file.enums)
    waiting: list[Message] = list(file.messages)
    while waiting:
        message = waiting.pop()
        yield message.name
        yield from (enum.name for enum in message.enums)
        waiting += message.nested


_JUDGE = Judge(
    explainer=ID,
    claim="types written by protoc or mypy-protobuf for {path}",
    evidence="declarations alone, of what {path} declares; run protoc on it to prove the types",
    problem=_problem,
)
