"""What a source tree says about itself, read from its build configuration and never run."""

from __future__ import annotations

from tallystick.project.configuration import (
    CONFIGURATION_FILES,
    Project,
    join,
    read_project,
    table,
)
from tallystick.project.layout import Candidate, Layout, layout_of
from tallystick.project.setup_py import SetupCall

__all__ = [
    "CONFIGURATION_FILES",
    "Candidate",
    "Layout",
    "Project",
    "SetupCall",
    "join",
    "layout_of",
    "read_project",
    "table",
]
