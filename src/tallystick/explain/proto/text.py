"""The text of a module that protoc writes around a descriptor, in the three forms since protobuf 3.20.

``src/google/protobuf/compiler/python/generator.cc`` (``Generate``, ``PrintImports``,
``PrintFileDescriptor``, ``FixAllDescriptorOptions``, ``SetSerializedPbInterval``).
"""

from __future__ import annotations

import ast
import keyword
import re

from msgspec import Struct

from tallystick.explain.proto.descriptor import Descriptor
from tallystick.explain.proto.generated_syntax import ALWAYS, Grammar, first_odd
from tallystick.explain.proto.tree import Enum, File, Message

_GRAMMAR = Grammar(
    nodes=(
        *ALWAYS,
        ast.BoolOp,
        ast.Compare,
        ast.UnaryOp,
        ast.Subscript,
        ast.Lambda,
        ast.arguments,
        ast.arg,
    ),
    imports=re.compile(
        r"import sys|from google\.protobuf(?:\.internal)? import \w+(?: as _?\w+)?"
        r"|(?:from [\w.]+ )?import [\w.]*_pb2(?: as \w+_pb2)?|from [\w.]+_pb2 import \*"
    ),
    calls=re.compile(
        r"_descriptor\.(?:File|Field|Enum|EnumValue|Service|Method|Oneof)?Descriptor|_descriptor\._ParseOptions"
        r"|_descriptor_pool\.Default(?:\(\)\.AddSerializedFile)?|_symbol_database\.Default|globals|_b"
        r"|_sym_db\.Register(?:Message|EnumDescriptor|FileDescriptor|ServiceDescriptor)"
        r"|_reflection\.GeneratedProtocolMessageType|enum_type_wrapper\.EnumTypeWrapper"
        r"|_service_reflection\.GeneratedService(?:Stub)?Type|descriptor_pb2\.[A-Z]\w*Options"
        r"|_builder\.Build[A-Z]\w*|_runtime_version\.ValidateProtobufRuntimeVersion"
        r"|[\w.]+\.RegisterExtension|b''\.decode|x\.encode|float|dict|_ResolvedFeatures|_b\(''\)\.decode"
    ),
    attributes=re.compile(
        r"_?[A-Z]\w*|_internal_create_key|_options|_loaded_options|_features|_serialized_(?:options|start|end)"
        r"|\w+_by_name|message_type|enum_type|containing_(?:type|oneof)|fields|values|oneofs|has_options|number|decode|encode"
        r"|version_info|internal"
    ),
    owners=re.compile(r"\w+_pb2"),
    builtins=frozenset({"globals", "float", "dict"}),
    targets=re.compile(
        r"\w+"
        r"|[\w.\[\]'\"]+\.(?:_options|_loaded_options|_features|_serialized_(?:options|start|end)|has_options"
        r"|message_type|enum_type|containing_type|containing_oneof|fields)|DESCRIPTOR\.\w+\['\w+'\]"
    ),
)
"""Every form that protoc has written, those before 3.20 with a call for each field included."""


class Stated(Struct, frozen=True, kw_only=True):
    """What a module says of itself: its descriptor, and in which form it was written, for which runtime.

    Attributes:
        form: 0 before 4.23 (``globals()``), 1 from then on (``_globals``), 2 from 5.26 on (a version).
        runtime: the arguments of that version check but for the file's name.
        module: the name that it gives itself, with dots.
    """

    descriptor: bytes
    form: int
    runtime: tuple[object, ...]
    module: str


def stated(module: ast.Module) -> Stated | None:
    """What can be read off the one call that registers the descriptor; None in any older form."""
    descriptor: bytes | None = None
    name = ""
    runtime: tuple[object, ...] = ()
    form = 0
    for node in module.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            form = form or int(ast.unparse(node) == "_globals = globals()")
            arguments = [a.value for a in node.value.args if isinstance(a, ast.Constant)]
            if (
                ast.unparse(node.value.func) == "_descriptor_pool.Default().AddSerializedFile"
                and arguments
            ):
                descriptor = arguments[0] if isinstance(arguments[0], bytes) else None
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            called = ast.unparse(node.value.func)
            arguments = [a.value for a in node.value.args if isinstance(a, ast.Constant)]
            if called == "_builder.BuildTopDescriptorsAndMessages" and arguments:
                name = str(arguments[0])
            if called == "_runtime_version.ValidateProtobufRuntimeVersion" and len(arguments) == 5:
                runtime = tuple(arguments[:4]) if _is_version(*arguments[:4]) else ()
    if descriptor is None or not name:
        return None
    return Stated(
        descriptor=descriptor,
        form=2 if runtime else form,
        runtime=runtime,
        module=name,
    )


def _is_version(*parts: object) -> bool:
    """Whether these are the three numbers of a runtime and what stands behind them: ``-rc1``, ``-dev``."""
    *numbers, suffix = parts
    plain = isinstance(suffix, str) and re.fullmatch(r"(?:-[a-z]{1,5}\d{0,3})?", suffix)
    return bool(plain) and all(type(number) is int for number in numbers)


class Spelling(Struct, frozen=True, kw_only=True):
    """What changed within one form: how C descriptors are asked for, how the file and options are named."""

    test: str
    file: str
    loaded: str


SPELLINGS = tuple(
    Spelling(test=test, file=file, loaded=loaded)
    for test in ("not _descriptor._USE_C_DESCRIPTORS", "_descriptor._USE_C_DESCRIPTORS == False")
    for file in ("DESCRIPTOR", "_globals['DESCRIPTOR']")
    for loaded in ("_options", "_loaded_options")
)


def render(said: Stated, name: str, file: File, descriptor: Descriptor, spelling: Spelling) -> str:
    """The module as protoc writes it for ``descriptor``; "raise" where its name cannot be written so."""
    own = module_name(name)
    lines = ['"""Generated protocol buffer code."""', *_head(said, name)]
    lines.append("_sym_db = _symbol_database.Default()")
    for path, how in file.imports:
        lines += _imports(path, how)
    lines.append(
        f"DESCRIPTOR = _descriptor_pool.Default().AddSerializedFile({descriptor.content!r})"
    )
    holder = "_globals" if said.form else "globals()"
    lines += ["_globals = globals()"] if said.form else []
    lines.append(f"_builder.BuildMessageAndEnumDescriptors(DESCRIPTOR, {holder})")
    lines.append(f"_builder.BuildTopDescriptorsAndMessages(DESCRIPTOR, {own!r}, {holder})")
    tail = _tail(said, file, descriptor, spelling)
    return "\n".join([*lines, f"if {spelling.test}:", *(f"  {line}" for line in tail)]) + "\n"


def module_name(path: str) -> str:
    """``a/b-c.proto`` as ``a.b_c_pb2`` (``ModuleName`` in ``helpers.cc``)."""
    return path.removesuffix(".proto").replace("-", "_").replace("/", ".") + "_pb2"


def _head(said: Stated, name: str) -> list[str]:
    pool = [
        "from google.protobuf import descriptor as _descriptor",
        "from google.protobuf import descriptor_pool as _descriptor_pool",
    ]
    symbols = "from google.protobuf import symbol_database as _symbol_database"
    builder = "from google.protobuf.internal import builder as _builder"
    if said.form == 0:
        return [builder, *pool, symbols]
    if said.form == 1:
        return [*pool, symbols, builder]
    version = ", ".join(repr(part) for part in said.runtime)
    return [
        *pool,
        "from google.protobuf import runtime_version as _runtime_version",
        symbols,
        builder,
        "_runtime_version.ValidateProtobufRuntimeVersion("
        f"_runtime_version.Domain.PUBLIC, {version}, {name!r})",
    ]


def _imports(path: str, how: str) -> list[str]:
    full = module_name(path)
    folder, _, leaf = full.rpartition(".")
    if any(keyword.iskeyword(part) for part in full.split(".")):
        return ["raise"]  # protoc asks importlib for such a name; no text that is made here is it
    alias = full.replace("_", "__").replace(".", "_dot_")
    made = [f"from {folder} import {leaf} as {alias}" if folder else f"import {full} as {alias}"]
    return [*made, f"from {full} import *"] if how == "public" else made


def _tail(said: Stated, file: File, descriptor: Descriptor, spelling: Spelling) -> list[str]:
    """Options of each declaration, then where each lies, in the generator's order."""
    # Without options of its own the file is still marked as having none, always by its bare name.
    lines = [] if "DESCRIPTOR" in descriptor.options else [f"DESCRIPTOR.{spelling.loaded} = None"]
    for name in _order_of_options(file):
        content = descriptor.options.get(name)
        if content is None:
            continue
        holder, dot, rest = name.partition(".")
        item = (spelling.file if name == "DESCRIPTOR" else _item(said, holder)) + dot + rest
        lines += [f"{item}.{spelling.loaded} = None", f"{item}._serialized_options = {content!r}"]
    for name in _order_of_spans(file):
        begin, end = descriptor.spans[name]
        # The generator looks for the bytes in the file, and takes the first place that has them.
        first = descriptor.content.find(descriptor.content[begin:end])
        begin, end = first, first + end - begin
        item = _item(said, name)
        lines += [f"{item}._serialized_start={begin}", f"{item}._serialized_end={end}"]
    return lines


def _item(said: Stated, name: str) -> str:
    """Form 0 wrote bare names, the later ones look them up."""
    return f"_globals[{name!r}]" if said.form else name


def _order_of_options(file: File) -> list[str]:
    """``FixAllDescriptorOptions``: the file, enumerations, messages, services."""
    names = ["DESCRIPTOR", *(name for enum in file.enums for name in _of_enum(enum, ""))]
    names += [name for message in file.messages for name in _of_message(message, "")]
    for service in file.services:
        own = f"_{service.name.upper()}"
        names += [own, *(f"{own}.methods_by_name['{method.name}']" for method in service.methods)]
    return names


def _of_enum(enum: Enum, outer: str) -> list[str]:
    own = f"{outer}_{enum.name.upper()}"
    return [own, *(f"{own}.values_by_name['{value}']" for value, _, _ in enum.values)]


def _of_message(message: Message, outer: str) -> list[str]:
    own = f"{outer}_{message.name.upper()}"
    names = [name for nested in message.nested for name in _of_message(nested, own)]
    names += [name for enum in message.enums for name in _of_enum(enum, own)]
    return [*names, *(f"{own}.fields_by_name['{field.name}']" for field in message.fields), own]


def _order_of_spans(file: File) -> list[str]:
    """``SetSerializedPbInterval``: enumerations, then each message with what is inside, then services."""
    names = [f"_{enum.name.upper()}" for enum in file.enums]

    def walk(message: Message, outer: str) -> None:
        here = f"{outer}_{message.name.upper()}"
        names.append(here)
        for nested in message.nested:
            walk(nested, here)
        names.extend(f"{here}_{enum.name.upper()}" for enum in message.enums)

    for message in file.messages:
        walk(message, "")
    return [*names, *(f"_{service.name.upper()}" for service in file.services)]


def odd_call(module: ast.Module) -> str | None:
    """Something that no generated module has, in any form; None if there is none."""
    bare = ast.Module(body=[_without_features(node) for node in module.body], type_ignores=[])
    return first_odd(bare, _GRAMMAR)


_FEATURES = ast.dump(
    ast.parse(
        "class _ResolvedFeatures:\n"
        "  def __init__(self, features = None, **kwargs):\n"
        "    if features:\n"
        "      for k, v in features.FIELDS.items():\n"
        "        setattr(self, k, getattr(features, k))\n"
        "    else:\n"
        "      for k, v in kwargs.items():\n"
        "        setattr(self, k, v)\n"
    ).body[0]
)
"""The one class that a module of protoc has: in that of ``descriptor.proto``, which cannot import itself."""


def _without_features(node: ast.stmt) -> ast.stmt:
    if not isinstance(node, ast.If):
        return node
    body = [
        item
        for item in node.body
        if not isinstance(item, ast.ClassDef) or ast.dump(item) != _FEATURES
    ]
    return ast.If(test=node.test, body=body, orelse=node.orelse)


def without_folders(module: ast.Module) -> str:
    """``module`` as text for comparison, with the folders of imported generated modules left out.

    Projects turn protoc's absolute imports into relative ones with a script of their own.
    """
    lines = []
    for node in module.body:
        if isinstance(node, ast.Import | ast.ImportFrom) and len(node.names) == 1:
            full = node.names[0].name
            starred = getattr(node, "module", None) if full == "*" else None
            leaf = (starred or full).rpartition(".")[2]
            if leaf.endswith("_pb2"):
                lines.append(f"import {leaf} as {node.names[0].asname} {full == '*'}")
                continue
        lines.append(ast.dump(node))
    return "\n".join(lines)
