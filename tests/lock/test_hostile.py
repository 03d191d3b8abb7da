"""Lock files that mean harm: the answer is one sentence, soon, and never a crash."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tallystick.errors import UsageError
from tallystick.limits import DEFAULT
from tallystick.lock import Pinned, WhyNot, read_lock

NAMES = ["uv.lock", "pylock.toml", "poetry.lock", "package-lock.json", "requirements.txt"]


def no_include(name: str) -> bytes:
    raise UsageError(name)


def read(name: str, content: bytes) -> tuple[Pinned, ...]:
    return read_lock(name, content, DEFAULT, no_include)


def outcome(name: str, content: bytes) -> object:
    """What it pins (never nothing), or the sentence that says why it is refused."""
    try:
        return read(name, content)
    except UsageError as error:
        return str(error)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"\0" * 100,
        b"<html>not found</html>",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"a." * 100_000 + b"b = 1",
        b"{}",
        b"[]",
        b"null",
        b'{"lockfileVersion": 1e400}',
        b"version = 1\npackage = 5\n",
        b"9" * 10_000,
    ],
)
def test_what_is_no_lock_file_is_a_usage_error(name: str, content: bytes) -> None:
    if name == "requirements.txt" and content not in {b"", b"\xff\xfe"}:
        # Any line may be meant as a requirement; one that is none is a failure of that line.
        assert {pin.why_not for pin in read(name, content)} <= {WhyNot.UNPINNED, WhyNot.NO_RELEASE}
        return
    with pytest.raises(UsageError):
        read(name, content)


@pytest.mark.parametrize("name", NAMES)
def test_a_hundred_megabytes_are_refused_before_they_are_parsed(name: str) -> None:
    with pytest.raises(UsageError, match=r"more than \d+"):
        read(name, b" " * (100 << 20))


def test_more_pins_than_the_cap_are_refused() -> None:
    lines = "".join(f"p{n}==1\n" for n in range(12)).encode()
    with pytest.raises(UsageError, match="pins more than 10 files"):
        read_lock("requirements.txt", lines, replace(DEFAULT, pins=10), no_include)


def test_dependencies_that_nest_without_end_are_refused() -> None:
    tree: dict[str, object] = {"version": "1.0.0"}
    for _ in range(40):
        tree = {"version": "1.0.0", "dependencies": {"a": tree}}
    content = json.dumps({"lockfileVersion": 1, "dependencies": {"a": tree}})
    with pytest.raises(UsageError, match="nested deeper"):
        read("package-lock.json", content.encode())


@pytest.mark.parametrize("name", ["../../x", "-rf", "a b", "x\x1b[2J", "", "x/../y", "x" * 300])
def test_names_that_no_project_has_are_refused(name: str) -> None:
    quoted = json.dumps(name)
    source = 'source = { registry = "https://e.org" }'
    with pytest.raises(UsageError) as caught:
        read("uv.lock", f"version = 1\n[[package]]\nname = {quoted}\n{source}\n".encode())
    assert "\x1b" not in str(caught.value)
    packages = {"node_modules/x": {"name": name or ".", "version": "1"}}
    content = json.dumps({"lockfileVersion": 3, "packages": packages})
    with pytest.raises(UsageError):
        read("package-lock.json", content.encode())


words = st.sampled_from(
    [
        "name", "version", "source", "registry", "url", "git", "hash", "hashes", "sdist", "wheels",
        "package", "packages", "files", "file", "metadata", "lock-version", "lockfileVersion",
        "dependencies", "integrity", "resolved", "node_modules/x", "archive", "index", "link",
        "1.0", "foo", "sha256:" + "a" * 64, "https://e.org/foo-1.tar.gz", "path", "type",
    ]
)  # fmt: skip
values = st.recursive(
    st.none() | st.booleans() | st.integers() | words | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=5),
    max_leaves=30,
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(words, values, max_size=6), st.sampled_from([1, 2, 3]))
def test_wrong_types_anywhere_in_json(document: dict[str, object], version: int) -> None:
    content = json.dumps({**document, "lockfileVersion": version}).encode()
    assert outcome("package-lock.json", content)


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {_toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return '""' if value is None else json.dumps(value)


@pytest.mark.parametrize("name", ["uv.lock", "pylock.toml", "poetry.lock"])
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(document=st.dictionaries(words, values, max_size=6), package=st.dictionaries(words, values))
def test_wrong_types_anywhere_in_toml(
    name: str, document: dict[str, object], package: dict[str, object]
) -> None:
    head = {
        **document,
        "version": 1,
        "lock-version": "1.0",
        "metadata": {"lock-version": "2.1"},
        "package": [{"name": "foo", "version": "1.0", **package}],
        "packages": [{"name": "foo", **package}],
    }
    content = "\n".join(f"{json.dumps(key)} = {_toml(value)}" for key, value in head.items())
    assert outcome(name, content.encode())


parts = st.sampled_from(
    [*"fo=1.0 -\\\n#;@[]()'\"$", "--hash=sha256:", "https://", "git+", "-r x", "a" * 64]
)


@settings(max_examples=500)
@given(st.lists(parts, max_size=40))
def test_any_requirements(pieces: list[str]) -> None:
    assert outcome("requirements.txt", "".join(pieces).encode())
