"""The C that extension-helpers copies into a package, by a digest: its text is not kept here."""

from __future__ import annotations

from hashlib import sha256

import pytest

from tallystick.audit import audit
from tallystick.explain import plugin_text
from tallystick.model import ArtifactKind, Grade
from tallystick.policy import Policy
from trees import artifact, source, tree

PYPROJECT = b"""[build-system]
requires = ["setuptools", "extension-helpers>=1.3"]
build-backend = "setuptools.build_meta"
"""
COPIED = b"/* what a version of it holds */\n"


def grade(content: bytes, pyproject: bytes) -> Grade:
    files = {"pyproject.toml": pyproject, "example/__init__.py": b""}
    released = artifact(tree({**files, "example/_compiler.c": content}), ArtifactKind.SDIST)
    ledger = audit(released, source(tree(files)), policy=Policy())
    return next(line.grade for line in ledger.lines if line.path == "example/_compiler.c")


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugin_text, "COMPILERS", frozenset({sha256(COPIED).hexdigest()}))


def test_c_that_a_version_of_the_plugin_holds_is_upstream() -> None:
    assert grade(COPIED, PYPROJECT) is Grade.UPSTREAM


def test_other_c_of_that_name_is_unexplained() -> None:
    assert grade(COPIED + b"int evil;\n", PYPROJECT) is Grade.UNEXPLAINED


def test_c_of_a_plugin_that_the_build_does_not_ask_for_is_unexplained() -> None:
    other = PYPROJECT.replace(b"extension-helpers", b"numpy")
    assert grade(COPIED, other) is Grade.UNEXPLAINED
