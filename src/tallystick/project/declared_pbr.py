"""Requirements and extras that pbr takes from files and sections of its own.

https://docs.openstack.org/pbr/latest/user/using.html
"""

from __future__ import annotations

import contextlib

from tallystick.limits import Limits
from tallystick.project.configuration import Project
from tallystick.project.reading import NotReadable, read_text

RUNTIME = ("requirements.txt",)
TESTS = ("test-requirements.txt", "tools/test-requires")
"""The first of these that is there is what the tests need (``pbr.packaging.TEST_REQUIREMENTS_FILES``)."""


def pbr_lines(project: Project, names: tuple[str, ...], limits: Limits) -> tuple[str, ...] | None:
    """The requirements of the first file of ``names`` that is there, without options and comments."""
    for name in names:
        with contextlib.suppress(NotReadable):
            return _stated(read_text(project, name, limits))
    return None


def pbr_extras(project: Project) -> dict[str, tuple[str, ...]]:
    """``[extras]`` of ``setup.cfg``: requirements by extra, one a line, each with a comment maybe.

    A marker of pbr's own form, in parentheses behind the requirement, makes none that agrees with any.
    """
    return {name: _stated(value) for name, value in project.setup_cfg.get("extras", {}).items()}


def _stated(text: str) -> tuple[str, ...]:
    lines = (line.partition(" #")[0].strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith(("#", "-")))
