"""A file that a ``meson.build`` declares as the output of one of its targets.

``custom_target`` and ``configure_file`` (Meson reference manual): their ``output`` names the file, their
``input`` or ``command`` something of the source, and ``install_dir`` where it goes. All three must fit
before the file counts as the build's; running the build is what would prove it.
"""

from __future__ import annotations

from msgspec import Struct

from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import build_texts
from tallystick.explain.places import base_name, folder_of, own_bytes, places, source_file
from tallystick.model import Difference, Explanation, Grade
from tallystick.project import join
from tallystick.project.meson import Call, calls, strings

ID = "build-output"


class Target(Struct, frozen=True, kw_only=True):
    """One declared output.

    Attributes:
        build_file: the ``meson.build``.
        function: what declares it.
        source: a file of the source that it is made from.
        install_dir: the literal end of where it is installed; None where the call does not say.
    """

    build_file: str
    function: str
    source: str
    install_dir: str | None


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    if difference.source is not None or own_bytes(difference, context) is None:
        return None
    targets = context.once("meson targets", lambda: _all_targets(context))
    for target in targets.get(base_name(difference.path), ()):
        if _goes_here(target, difference, context):
            return Explanation(
                grade=Grade.UNPROVEN,
                explainer=ID,
                claim=f"made from {target.source} by {target.function} of {target.build_file}",
                evidence="the build declares it at this place; run meson to prove it",
                source_path=target.source,
            )
    return None


def _goes_here(target: Target, difference: Difference, context: Context) -> bool:
    """Whether the target is installed in this folder: where it says, else where it stands."""
    if target.install_dir is not None:
        return f"/{folder_of(difference.path)}".endswith(f"/{target.install_dir}/")
    here = folder_of(target.build_file)
    return any(folder_of(place) == here for place in places(difference, context))


def _all_targets(context: Context) -> dict[str, list[Target]]:
    """Declared outputs by their file name."""
    found: dict[str, list[Target]] = {}
    for path, text in build_texts(context).items():
        if base_name(path) != "meson.build":
            continue
        for call in calls(text, "custom_target", "configure_file"):
            source = _source(path, call, context)
            for name in _strings(call, "output") if source is not None else ():
                found.setdefault(name, []).append(
                    Target(
                        build_file=path,
                        function=call.function,
                        source=source or "",
                        install_dir=_install_dir(call),
                    )
                )
    return found


def _strings(call: Call, argument: str) -> list[str]:
    return strings(call.keywords.get(argument, ""))


def _source(path: str, call: Call, context: Context) -> str | None:
    """The first input, or else the first part of the command, that is a file of the source."""
    for argument in ("input", "command"):
        for name in _strings(call, argument):
            for folder in (folder_of(path), ""):
                resolved = source_file(join(folder, name), context)
                if resolved is not None:
                    return resolved
    return None


def _install_dir(call: Call) -> str | None:
    pieces = _strings(call, "install_dir")
    return "/".join(piece.strip("/") for piece in pieces) if pieces else None
