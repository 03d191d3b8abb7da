"""Hold the answers that tests serve as GitHub's against GitHub's own description of its interface.

``python benchmarks/forge.py api.github.com.json`` reads an OpenAPI document (the npm package
``@octokit/openapi`` carries it) and prints each path that the tests answer, and what in the answer is not as
the description says: a field that it does not know, or one of another type. Exit code 1 if there is any.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from forge_answers import Request, Review, github, rights

ROOT = "/api/v3"

TYPES: Mapping[str, type] = {"string": str, "integer": int, "number": float, "boolean": bool}


def main() -> int:
    """Print what does not fit; 1 if something does not."""
    description = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    reviews = (Review(by="a"), Review(by="b", state="changes", is_stranger=True, is_bot=True))
    answers = {
        **github("c" * 40, Request(author="e", merged_by="b", reviews=reviews)),
        **rights("github", ["a"], ["b"], 1),
    }
    misfits = 0
    for path, answer in answers.items():
        found = list(differences(answer, schema_of(description, path), description, ""))
        misfits += len(found)
        print(f"{path.removeprefix(ROOT)}: {'; '.join(found) or 'as described'}")
    return 1 if misfits else 0


def schema_of(description: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    """What the description says of a successful GET of ``path``."""
    for template, methods in description["paths"].items():
        pattern = re.sub(r"\{[^}]*\}", "[^/]+", template)
        if "get" in methods and re.fullmatch(pattern, path.removeprefix(ROOT)):
            answer = resolved(methods["get"]["responses"]["200"], description)
            schema: Mapping[str, Any] = answer["content"]["application/json"]["schema"]
            return schema
    raise SystemExit(f"{path}: the description has no such path")


def resolved(value: Mapping[str, Any], description: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a ``$ref`` means (RFC 6901)."""
    while "$ref" in value:
        found: Any = description
        for part in value["$ref"].removeprefix("#/").split("/"):
            found = found[part.replace("~1", "/").replace("~0", "~")]
        value = found
    return value


def differences(
    value: object, schema: Mapping[str, Any], description: Mapping[str, Any], at: str
) -> Iterator[str]:
    """What of ``value`` is not as ``schema`` says; fields that are left out are not named."""
    schema = resolved(schema, description)
    choices = [resolved(one, description) for one in schema.get("anyOf", schema.get("oneOf", []))]
    if choices:
        tried = [list(differences(value, one, description, at)) for one in choices]
        yield from min(tried, key=len)
        return
    if isinstance(value, list):
        for item in value:
            yield from differences(item, schema.get("items", {}), description, f"{at}[]")
    elif isinstance(value, dict):
        properties = dict(fields(schema, description))
        for key, inner in value.items():
            if key not in properties:
                yield f"{at}.{key}: not in the description"
            else:
                yield from differences(inner, properties[key], description, f"{at}.{key}")
    elif not fits(value, schema):
        yield f"{at}: {value!r} is no {schema.get('enum') or schema.get('type')}"


def fields(
    schema: Mapping[str, Any], description: Mapping[str, Any]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The properties of an object, those of the parts of ``allOf`` too."""
    for part in schema.get("allOf", []):
        yield from fields(resolved(part, description), description)
    yield from schema.get("properties", {}).items()


def fits(value: object, schema: Mapping[str, Any]) -> bool:
    """Whether a plain value is of the type, and one of the values."""
    expected = TYPES.get(str(schema.get("type")), object)
    return isinstance(value, expected) and value in schema.get("enum", [value])


if __name__ == "__main__":
    sys.exit(main())
