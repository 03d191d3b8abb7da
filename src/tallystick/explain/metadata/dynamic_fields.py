"""Which fields of the core metadata ``[project]`` states, and which it leaves to the backend (PEP 621)."""

from __future__ import annotations

from tallystick.project import Project
from tallystick.project.declare import BESIDES
from tallystick.project.declared_pep621 import CORE_FIELDS, dynamic_keys
from tallystick.project.declared_setuptools import SINGLE


def static_fields(project: Project) -> frozenset[str]:
    """Fields whose every word stands in ``[project]``: not those that ``setup.py`` says besides."""
    keys = project.table("project").keys() - dynamic_keys(project)
    call = project.setup_py
    besides = {
        name
        for name in BESIDES
        if call and (call.may_set(SINGLE[name]) or SINGLE[name] in call.known)
    }
    stated = frozenset(name for key in keys for name in CORE_FIELDS.get(key, ()))
    return stated - besides - dynamic_fields(project)  # requirements may be static for extras alone


def dynamic_fields(project: Project) -> frozenset[str]:
    """Fields that ``[project] dynamic`` leaves to the backend."""
    return frozenset(name for key in dynamic_keys(project) for name in CORE_FIELDS.get(key, ()))
