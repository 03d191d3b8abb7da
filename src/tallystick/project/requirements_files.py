"""Requirements that ``[requirements-files]`` of ``setup.cfg`` says stand in files.

setuptools-declarative-requirements, "README": a plugin of setuptools that the build has to
ask for. ``install_requires`` and ``extras_require`` name a file each; a line with an option names another.
"""

from __future__ import annotations

from tallystick.limits import Limits
from tallystick.project.configuration import Project
from tallystick.project.declared import strings
from tallystick.project.reading import NotReadable, read_text
from tallystick.project.requirement import need

PLUGIN = "setuptools-declarative-requirements"
SECTION = "requirements-files"


def stated_in_files(
    project: Project, limits: Limits
) -> tuple[tuple[str, ...] | None, dict[str, tuple[str, ...]]]:
    """The requirements of the project, None where no file is named, and those of its extras.

    Raises:
        NotReadable: a file cannot be read, or leads to another one.
    """
    asked = strings(project.table("build-system").get("requires"))
    section = project.setup_cfg.get(SECTION, {})
    if PLUGIN not in {need(line).name for line in asked} or not section:
        return None, {}
    named = section.get("install_requires", "").strip()
    plain = _lines(project, named, limits) if named else None
    pairs = (line.partition("=") for line in section.get("extras_require", "").splitlines())
    extras = {
        extra.strip(): _lines(project, file.strip(), limits)
        for extra, equals, file in pairs
        if equals
    }
    return plain, extras


def _lines(project: Project, file: str, limits: Limits) -> tuple[str, ...]:
    lines = (
        line.partition(" #")[0].strip() for line in read_text(project, file, limits).splitlines()
    )
    stated = tuple(line for line in lines if line and not line.startswith("#"))
    if any(line.startswith("-") for line in stated):
        raise NotReadable(f"{file} leads to another file")
    return stated
