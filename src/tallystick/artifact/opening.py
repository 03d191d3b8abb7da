"""One function that turns a released file into an :class:`~tallystick.model.Artifact`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from msgspec import Struct

from tallystick.archive import read_archive
from tallystick.artifact.contents import Contents, Mounted
from tallystick.artifact.naming import kind_of, project_and_version
from tallystick.errors import ArtifactError, DigestMismatch
from tallystick.limits import Limits
from tallystick.model import Artifact, ArtifactKind, Sha256

Progress = Callable[[int], None]


class OpenArtifact(Struct, frozen=True):
    """An artifact whose contents can be read until it is closed."""

    artifact: Artifact
    _held: ExitStack

    def close(self) -> None:
        """Let go of the archive and its spool."""
        self._held.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def open_artifact(
    path: Path,
    *,
    limits: Limits,
    name: str | None = None,
    object_format: str = "sha1",
    expected_sha256: str | None = None,
    progress: Progress | None = None,
) -> OpenArtifact:
    """Read the released file at ``path``.

    Args:
        path: an archive, or a Debian ``.dsc`` whose files lie beside it; the artifact is then the
            upstream release that it names.
        limits: the caps.
        name: what the file is called, if its path does not say (a cache).
        object_format: how blob ids are made: as in the source it will be compared with.
        expected_sha256: what an index or a lock file says; checked against the file.
        progress: called with the number of bytes of the file read so far.

    Raises:
        ArtifactError: it cannot be read as any kind of archive.
        DigestMismatch: it is not the file that was announced.
        StorageError: the disk failed.
    """
    named = Path(name or path.name)
    with ExitStack() as stack:
        if path.suffix == ".dsc":
            from tallystick.artifact.debian import read_dsc  # noqa: PLC0415 - it brings email along

            parts = read_dsc(path, limits, expected_sha256)
        else:
            parts = (Mounted(path=path, prefix="", sha256=expected_sha256),)
        contents = Contents(limits=limits)
        stack.callback(contents.forget)
        main_part = parts[0]
        kind = ArtifactKind.TARBALL
        for part in parts:
            called = part.path.name if path.suffix == ".dsc" else named.name
            try:
                archive = stack.enter_context(
                    read_archive(
                        part.path, limits=limits, object_format=object_format, progress=progress
                    )
                )
            except ArtifactError as error:
                error.args = (f"{called}: {error}",)
                raise
            if part.sha256 is not None and archive.sha256 != part.sha256.lower():
                raise DigestMismatch(
                    f"{called}: sha256 is {archive.sha256}, announced was {part.sha256}"
                )
            kind = kind_of(named, archive.members)
            contents.add(archive, kind, part.prefix)
        main = contents.archives[0]
        released = main_part.path.name if path.suffix == ".dsc" else named.name
        project, version = project_and_version(released, kind)
        artifact = Artifact(
            name=released,
            kind=kind,
            project=project,
            version=version,
            sha256=Sha256(main.sha256),
            size=main.size,
            top=contents.tops[0],
            tree=contents.tree(),
            findings=tuple(contents.findings),
            commit=main.commit,
            stamp=main.newest,
        )
        return OpenArtifact(artifact, stack.pop_all())
    raise AssertionError  # pragma: no cover - ExitStack never swallows
