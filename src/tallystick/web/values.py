"""What a page shows, as JSON, and the schema of that: both from its Struct, so that they agree."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

from msgspec import Struct

_LISTS = (tuple, list, Sequence)


def values(thing: object) -> Any:  # noqa: ANN401 - JSON
    """``thing`` in the values of JSON; Structs become objects with their fields."""
    if isinstance(thing, Enum):
        return thing.value
    if thing is None or isinstance(thing, str | int | float):
        return thing
    if isinstance(thing, Struct):
        return {name: values(getattr(thing, name)) for name in thing.__struct_fields__}
    if isinstance(thing, Mapping):
        return {str(values(key)): values(value) for key, value in thing.items()}
    if isinstance(thing, Sequence):
        return [values(one) for one in thing]
    raise TypeError(f"{type(thing).__name__} has no form in JSON")


def schema_of(kind: Any, named: dict[str, Any]) -> dict[str, Any]:  # noqa: ANN401 - a type
    """The JSON Schema (2020-12) of what :func:`values` makes of ``kind``.

    Args:
        kind: a type as the fields of Structs are annotated with.
        named: where the schemas of Structs go, by their names.
    """
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in {typing.Union, types.UnionType}:
        return {"anyOf": [schema_of(one, named) for one in inner]}
    if origin is tuple and Ellipsis not in inner:
        return {"type": "array", "prefixItems": [schema_of(one, named) for one in inner]}
    if origin in _LISTS:
        return {"type": "array", "items": schema_of(inner[0], named)}
    if origin in {dict, Mapping}:
        return {"type": "object", "additionalProperties": schema_of(inner[1], named)}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {"type": "string", "enum": [one.value for one in kind]}
    if isinstance(kind, type) and issubclass(kind, Struct):
        return _object(kind, named)
    plain = {str: "string", bool: "boolean", int: "integer", float: "number", type(None): "null"}
    return {"type": plain[kind]}


def _object(kind: type[Struct], named: dict[str, Any]) -> dict[str, Any]:
    # With its module: two pages may have a word for something of their own.
    name = f"{kind.__module__.rpartition('.')[2]}.{kind.__name__}"
    if name not in named:
        named[name] = {}  # so that a type which holds itself ends
        hints = typing.get_type_hints(kind)
        fields = list(kind.__struct_fields__)
        about = (kind.__doc__ or "").partition("\n")[0]
        named[name] = {
            "type": "object",
            "description": about,
            "required": fields,
            "properties": {field: schema_of(hints[field], named) for field in fields},
        }
    return {"$ref": f"#/components/schemas/{name}"}
