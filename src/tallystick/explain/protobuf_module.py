"""``x_pb2.py``: the Python that protoc writes for a ``.proto`` of the source.

The module holds the file's descriptor as bytes. It is compiled here from the source's ``.proto``, and the
module written anew around it as protoc's Python generator does (``src/google/protobuf/compiler/python/
generator.cc``); equal syntax is a proof. Nothing of the module is run, and the descriptor is not decoded:
bytes that agree need no understanding.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tallystick.explain.context import Context
from tallystick.explain.evidence.scripts import script_texts
from tallystick.explain.formats.python_remarks import comments
from tallystick.explain.places import base_name, folder_of, own_bytes, places, source_file
from tallystick.explain.proto.descriptor import Descriptor, describe, name_in, types_of
from tallystick.explain.proto.source import NotKnown, parse
from tallystick.explain.proto.text import (
    SPELLINGS,
    Stated,
    odd_call,
    render,
    stated,
    without_folders,
)
from tallystick.explain.proto.tree import File
from tallystick.model import Difference, Explanation, Grade
from tallystick.project.bounded import Malformed, python

ID = "protobuf-module"

MAX_IMPORTS = 200
"""Files that one file leads to; the deepest public API definitions reach some 60."""

_RUNS_PROTOC = re.compile(r"\bprotoc\b|grpc_tools|py_proto_library|\bbuf\b|_pb2\b")

WELL_KNOWN = {
    "any": ("Any",), "api": ("Api", "Method", "Mixin"), "duration": ("Duration",), "empty": ("Empty",),
    "field_mask": ("FieldMask",), "source_context": ("SourceContext",), "timestamp": ("Timestamp",),
    "struct": ("Struct", "Value", "ListValue"), "type": ("Type", "Field", "Enum", "EnumValue", "Option"),
    "wrappers": (
        "DoubleValue", "FloatValue", "Int64Value", "UInt64Value", "Int32Value", "UInt32Value", "BoolValue",
        "StringValue", "BytesValue",
    ),
}  # fmt: skip
"""Messages of the files that protoc brings along (https://protobuf.dev/reference/protobuf/google.protobuf/)."""

_REWRITTEN = (
    "what protoc makes of it, but for the folders of the generated modules that it imports; "
    "run the build that rewrites them"
)

_WELL_KNOWN_ENUMS = {"struct": ("NullValue",), "type": ("Syntax",)}


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    if not difference.path.endswith("_pb2.py") or difference.source is not None:
        return None
    content = own_bytes(difference, context)
    found = (
        next(protos(difference.path, difference, context), None) if content is not None else None
    )
    if content is None or found is None:
        return None
    try:
        module = python(content, context.limits)
    except Malformed as error:
        return _explanation(Grade.CONTRADICTED, found, str(error))
    said = stated(module)
    if said is None:
        return _older(module, found)
    return _compared(content, module, said, difference, context)


def _older(module: ast.Module, found: str) -> Explanation:
    """Generators before 3.20 wrote each field as a call: what the module calls is all that is looked at."""
    odd = odd_call(module)
    if odd is not None:
        return _explanation(Grade.CONTRADICTED, found, f"no protoc writes {odd}")
    return _explanation(
        Grade.UNPROVEN, found, f"written in a form that is not known here; run protoc on {found}"
    )


def _compared(
    content: bytes, module: ast.Module, said: Stated, difference: Difference, context: Context
) -> Explanation:
    """Against each ``.proto`` of this name; the first that it is made of decides."""
    name = name_in(said.descriptor)
    own = ast.dump(module)
    why = ""
    known = False
    paths = list(protos(difference.path, difference, context))
    for path in paths:
        if not name or not f"/{path}".endswith(f"/{name}"):
            why = why or f"its descriptor is that of {name[:200]!r}"
            known = True
            continue
        try:
            file, made = _described(path, name, context)
        except NotKnown as error:
            return _unread(module, path, str(error))
        known = True
        for descriptor in made:
            if descriptor.content != said.descriptor:
                why = why or f"its descriptor is not that of {path}"
                continue
            for spelling in SPELLINGS:
                written = ast.parse(render(said, name, file, descriptor, spelling))
                if own == ast.dump(written):
                    return _proven(path, content, context)
                if without_folders(module) == without_folders(written):
                    return _explanation(Grade.UNPROVEN, path, _REWRITTEN)
            why = "it holds more or other statements than protoc writes"
    if not known:
        return _unread(module, paths[0], why)
    return _explanation(Grade.CONTRADICTED, paths[0], why)


def _unread(module: ast.Module, path: str, why: str) -> Explanation:
    odd = odd_call(module)
    if odd is not None:
        return _explanation(Grade.CONTRADICTED, path, f"no protoc writes {odd}")
    return _explanation(Grade.UNPROVEN, path, f"{why}; run protoc on {path} to prove it")


def _proven(path: str, content: bytes, context: Context) -> Explanation:
    """A proof, if the source speaks of protoc at all: else nobody asked for such a module."""
    try:
        foreign = next((one for one in comments(content) if not _is_protocs(one, path)), None)
    except Malformed as error:
        foreign = str(error)
    if foreign is not None:
        evidence = f"the statements are what protoc makes of {path}, but no protoc writes {foreign[:150]!r}"
        return _explanation(Grade.UNPROVEN, path, evidence)
    asked = context.once("runs protoc", lambda: _asking(context))
    if asked is None:
        evidence = f"exactly what protoc makes of {path}, but no build file speaks of protoc"
        return _explanation(Grade.UNPROVEN, path, evidence)
    evidence = f"compiled anew from {path}: the same descriptor, and no other statement ({asked} asks for it)"
    return _explanation(Grade.DERIVED, path, evidence)


_COMMENT = re.compile(
    r"\# (?:-\*- coding: utf-8 -\*-|Generated by the protocol buffer compiler\.  DO NOT EDIT!"
    r"|NO CHECKED-IN PROTOBUF GENCODE|Protobuf Python Version: \d[\w.+-]{0,30}"
    r"|@@protoc_insertion_point\((?:imports|module_scope)\))"
)
"""What the generator writes besides (``PrintTopBoilerplate``, ``Generate``)."""


def _is_protocs(comment: str, path: str) -> bool:
    """Whether protoc writes ``comment`` into the module of ``path``, whose end it names."""
    named = comment.removeprefix("# source: ")
    if named != comment:
        return f"/{path}".endswith(f"/{named}")
    return _COMMENT.fullmatch(comment) is not None


def _asking(context: Context) -> str | None:
    """The first build file or script that speaks of protoc."""
    return next(
        (path for path, text in script_texts(context).items() if _RUNS_PROTOC.search(text)), None
    )


def _explanation(grade: Grade, path: str, evidence: str) -> Explanation:
    return Explanation(
        grade=grade,
        explainer=ID,
        claim=f"written by protoc for {path}",
        evidence=evidence,
        source_path=path,
        normalisations=("spelling of literals not compared",) if grade is Grade.DERIVED else (),
    )


def protos(path: str, difference: Difference, context: Context) -> Iterator[str]:
    """The ``.proto`` files that the module ``path`` is named after: beside it first, then anywhere."""
    stem = base_name(path).rpartition("_pb2")[0]
    known = context.once("proto files", lambda: _by_name(context))
    beside = [folder_of(place) for place in places(difference, context)]
    found = known.get(stem, [])
    tail = path.rpartition("_pb2")[0] + ".proto"
    yield from sorted(
        found,
        key=lambda one: (folder_of(one) not in beside, not one.endswith(tail), one.count("/"), one),
    )


def _by_name(context: Context) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in context.source.tree.entries:
        if path.endswith(".proto") and source_file(path, context) == path:
            stem = base_name(path).removesuffix(".proto").replace("-", "_")
            found.setdefault(stem, []).append(path)
    return found


def _described(path: str, name: str, context: Context) -> tuple[File, list[Descriptor]]:
    """The file, and its descriptor without and with JSON names, of which protoc wrote either."""
    file = proto_file(path, context)
    root = path.removesuffix(name)
    types = types_of(file)
    waiting = [imported for imported, _ in file.imports]
    seen: set[str] = set()
    while waiting and len(seen) < MAX_IMPORTS:
        wanted = waiting.pop()
        if wanted in seen:
            continue
        seen.add(wanted)
        inside = _find(wanted, root, context)
        if inside is None:
            types |= _brought_along(wanted)
            continue
        other = proto_file(inside, context)
        types |= types_of(other)
        waiting += [imported for imported, how in other.imports if how == "public"]
    return file, [describe(name, file, types, json_names=names) for names in (False, True)]


def proto_file(path: str, context: Context) -> File:
    """The source's ``.proto`` at ``path``, read; :class:`NotKnown` if it cannot be."""
    text = context.source_bytes(path)[: context.limits.metadata].decode("utf-8", "replace")
    return context.once(f"proto {path}", lambda: parse(text))


def _find(wanted: str, root: str, context: Context) -> str | None:
    """The imported file below the same root, or the only one of the source that ends so."""
    if context.source_has(root + wanted):
        return root + wanted
    stem = base_name(wanted).removesuffix(".proto").replace("-", "_")
    known = context.once("proto files", lambda: _by_name(context)).get(stem, [])
    found = [path for path in known if path.endswith(f"/{wanted}")]
    return found[0] if len(found) == 1 else None


def _brought_along(wanted: str) -> dict[str, int]:
    stem = wanted.removeprefix("google/protobuf/").removesuffix(".proto")
    if stem not in WELL_KNOWN or wanted != f"google/protobuf/{stem}.proto":
        return {}
    enums = _WELL_KNOWN_ENUMS.get(stem, ())
    return {f".google.protobuf.{name}": 11 for name in WELL_KNOWN[stem]} | {
        f".google.protobuf.{name}": 14 for name in enums
    }
