"""What the real tools write (tests/data/lock; by uv 0.13.9, Poetry 2.5.1, pip-tools 7.6.2, npm 11.19.1)."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tallystick.limits import DEFAULT
from tallystick.lock import FORMATS, Ecosystem, Pinned, WhyNot, read_lock

DATA = Path(__file__).parents[1] / "data" / "lock"
DOCS = (Path(__file__).parents[2] / "docs" / "targets.md").read_text(encoding="utf-8")


def no_include(name: str) -> bytes:
    raise AssertionError(name)


def pins(path: str) -> tuple[Pinned, ...]:
    file = DATA / path
    return read_lock(file.name, file.read_bytes(), DEFAULT, no_include)


def audited(found: tuple[Pinned, ...]) -> Counter[str]:
    return Counter(f"{pin.name} {pin.version}" for pin in found if pin.why_not is None)


def left(found: tuple[Pinned, ...]) -> list[tuple[str, WhyNot]]:
    return [(pin.name, pin.why_not) for pin in found if pin.why_not is not None]


@pytest.mark.parametrize("path", ["uv/uv.lock", "uv/pylock.toml"])
def test_uv_writes_files_with_urls_and_one_digest_each(path: str) -> None:
    found = pins(path)
    expected = {"click 8.1.8": 2, "colorama 0.4.6": 2, "markupsafe 3.0.2": 5, "six 1.17.0": 2}
    assert audited(found) == expected
    click = found[0]
    assert click.filename == "click-8.1.8.tar.gz"
    assert click.url is not None
    assert click.url.endswith("/click-8.1.8.tar.gz")
    assert click.index == "https://index.example/simple"
    known = "ed53c9d8990d83c2a27deae68e4ee337473f6330c040a31d4225c9574d16096a"
    assert click.digests == {("sha256", known)}
    assert not click.is_direct


def test_the_project_itself_is_no_release() -> None:
    assert left(pins("uv/uv.lock")) == [("example-app", WhyNot.LOCAL)]


@pytest.mark.parametrize(
    "path", ["uv/requirements.txt", "uv/requirements-export.txt", "pip-compile/requirements.txt"]
)
def test_requirements_list_digests_without_file_names(path: str) -> None:
    found = pins(path)
    assert {"click 8.1.8", "markupsafe 3.0.2", "six 1.17.0"} <= audited(found).keys()
    assert set(audited(found).values()) == {1}
    assert left(found) == []
    click = next(pin for pin in found if pin.name == "click")
    assert len(click.digests) == 2
    assert (click.filename, click.url) == (None, None)


def test_poetry_lists_files_without_urls() -> None:
    found = pins("poetry/poetry.lock")
    assert audited(found) == {"click 8.1.8": 2, "colorama 0.4.6": 2, "markupsafe 3.0.2": 5}
    assert found[0].filename == "click-8.1.8-py3-none-any.whl"
    assert found[0].index == "https://index.example/simple"


@pytest.mark.parametrize("version", [1, 2, 3])
def test_npm_lists_one_tarball_a_package(version: int) -> None:
    found = pins(f"npm-v{version}/package-lock.json")
    assert audited(found) == {"@types/ms 0.7.34": 1, "debug 4.3.7": 1, "ms 2.1.3": 1}
    assert {why for _, why in left(found)} == {WhyNot.LOCAL}
    for pin in found:
        if pin.why_not is None:
            assert pin.ecosystem is Ecosystem.NPM
            assert [(kind, len(value)) for kind, value in pin.digests] == [("sha512", 128)]


def test_every_format_is_documented() -> None:
    for known in FORMATS:
        assert f"`{known.title}`" in DOCS
