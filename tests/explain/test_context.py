"""What explainers keep for an audit: each under a name of its own."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import tallystick.explain


def test_no_two_modules_keep_something_under_one_name() -> None:
    kept: dict[str, set[str]] = defaultdict(set)
    for path in Path(tallystick.explain.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            match node:
                case ast.Call(
                    func=ast.Attribute(attr="once"), args=[ast.Constant(value=str(name)), *_]
                ):
                    kept[name].add(path.name)
    assert "written by scripts" in kept
    assert {name: modules for name, modules in kept.items() if len(modules) > 1} == {}
