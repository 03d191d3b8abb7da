"""The descriptor of a ``.proto`` file, byte by byte as protoc serialises it.

``google/protobuf/descriptor.proto`` has the numbers of the fields; they are written in that order.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from tallystick.explain.proto.source import NotKnown, camel
from tallystick.explain.proto.tree import Enum, Field, File, Message, Method, Service, Value

Types = Mapping[str, int]
"""Full names of messages (11) and enumerations (14): ``FieldDescriptorProto.Type``."""

_ENUM, _MESSAGE = 14, 11
_SCALARS = {
    "double": 1, "float": 2, "int64": 3, "uint64": 4, "int32": 5, "fixed64": 6, "fixed32": 7, "bool": 8,
    "string": 9, "bytes": 12, "uint32": 13, "sfixed32": 15, "sfixed64": 16, "sint32": 17, "sint64": 18,
}  # fmt: skip
_WORDS = {
    "SPEED": 1, "CODE_SIZE": 2, "LITE_RUNTIME": 3, "STRING": 0, "CORD": 1, "STRING_PIECE": 2, "JS_NORMAL": 0,
    "JS_STRING": 1, "JS_NUMBER": 2, "IDEMPOTENCY_UNKNOWN": 0, "NO_SIDE_EFFECTS": 1, "IDEMPOTENT": 2,
}  # fmt: skip
_FILE_OPTIONS = {
    "java_package": 1, "java_outer_classname": 8, "optimize_for": 9, "java_multiple_files": 10,
    "go_package": 11, "cc_generic_services": 16, "java_generic_services": 17,
    "java_generate_equals_and_hash": 20, "deprecated": 23, "java_string_check_utf8": 27,
    "cc_enable_arenas": 31, "objc_class_prefix": 36, "csharp_namespace": 37, "swift_prefix": 39,
    "php_class_prefix": 40, "php_namespace": 41, "php_metadata_namespace": 44, "ruby_package": 45,
}  # fmt: skip
_MESSAGE_OPTIONS = {"message_set_wire_format": 1, "no_standard_descriptor_accessor": 2, "deprecated": 3,
                    "map_entry": 7}  # fmt: skip
_FIELD_OPTIONS = {"ctype": 1, "packed": 2, "deprecated": 3, "lazy": 5, "jstype": 6, "weak": 10,
                  "unverified_lazy": 15, "debug_redact": 16}  # fmt: skip
_ENUM_OPTIONS = {"allow_alias": 2, "deprecated": 3}
_VALUE_OPTIONS = {"deprecated": 1, "debug_redact": 3}
_SERVICE_OPTIONS = {"deprecated": 33}
_METHOD_OPTIONS = {"deprecated": 33, "idempotency_level": 34}


class Descriptor(Struct, kw_only=True):
    """The serialised file, where each declaration lies in it, and the serialised options of each.

    Attributes:
        content: the bytes.
        spans: begin and end of each message, enumeration and service, by ``_OUTER_INNER``.
        options: by ``DESCRIPTOR``, by such a name, or with ``.fields_by_name['x']`` and its like behind it.
    """

    content: bytes
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    options: dict[str, bytes] = field(default_factory=dict)


def types_of(file: File) -> dict[str, int]:
    """The full names that ``file`` declares."""
    found: dict[str, int] = {}

    def walk(scope: str, messages: list[Message], enums: list[Enum]) -> None:
        for enum in enums:
            found[f"{scope}.{enum.name}"] = _ENUM
        for message in messages:
            found[f"{scope}.{message.name}"] = _MESSAGE
            walk(f"{scope}.{message.name}", message.nested, message.enums)

    walk(f".{file.package}" if file.package else "", file.messages, file.enums)
    return found


def describe(name: str, file: File, types: Types, *, json_names: bool) -> Descriptor:
    """The descriptor of ``file`` called ``name``; ``types`` are its own and those of what it imports.

    Raises:
        NotKnown: a type or an option is not known.
    """
    return _Writer(file, types, json_names=json_names).file(name)


def _varint(number: int) -> bytes:
    number &= (1 << 64) - 1
    made = bytearray()
    while number > 0x7F:
        made.append(number & 0x7F | 0x80)
        number >>= 7
    made.append(number)
    return bytes(made)


def _int(at: int, number: int) -> bytes:
    return _varint(at << 3) + _varint(number)


def _bytes(at: int, content: bytes | str) -> bytes:
    content = content.encode() if isinstance(content, str) else content
    return _varint(at << 3 | 2) + _varint(len(content)) + content


def _options(values: Mapping[str, Value], numbers: Mapping[str, int]) -> bytes:
    made = []
    for name, value in values.items():
        if name not in numbers:
            raise NotKnown(f"the option {name!r} is not known")
        number = numbers[name]
        if isinstance(value, bool | int):
            made.append((number, _int(number, int(value))))
        elif value in _WORDS:
            made.append((number, _int(number, _WORDS[value])))
        else:
            made.append((number, _bytes(number, value)))
    return b"".join(content for _, content in sorted(made))


class _Writer:
    """Writes one file; what is inside is written first, so spans are moved as it is put into place."""

    def __init__(self, file: File, types: Types, *, json_names: bool) -> None:
        self._file = file
        self._types = types
        self._json = json_names
        self._package = f".{file.package}" if file.package else ""
        self._options: dict[str, bytes] = {}

    def file(self, name: str) -> Descriptor:
        file = self._file
        spans: dict[str, tuple[int, int]] = {}
        made = _bytes(1, name)
        made += _bytes(2, file.package) if file.package else b""
        made += b"".join(_bytes(3, path) for path, _ in file.imports)
        parts = [(4, self._message(item, self._package, "")) for item in file.messages]
        parts += [(5, self._enum(item, self._package, "")) for item in file.enums]
        parts += [(6, self._service(item, self._package, "")) for item in file.services]
        for number, (content, inner) in parts:
            made += self._placed(number, content, inner, len(made), spans)
        made += b"".join(
            _bytes(7, self._field(item, self._package, "")) for item in file.extensions
        )
        options = self._keep("DESCRIPTOR", _options(file.options, _FILE_OPTIONS))
        made += _bytes(8, options) if file.options else b""
        for number, how in ((10, "public"), (11, "weak")):
            indexes = [index for index, (_, word) in enumerate(file.imports) if word == how]
            made += b"".join(_int(number, index) for index in indexes)
        made += _bytes(12, file.syntax) if file.syntax != "proto2" else b""
        return Descriptor(content=made, spans=spans, options=self._options)

    def _keep(self, name: str, content: bytes) -> bytes:
        if content:
            self._options[name] = content
        return content

    @staticmethod
    def _placed(
        number: int,
        content: bytes,
        inner: Mapping[str, tuple[int, int]],
        at: int,
        spans: dict[str, tuple[int, int]],
    ) -> bytes:
        """``content`` as field ``number`` behind ``at`` bytes, with its spans moved there."""
        made = _bytes(number, content)
        begin = at + len(made) - len(content)
        spans.update({name: (a + begin, b + begin) for name, (a, b) in inner.items()})
        return made

    def _resolve(self, name: str, scope: str) -> tuple[str, int]:
        """The full name from the innermost scope outward (language guide, "Name resolution")."""
        if name.startswith("."):
            candidates = [name]
        else:
            parts = scope.split(".")
            candidates = [".".join((*parts[:length], name)) for length in range(len(parts), 0, -1)]
        for candidate in candidates:
            if candidate in self._types:
                return candidate, self._types[candidate]
        raise NotKnown(f"the type {name!r} is not in the source")

    def _message(
        self, message: Message, scope: str, outer: str
    ) -> tuple[bytes, dict[str, tuple[int, int]]]:
        full, known_as = f"{scope}.{message.name}", f"{outer}_{message.name.upper()}"
        spans: dict[str, tuple[int, int]] = {}
        made = _bytes(1, message.name)
        made += b"".join(_bytes(2, self._field(item, full, known_as)) for item in message.fields)
        for item in message.nested:
            content, inner = self._message(item, full, known_as)
            made += self._placed(3, content, inner, len(made), spans)
        for enum in message.enums:
            content, inner = self._enum(enum, full, known_as)
            made += self._placed(4, content, inner, len(made), spans)
        made += b"".join(_bytes(5, _int(1, a) + _int(2, b)) for a, b in message.ranges)
        made += b"".join(
            _bytes(6, self._field(item, full, known_as)) for item in message.extensions
        )
        options = self._keep(known_as, _options(message.options, _MESSAGE_OPTIONS))
        made += _bytes(7, options) if message.options else b""
        made += b"".join(_bytes(8, _bytes(1, name)) for name in message.oneofs)
        made += b"".join(_bytes(9, _int(1, a) + _int(2, b)) for a, b in message.reserved)
        made += b"".join(_bytes(10, name) for name in message.reserved_names)
        spans[known_as] = (0, len(made))
        return made, spans

    def _field(self, item: Field, scope: str, outer: str) -> bytes:
        options = dict(item.options)
        default = options.pop("default", None)
        json_name = options.pop("json_name", None)
        made = _bytes(1, item.name)
        made += _bytes(2, self._resolve(item.extendee, scope)[0]) if item.extendee else b""
        made += _int(3, item.number) + _int(4, item.label)
        scalar = _SCALARS.get(item.kind)
        full, number = ("", scalar) if scalar else self._resolve(item.kind, scope)
        made += _int(5, number) + (_bytes(6, full) if full else b"")
        if default is not None:
            made += _bytes(7, _default(default, item.kind))
        where = f"{outer}.fields_by_name['{item.name}']" if not item.extendee else ""
        if item.extendee and options:
            raise NotKnown("an extension with options")
        written = self._keep(where, _options(options, _FIELD_OPTIONS))
        made += _bytes(8, written) if options else b""
        made += _int(9, item.oneof) if item.oneof is not None else b""
        if json_name is not None:
            made += _bytes(10, str(json_name))
        elif self._json:
            made += _bytes(10, camel(item.name, first=False))
        return made + (_int(17, 1) if item.is_optional3 else b"")

    def _enum(
        self, enum: Enum, _scope: str, outer: str
    ) -> tuple[bytes, dict[str, tuple[int, int]]]:
        known_as = f"{outer}_{enum.name.upper()}"
        made = _bytes(1, enum.name)
        for name, number, values in enum.values:
            written = self._keep(
                f"{known_as}.values_by_name['{name}']", _options(values, _VALUE_OPTIONS)
            )
            value = _bytes(1, name) + _int(2, number) + (_bytes(3, written) if values else b"")
            made += _bytes(2, value)
        options = self._keep(known_as, _options(enum.options, _ENUM_OPTIONS))
        made += _bytes(3, options) if enum.options else b""
        made += b"".join(_bytes(4, _int(1, a) + _int(2, b)) for a, b in enum.reserved)
        made += b"".join(_bytes(5, name) for name in enum.reserved_names)
        return made, {known_as: (0, len(made))}

    def _service(
        self, service: Service, scope: str, _outer: str
    ) -> tuple[bytes, dict[str, tuple[int, int]]]:
        known_as = f"_{service.name.upper()}"
        made = _bytes(1, service.name)
        made += b"".join(
            _bytes(2, self._method(method, scope, known_as)) for method in service.methods
        )
        options = self._keep(known_as, _options(service.options, _SERVICE_OPTIONS))
        made += _bytes(3, options) if service.options else b""
        return made, {known_as: (0, len(made))}

    def _method(self, method: Method, scope: str, outer: str) -> bytes:
        made = _bytes(1, method.name)
        made += _bytes(2, self._resolve(method.takes, scope)[0])
        made += _bytes(3, self._resolve(method.gives, scope)[0])
        if method.options is not None:
            where = f"{outer}.methods_by_name['{method.name}']"
            made += _bytes(4, self._keep(where, _options(method.options, _METHOD_OPTIONS)))
        made += _int(5, 1) if method.streams_in else b""
        return made + (_int(6, 1) if method.streams_out else b"")


def _default(value: Value, kind: str) -> str:
    """``default_value`` is text: a number as it would be printed, a word, a string as it is."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if kind in {"float", "double"} or (kind == "bytes" and not str(value).isalnum()):
        raise NotKnown("a default whose spelling is the compiler's")
    return str(value)


def name_in(content: bytes) -> str:
    """The name of the file that a serialised descriptor begins with; "" if it begins otherwise."""
    if content[:1] != b"\n" or len(content) < 2 or content[1] > 0x7F:
        return ""
    return content[2 : 2 + content[1]].decode("utf-8", "replace")
