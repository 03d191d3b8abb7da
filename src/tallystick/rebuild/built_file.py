"""A file that the project's own build writes on its way: version files, tables, catalogues, filled templates.

The sdist that the backend builds is asked for files of an sdist; for a wheel without compiled code, the wheel
that it builds, since only those can be built with nothing but the source and the index.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from tallystick.model import ArtifactKind, LedgerLine
from tallystick.project import join
from tallystick.rebuild.building import Product
from tallystick.rebuild.hooks import Built, Hook, builds
from tallystick.rebuild.regenerator import Made, NotMade, Subject

PURE = "-none-any.whl"
"""How the name of a wheel ends that holds nothing for one platform (PEP 425)."""

NORMALISATIONS = ("line-feeds",)


def regenerate(lines: Sequence[LedgerLine], subject: Subject) -> Iterator[Made | NotMade]:
    """See :class:`tallystick.rebuild.regenerator.Regenerate`."""
    for hook in _hooks(subject):
        for built in builds(subject, hook):
            left = [line for line in lines if not subject.lines[line.path].grade.is_proof]
            if not left:
                return
            if isinstance(built, NotMade):
                yield replace(built, paths=tuple(line.path for line in left))
                if built.is_final:
                    return
                continue
            for line in left:
                product = _product(line.path, built, hook, subject)
                if product is not None:
                    yield Made(
                        path=line.path,
                        content=product.content,
                        mode=product.mode,
                        how=built.how,
                        normalisations=NORMALISATIONS,
                    )


def _hooks(subject: Subject) -> Iterator[Hook]:
    if subject.artifact.kind is ArtifactKind.WHEEL and subject.artifact.name.endswith(PURE):
        yield Hook.WHEEL
    yield Hook.SDIST


def _product(path: str, built: Built, hook: Hook, subject: Subject) -> Product | None:
    """What the run wrote for an entry of the artifact: at its path, or at its place in the source."""
    is_wheel = subject.artifact.kind is ArtifactKind.WHEEL
    if path in built.made and is_wheel == (hook is Hook.WHEEL):
        return built.made[path]
    for candidate in subject.layout.candidates(path):
        if candidate.path in built.written:
            return built.written[candidate.path]
        for inside, product in built.made.items():
            if hook is Hook.SDIST and join(subject.project.subdir, inside) == candidate.path:
                return product
    return None
