"""Our reading of an archive beside everybody's: who agrees with whom, and what we say of it."""

from __future__ import annotations

import itertools
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from readers.disagreeing import Case
from readers.others import READERS, Reader
from readers.view import Made, View, difference, file, with_folders
from tallystick.archive import Kind, read_archive
from tallystick.archive.namespace import OTHERS_RUN
from tallystick.errors import ArtifactError
from tallystick.limits import DEFAULT

BATCH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What came of one archive.

    Attributes:
        case: the archive.
        said: the ids of our findings, the note on who may run a file, or that we refuse it; empty where we
            call it plain.
        ours: what we say it holds; None where we refuse.
        views: of each reader.
        differing: the first two readers that do not agree, and in what; None where all do.
        against_ours: the first reader that does not agree with ours, and in what.
    """

    case: Case
    said: tuple[str, ...]
    ours: View | None
    views: Mapping[str, View]
    differing: str | None
    against_ours: str | None

    @property
    def is_accepted_wrongly(self) -> bool:
        """Whether we call plain what readers disagree on, among themselves or with us."""
        return not self.said and bool(self.differing or self.against_ours)


def judge(
    cases: Iterable[Case], folder: Path, readers: Sequence[Reader] = READERS
) -> list[Verdict]:
    """Each archive, read by all readers; everything is unpacked below ``folder``."""
    found: list[Verdict] = []
    pending = iter(cases)
    while batch := list(itertools.islice(pending, BATCH)):
        work = folder / "work"
        work.mkdir()
        paths = [_put(case, work / f"{number:05}") for number, case in enumerate(batch)]
        if any(reader.name == "pip" for reader in readers):
            script = Path(__file__).with_name("by_pip.py")
            subprocess.run(
                [sys.executable, "-W", "ignore", script, work], check=True, capture_output=True
            )
        found += (_verdict(case, path, readers) for case, path in zip(batch, paths, strict=True))
        shutil.rmtree(work)
    return found


def _put(case: Case, folder: Path) -> Path:
    folder.mkdir()
    name = "p-1-py3-none-any.whl" if case.suffix == ".whl" else f"p-1{case.suffix}"
    path = folder / name
    path.write_bytes(case.content)
    return path


def _verdict(case: Case, path: Path, readers: Sequence[Reader]) -> Verdict:
    ours, said = our_view(path)
    views: dict[str, View] = {}
    for reader in readers:
        if reader.zip if case.suffix == ".whl" else reader.tar:
            out = path.parent / f"by-{''.join(filter(str.isalnum, reader.name))}" / "out"
            out.mkdir(parents=True)
            views[reader.name] = reader.read(path, out)
    return Verdict(
        case=case,
        said=said,
        ours=ours,
        views=views,
        differing=_differing(views),
        against_ours=None if ours is None else _against(ours, views),
    )


def our_view(path: Path) -> tuple[View | None, tuple[str, ...]]:
    """What we say an archive holds, and what of it; None if we refuse it."""
    try:
        with read_archive(path, limits=DEFAULT) as archive:
            made: dict[str, Made] = {}
            for member in archive.members:
                name = member.name.removeprefix("./").rstrip("/")
                if member.kind is Kind.FILE:
                    made[name] = file(archive.read(member), member.mode)
                else:
                    is_link = member.kind is Kind.SYMLINK
                    made[name] = Made("link", member.target or "") if is_link else Made("folder")
            noted = {OTHERS_RUN for member in archive.members if OTHERS_RUN in member.notes}
            said = tuple(sorted(noted | {finding.id for finding in archive.findings}))
    except ArtifactError as error:
        return None, (f"refused: {error}",)
    if path.suffix == ".whl":
        made = {name: one for name, one in made.items() if ".dist-info" not in name}
    return View(made=with_folders(made)), said


def _differing(views: Mapping[str, View]) -> str | None:
    for (one, first), (other, second) in itertools.combinations(views.items(), 2):
        if (found := disagreement(first, second)) is not None:
            return f"{one} and {other}: {found}"
    return None


def _against(ours: View, views: Mapping[str, View]) -> str | None:
    for name, view in views.items():
        if (found := disagreement(ours, view)) is not None:
            return f"{name}: {found}"
    return None


def disagreement(one: View, other: View) -> str | None:
    """In what two views differ; of a reader that gave up, only what it had made by then is looked at.

    That one refuses what another reads is no difference in what is read: uv takes no tar in which headers of
    PAX and GNU stand together, and nobody gets other files by that.
    """
    first, second = _outside_metadata(one), _outside_metadata(other)
    if first.refused is None and second.refused is None:
        return difference(first, second)
    both = {
        path
        for path in first.made.keys() & second.made.keys()
        if first.made[path].kind == second.made[path].kind == "file"
    }
    parts = (
        View(made={path: view.made[path] for path in both}, knows_modes=False, within=view.within)
        for view in (first, second)
    )
    return difference(*parts)


def _outside_metadata(view: View) -> View:
    """Without ``.dist-info``, into which installers write."""
    made = {path: one for path, one in view.made.items() if ".dist-info" not in path}
    return replace(view, made=made)
