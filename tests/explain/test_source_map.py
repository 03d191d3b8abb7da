"""Source maps from strangers: whatever they hold, they cost little, lead nowhere and prove nothing."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tallystick.audit import audit
from tallystick.explain.context import Context
from tallystick.explain.formats.source_map import MAX_VALUES, Quotes, map_of, quotes, read_map
from tallystick.limits import DEFAULT
from tallystick.model import ArtifactKind, Grade, LedgerLine
from tallystick.project import Layout, Project
from tallystick.project.bounded import Malformed
from trees import artifact, source, tree

TEXT = "export const one = 1;\n"
SOURCE = {
    "package.json": b'{"name": "example", "main": "dist/index.js", "scripts": {"build": "tsc"}}',
    "src/index.ts": TEXT.encode(),
    ".gitignore": b"dist/\n",
}


def context(released: Mapping[str, bytes] | None = None) -> Context:
    reviewed = source(tree(SOURCE))
    return Context(
        artifact=artifact(tree(released or {}), ArtifactKind.NPM),
        source=reviewed,
        project=Project(tree=reviewed.tree),
        layout=Layout(roots=()),
        limits=DEFAULT,
    )


def quoted(document: object) -> Quotes:
    return quotes(json.dumps(document).encode(), "dist/index.js.map", "", context())


def line_of(content: bytes) -> LedgerLine:
    """The ledger line of ``dist/index.js`` with ``content``."""
    released = tree({"package.json": SOURCE["package.json"], "dist/index.js": content})
    ledger = audit(artifact(released, ArtifactKind.NPM), source(tree(SOURCE)))
    return next(line for line in ledger.lines if line.path == "dist/index.js")


def test_a_quoted_source_is_found_from_the_map() -> None:
    found = quoted({"sources": ["../src/index.ts"], "sourcesContent": [TEXT]})
    assert (found.agreeing, found.quoted, found.problem) == (1, 1, None)


@pytest.mark.parametrize(
    "name",
    ["webpack:///./src/index.ts", "webpack://example/src/index.ts", "webpack://example/./src/index.ts?a1b2"],
)  # fmt: skip
def test_webpack_names_sources_from_its_manifest(name: str) -> None:
    assert quoted({"sources": [name], "sourcesContent": [TEXT]}).agreeing == 1


def test_dependencies_and_the_bundlers_own_files_are_not_counted() -> None:
    names = ["webpack/bootstrap", "../node_modules/ms/index.js", "\0commonjsHelpers.js"]
    assert quoted({"sources": names, "sourcesContent": [TEXT] * 3}).quoted == 0


def test_a_style_that_a_loader_made_a_module_of_is_not_counted() -> None:
    """css-loader quotes its module under the style's own name; what a script quotes so is still compared."""
    module = 'import API from "../node_modules/css-loader/dist/runtime/api.js";'
    names = ["webpack://example/./src/index.css", "webpack://example/./src/index.ts"]
    assert quoted({"sources": names, "sourcesContent": [module, TEXT]}).quoted == 1
    assert quoted({"sources": [names[1]], "sourcesContent": [module]}).differing is not None


@pytest.mark.parametrize(
    "name",
    [
        "../../../../../../etc/passwd",
        "/etc/passwd",
        "file:///etc/passwd",
        "https://example.org/src/index.js",
        "..\\src\\index.ts",
        "src\0index.ts",
        "\ud800",
        "",
        ".",
        "../" * 100_000 + "src/index.ts",
        "a" * 1_000_000,
    ],
    ids=lambda name: repr(name)[:24],
)
def test_a_hostile_path_leads_nowhere(name: str) -> None:
    found = quoted({"sources": [name], "sourcesContent": [TEXT]})
    assert (found.agreeing, found.problem) == (0, None)


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"sources": "src/index.ts", "sourcesContent": TEXT},
        {"sources": [1, None, {}, []], "sourcesContent": [TEXT] * 4},
        {"sources": ["../src/index.ts"], "sourcesContent": [7]},
        {"sources": ["../src/index.ts"], "sourcesContent": [None]},
        {"sources": ["../src/index.ts"]},
        {"sources": [], "sourcesContent": [TEXT]},
        {"sections": [1, None, {"map": 3}, {"url": "https://example.org/x.map"}]},
        {"sections": {}},
    ],
)
def test_wrong_types_quote_nothing(document: object) -> None:
    assert quoted(document) == Quotes()


def test_a_source_root_of_another_type_is_none() -> None:
    found = quoted({"sourceRoot": 7, "sources": ["../src/index.ts"], "sourcesContent": [TEXT]})
    assert found.agreeing == 1


def test_an_index_map_in_an_index_map_is_not_followed() -> None:
    inner = {"sources": ["../src/index.ts"], "sourcesContent": [TEXT]}
    assert quoted({"sections": [{"map": inner}]}).agreeing == 1
    assert quoted({"sections": [{"map": {"sections": [{"map": inner}]}}]}) == Quotes()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"[" * 10_000_000, "nested too deep"),
        (b'{"sections":[{"map":' * 500_000, "nested too deep"),
        (b'{"names":[' + b"0," * (MAX_VALUES + 1) + b"0]}", "too many values"),
        (b"]" * 10_000_000, "too many values"),
        (b'"' + b'\\"' * 5_000_000, "not JSON"),
        (b'{"version":' + b"9" * 10_000 + b"}", "not JSON"),
        (b" " * (DEFAULT.source_map + 1), "are not parsed"),
        (b"[]", "not a JSON object"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"", "not JSON"),
    ],
    ids=[
        "arrays",
        "sections",
        "values",
        "ends",
        "string",
        "number",
        "size",
        "list",
        "bytes",
        "empty",
    ],
)
def test_a_map_that_costs_too_much_is_not_read(content: bytes, reason: str) -> None:
    begun = time.process_time()
    with pytest.raises(Malformed, match=reason):
        read_map(content, DEFAULT)
    assert time.process_time() - begun < 10


@given(st.binary(max_size=400))
def test_any_bytes_are_a_map_or_malformed(content: bytes) -> None:
    try:
        found = read_map(content, DEFAULT)
    except Malformed:
        return
    assert isinstance(found, dict)


def test_code_in_quoted_sources_does_not_count_as_depth() -> None:
    text = "(" * 1_000 + "[" * 1_000
    assert read_map(json.dumps({"sourcesContent": [text]}).encode(), DEFAULT) == {
        "sourcesContent": [text]
    }


def test_a_map_that_is_too_large_leaves_the_claim_with_the_reason() -> None:
    small = replace(DEFAULT, source_map=10)
    held = replace(context(), limits=small)
    found = quotes(json.dumps({"sources": []}).encode(), "dist/index.js.map", "", held)
    assert "was not read" in str(found)
    assert found.problem is None


def test_the_last_map_that_a_script_names_counts() -> None:
    data = base64.b64encode(b'{"sources": []}')
    script = (
        b"//# sourceMappingURL=other.map\n//# sourceMappingURL=data:application/json;base64," + data
    )
    assert map_of(script, "dist/index.js", context()) == (b'{"sources": []}', "dist/index.js")


@pytest.mark.parametrize(
    "url", [b"../../etc/passwd", b"https://example.org/x.map", b"/x.map", b"\xff"]
)
def test_a_map_elsewhere_is_not_fetched(url: bytes) -> None:
    assert map_of(b"//# sourceMappingURL=" + url, "dist/index.js", context()) is None


@pytest.mark.parametrize(
    "data",
    [b"====", b"!!!!", b"", b"A" * 20_000_000, base64.b64encode(b"[" * 1_000_000)],
    ids=["padding", "alphabet", "nothing", "bomb", "depth"],
)
def test_a_hostile_data_url_leaves_the_script_a_claim(data: bytes) -> None:
    line = line_of(b"1;\n//# sourceMappingURL=data:application/json;base64," + data)
    assert line.grade is Grade.UNPROVEN
    assert line.evidence is not None


def test_a_map_that_quotes_the_source_proves_no_script() -> None:
    document = {"sources": ["../src/index.ts"], "sourcesContent": [TEXT], "mappings": "AAAA"}
    data = base64.b64encode(json.dumps(document).encode())
    line = line_of(b"payload();\n//# sourceMappingURL=data:application/json;base64," + data)
    assert line.grade is Grade.UNPROVEN
    assert "1 of 1 sources that its map quotes are the source's" in (line.evidence or "")
