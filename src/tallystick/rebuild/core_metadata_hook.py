"""Core metadata and what stands beside it, from the project's own build backend.

``METADATA`` and its neighbours in a wheel come from ``prepare_metadata_for_build_wheel``, or from the wheel
that the backend builds; ``PKG-INFO`` and the lists of an ``.egg-info`` from ``build_sdist``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from tallystick.model import ArtifactKind, LedgerLine
from tallystick.rebuild.hooks import Hook, builds
from tallystick.rebuild.regenerator import Made, NotMade, Subject

NORMALISATIONS = ("line-feeds",)


def regenerate(lines: Sequence[LedgerLine], subject: Subject) -> Iterator[Made | NotMade]:
    """See :class:`tallystick.rebuild.regenerator.Regenerate`."""
    for hook in _hooks(subject):
        for built in builds(subject, hook, of_before=True):
            left = [line.path for line in lines if not subject.lines[line.path].grade.is_proof]
            if not left:
                return
            if isinstance(built, NotMade):
                yield replace(built, paths=tuple(left))
                if built.is_final:
                    return
                continue
            for path in left:
                product = built.made.get(path)
                if product is not None:
                    yield Made(
                        path=path,
                        content=product.content,
                        mode=product.mode,
                        how=built.how,
                        normalisations=NORMALISATIONS,
                    )
    yield NotMade(paths=tuple(line.path for line in lines), reason="the backend makes no such file")


def _hooks(subject: Subject) -> Iterator[Hook]:
    """How this kind of artifact gets its metadata, the usual way first."""
    if subject.artifact.kind is ArtifactKind.WHEEL:
        yield Hook.METADATA
        return
    yield Hook.SDIST
    if subject.project.backend == "setuptools" and subject.project.holds("setup.py"):
        yield Hook.SETUP_PY
