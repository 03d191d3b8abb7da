"""The OpenAPI document: every page and what it answers as JSON."""

from __future__ import annotations

import re
import typing
from functools import cache
from typing import Any, Final

from tallystick import __version__
from tallystick.web.asked import LONGEST_TEXT, Parameter
from tallystick.web.pages import PAGES, Page
from tallystick.web.values import schema_of

_SEGMENTS: Final = {
    "digest": (
        "the ledger's digest, or that of some bytes, in hex",
        "^[0-9a-f]{40}([0-9a-f]{24})?$",
    ),
    "commit": ("a commit in hex", "^[0-9a-f]{40}([0-9a-f]{24})?$"),
    "position": ("the entry's place in its ledger, from 0", "^(0|[1-9][0-9]{0,8})$"),
    "ecosystem": ("`pypi`, `npm`, `debian` or `tarball`", "^[^/]+$"),
    "project": ("the project's name; a byte that is not plain is `~` and two digits", "^[^/]+$"),
    "version": ("the version, likewise", "^[^/]+$"),
}


@cache
def openapi() -> dict[str, Any]:
    """The document, as OpenAPI 3.1 has it."""
    schemas: dict[str, Any] = {
        "Refused": {
            "type": "object",
            "required": ["status", "message"],
            "properties": {"status": {"type": "integer"}, "message": {"type": "string"}},
        }
    }
    paths = {json_path(page): {"get": _operation(page, schemas)} for page in PAGES}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "tallystick serve",
            "version": __version__,
            "description": "What a store of ledgers holds, read only. Names and texts are a stranger's.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{}, {"bearer": []}, {"basic": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "basic": {"type": "http", "scheme": "basic"},
            },
        },
    }


def json_path(page: Page) -> str:
    """Where a page is as JSON."""
    return "/index.json" if page.path == "/" else f"{page.path}.json"


def _operation(page: Page, schemas: dict[str, Any]) -> dict[str, Any]:
    answer = typing.get_type_hints(page.read)["return"]
    segments = re.findall(r"\{(\w+)\}", page.path)
    refused = {"$ref": "#/components/schemas/Refused"}
    return {
        "operationId": page.id,
        "summary": (page.read.__doc__ or "").partition("\n")[0],
        "parameters": [*map(_segment, segments), *map(_parameter, page.parameters)],
        "responses": {
            "200": {
                "description": (answer.__doc__ or "").partition("\n")[0],
                "content": {"application/json": {"schema": schema_of(answer, schemas)}},
            },
            "default": {
                "description": "It cannot be meant, or is not there.",
                "content": {"application/json": {"schema": refused}},
            },
        },
    }


def _segment(name: str) -> dict[str, Any]:
    about, pattern = _SEGMENTS[name]
    schema = {"type": "string", "pattern": pattern}
    return {"name": name, "in": "path", "required": True, "description": about, "schema": schema}


def _parameter(one: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string", "maxLength": LONGEST_TEXT}
    if one.choices:
        schema = {"type": "string", "enum": [*one.choices, ""]}
    if one.many:
        schema = {"type": "array", "items": schema}
    return {"name": one.name, "in": "query", "description": one.about, "schema": schema}
