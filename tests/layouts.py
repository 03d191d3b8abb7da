"""Projects of a few files, and where the layout of their wheels says that a file comes from."""

from __future__ import annotations

from tallystick.limits import DEFAULT
from tallystick.model import ArtifactKind
from tallystick.project import Project, layout_of, read_project
from trees import artifact, tree


def backend(module: str, rest: str = "", name: str = "my-pkg") -> str:
    table = "[tool.poetry]\n" if module.startswith("poetry") else ""
    return f'[build-system]\nbuild-backend = "{module}"\n[project]\nname = "{name}"\n{table}{rest}'


def project(contents: dict[str, str], subdir: str = "") -> Project:
    return read_project(tree(contents), subdir, DEFAULT)


def origin(
    placed: str,
    contents: dict[str, str],
    *,
    kind: ArtifactKind = ArtifactKind.WHEEL,
    subdir: str = "",
) -> str | None:
    """The path in the source that the artifact's ``placed`` comes from; None if it has none."""
    read = project(contents, subdir)
    own = placed.partition(".data/")[0] + ".dist-info/WHEEL"  # whose ``.data`` it then is
    layout = layout_of(artifact(tree({placed: "x", own: "x"}), kind), read)
    found = (candidate.path for candidate in layout.candidates(placed))
    return next((path for path in found if path in contents), None)
