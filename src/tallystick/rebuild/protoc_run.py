"""Python that protoc and gRPC's plugin wrote, from the source's ``.proto``, by grpcio-tools of the day.

``# source: a/b.proto`` in ``b_pb2.py``, and the import of ``b_pb2`` in ``b_pb2_grpc.py``, tell where
protoc was started; ``GRPC_GENERATED_VERSION`` tells the version. https://grpc.io/docs/languages/python/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from tallystick.errors import LimitExceeded
from tallystick.model import LedgerLine, Skip
from tallystick.rebuild.building import (
    OUT,
    adjustments,
    interpreters_for,
    products,
    requires_python,
    run_inside,
    tools,
)
from tallystick.rebuild.call import not_made
from tallystick.rebuild.interpreter import missing
from tallystick.rebuild.regenerator import How, Made, NotMade, Subject
from tallystick.rebuild.toolchain import Environment, Wanted
from tallystick.sandbox.command import TREE

TOOLS = "grpcio-tools"

_SOURCE = re.compile(rb"^# source: ([\w./-]{1,300}\.proto)$", re.MULTILINE)
_IMPORT = re.compile(rb"^(?:from ([\w.]{1,200}) )?import (\w{1,100})_pb2 as \w+$", re.MULTILINE)
_VERSION = re.compile(rb"^GRPC_GENERATED_VERSION = '([0-9][0-9A-Za-z.]{0,20})'$", re.MULTILINE)

HEAD = 4_096
"""Bytes in which each of these stands."""

NORMALISATIONS = ("line-feeds",)


class _Module(Struct, frozen=True, kw_only=True):
    """One module of the artifact.

    Attributes:
        path: in the artifact.
        proto: in the source.
        called: the name by which protoc was given it; it ends ``proto``.
        version: of grpcio-tools; None: the day's.
    """

    path: str
    proto: str
    called: str
    version: str | None

    @property
    def written(self) -> str:
        """Where protoc writes it, below its output folder."""
        suffix = "_pb2_grpc.py" if self.path.endswith("_pb2_grpc.py") else "_pb2.py"
        return self.called.removesuffix(".proto").replace("-", "_") + suffix


def regenerate(lines: Sequence[LedgerLine], subject: Subject) -> Iterator[Made | NotMade]:
    """See :class:`tallystick.rebuild.regenerator.Regenerate`."""
    groups: dict[str | None, list[_Module]] = {}
    for line in lines:
        module = _module(line, subject)
        if module is not None:
            groups.setdefault(module.version, []).append(module)
    for version, modules in groups.items():
        yield from _of_version(version, modules, subject)


def _module(line: LedgerLine, subject: Subject) -> _Module | None:
    """What a line is about; None where it does not say what it was made from, or the source has no such."""
    proto = line.source_path or ""
    entry = subject.source.tree.entries.get(proto)
    if not proto.endswith(".proto") or entry is None or entry.is_link or entry.is_gitlink:
        return None
    try:
        head = subject.artifact.tree.read(line.path)[:HEAD]
    except LimitExceeded:
        return None
    stated, version = _SOURCE.search(head), _VERSION.search(head)
    names = [stated[1].decode()] if stated is not None else []
    for folder, name in _IMPORT.findall(head):
        names.append(
            "/".join(filter(None, (folder.decode().replace(".", "/"), name.decode()))) + ".proto"
        )
    for called in names:
        if proto == called or proto.endswith(f"/{called}"):
            return _Module(
                path=line.path,
                proto=proto,
                called=called,
                version=version[1].decode() if version is not None else None,
            )
    return None


def _of_version(
    version: str | None, modules: Sequence[_Module], subject: Subject
) -> Iterator[Made | NotMade]:
    """All modules of one version of grpcio-tools, each folder that protoc was started in by itself."""
    paths = tuple(module.path for module in modules)
    environment = _environment(version, subject)
    if isinstance(environment, Skip):
        yield NotMade(paths=paths, reason=environment.reason)
        return
    runs = [
        {
            "folder": module.proto.removesuffix(module.called).rstrip("/"),
            "argv": [
                environment.python, "-m", "grpc_tools.protoc", "-I.", f"--python_out={TREE}/{OUT}",
                f"--grpc_python_out={TREE}/{OUT}", module.called,
            ],
        }
        for module in modules
    ]  # fmt: skip
    with run_inside(subject, environment, {"do": "runs", "runs": runs}) as outcome:
        made = products(outcome, OUT, {module.written for module in modules})
        if outcome.killed_by is not None or outcome.refused or not made:
            yield not_made(outcome, paths, "protoc")
            return
        for module in modules:
            if module.written in made:
                product = made[module.written]
                how = How(
                    command=f"python -m grpc_tools.protoc … {module.called}",
                    tools=tools((TOOLS,), environment),
                    environment=environment.digest,
                    adjustments=adjustments(subject),
                )
                yield Made(
                    path=module.path,
                    content=product.content,
                    mode=product.mode,
                    how=how,
                    source_path=module.proto,
                    normalisations=NORMALISATIONS,
                )


def _environment(version: str | None, subject: Subject) -> Environment | Skip:
    """grpcio-tools at that version, or of the day, for the first interpreter that has a wheel of it."""
    pinned = f"{TOOLS}=={version}" if version is not None else TOOLS
    absent = missing(subject.artifact, requires_python(subject))
    found: Environment | Skip = Skip(check="toolchain", reason=f"no {absent} on this machine")
    for interpreter in interpreters_for(subject):
        found = subject.toolchains.environment(
            Wanted(interpreter=interpreter, requirements=(pinned, "setuptools"), day=subject.day)
        )
        if isinstance(found, Environment):
            return found
    return found
