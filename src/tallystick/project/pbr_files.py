"""``data_files`` in ``[files]`` of ``setup.cfg``, which pbr reads.

https://docs.openstack.org/pbr/latest/user/using.html ("files"): a folder and what goes into it, more of it in
the lines below; a value that ends with ``*`` stands for all that lies below the folder, at any depth.
"""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.project.configuration import Project


def pbr_data_files(project: Project) -> Iterator[tuple[str, str, str]]:
    """Each file that pbr installs: path in the wheel, path in the project, reason.

    A path in the wheel begins with ``{data}/``: it lies in the wheel's ``.data`` directory.
    """
    section = project.setup_cfg.get("files", {})
    folder: str | None = None
    for line in (section.get("data_files") or section.get("data-files") or "").split("\n"):
        named, equals, rest = line.partition("=")
        folder = named.strip().strip("/") if equals else folder
        source = (rest if equals else line).strip()
        if folder is None or not source:
            continue
        for path, below in _placed(project, source):
            placed = "/".join(filter(None, ("{data}/data", folder, below)))
            yield placed, path, "data_files of setup.cfg, as pbr reads it"


def _placed(project: Project, source: str) -> Iterator[tuple[str, str]]:
    """Paths of the project that ``source`` stands for, and where each lies below the folder."""
    if not source.endswith("*"):
        yield source, source.rpartition("/")[2]
        return
    folder = source[:-1].rstrip("/")
    above = project.path(folder)
    prefix = f"{above}/" if above else ""
    if "*" in folder or not folder:  # pbr walks the very folder that stands before the star
        return
    for path in project.tree.entries:
        if path.startswith(prefix):
            below = path[len(prefix) :]
            yield f"{folder}/{below}", below
