"""How each build backend is told what to pack and what not: one row a backend, and the one list of them.

Each list of a backend is a key of a table in ``pyproject.toml``; what its entries look like is the backend's
own dialect. setuptools reads ``MANIFEST.in`` for sdists, see :mod:`tallystick.advice.manifest_in`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase as fnmatch
from typing import Final

from msgspec import Struct


def quoted(text: str) -> str:
    """``text`` as a basic string of TOML 1.0, which has the escapes of JSON, and DEL among its controls."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _plain(path: str) -> str:
    return quoted(path.rstrip("/"))


def _rooted(path: str) -> str:
    return quoted(f"/{path.rstrip('/')}")


def _folder_with_slash(path: str) -> str:
    return quoted(path)


def _all_below(path: str) -> str:
    return quoted(f"{path}**" if path.endswith("/") else path)


def _poetry(kind: str) -> Callable[[str], str]:
    return lambda path: f"{{ path = {_plain(path)}, format = {quoted(kind)} }}"


def _maturin(kind: str) -> Callable[[str], str]:
    def written(path: str) -> str:
        pattern = f"{path}**/*" if path.endswith("/") else path
        return f"{{ path = {quoted(pattern)}, format = {quoted(kind)} }}"

    return written


class Key(Struct, frozen=True, kw_only=True):
    """A list in ``pyproject.toml``.

    Attributes:
        table: the table that it stands in.
        key: its name.
        entry: a path of the project (a folder ends in ``/``) as this list has it.
    """

    table: tuple[str, ...]
    key: str
    entry: Callable[[str], str] = _plain


class Lists(Struct, frozen=True, kw_only=True):
    """The lists of a backend for one kind of artifact.

    Attributes:
        include: what is taken besides; None where there is no such list.
        exclude: what is left out; None where there is no such list.
        only: lists that, where they are not empty, name all that is taken; the first takes what is missing.
        forced: a table that takes what no list of the backend does, each path to where it shall stand.
        needs_force: whether a file (relative to the project) is one of those.
    """

    include: Key | None = None
    exclude: Key | None = None
    only: tuple[Key, ...] = ()
    forced: tuple[str, ...] = ()
    needs_force: Callable[[str], bool] = lambda _path: False


class Backend(Struct, frozen=True, kw_only=True):
    """A build backend.

    Attributes:
        name: what people call it.
        sdist: its lists for sdists.
        wheel: its lists for wheels.
        hint: what else decides what is packed.
    """

    name: str
    sdist: Lists = Lists()
    wheel: Lists = Lists()
    hint: str = ""


def _hatch(target: str) -> Lists:
    table = ("tool", "hatch", "build", "targets", target)
    named = tuple(Key(table=table, key=key, entry=_rooted) for key in ("include", "only-include"))
    return Lists(
        # Everything that git does not ignore comes along; what is ignored does as an artifact of the build.
        include=Key(table=table, key="artifacts", entry=_rooted),
        exclude=Key(table=table, key="exclude", entry=_rooted),
        only=named if target == "sdist" else (),
        forced=(*table, "force-include") if target == "sdist" else (),
        needs_force=_is_never_hatched if target == "sdist" else lambda _path: False,
    )


def _is_never_hatched(path: str) -> bool:
    """Compiled Python, and what stands in caches and environments, whatever lists say (hatchling 1.27)."""
    *folders, name = path.split("/")
    return fnmatch(name, "*.py[cdo]") or not _NEVER_HATCHED.isdisjoint(folders)


_NEVER_HATCHED: Final = frozenset(
    {"__pycache__", ".venv", ".tox", ".nox", ".hatch", ".pixi"}
    | {".mypy_cache", ".pytest_cache", ".ruff_cache"}
)


_FLIT = ("tool", "flit", "sdist")
_MATURIN = ("tool", "maturin")
_PDM = ("tool", "pdm", "build")
_POETRY = ("tool", "poetry")
_SCIKIT = ("tool", "scikit-build")
_UV = ("tool", "uv", "build-backend")

BACKENDS: Mapping[str, Backend] = {
    "flit_core": Backend(
        name="flit",
        sdist=Lists(
            include=Key(table=_FLIT, key="include", entry=_folder_with_slash),
            exclude=Key(table=_FLIT, key="exclude", entry=_folder_with_slash),
        ),
        hint="a wheel holds the whole folder of the module",
    ),
    "hatchling": Backend(name="hatchling", sdist=_hatch("sdist"), wheel=_hatch("wheel")),
    "maturin": Backend(
        name="maturin",
        sdist=Lists(
            include=Key(table=_MATURIN, key="include", entry=_maturin("sdist")),
            exclude=Key(table=_MATURIN, key="exclude", entry=_all_below),
        ),
        wheel=Lists(
            include=Key(table=_MATURIN, key="include", entry=_maturin("wheel")),
            exclude=Key(table=_MATURIN, key="exclude", entry=_all_below),
        ),
    ),
    "mesonpy": Backend(
        name="meson-python",
        hint="an sdist is what `git archive` gives, less what .gitattributes calls export-ignore; "
        "a wheel is what meson.build installs",
    ),
    "pdm": Backend(
        name="pdm-backend",
        sdist=Lists(
            include=Key(table=_PDM, key="source-includes"),
            exclude=Key(table=_PDM, key="excludes"),
        ),
        wheel=Lists(
            include=Key(table=_PDM, key="includes"),
            exclude=Key(table=_PDM, key="excludes"),
        ),
    ),
    "poetry": Backend(
        name="poetry-core",
        sdist=Lists(
            include=Key(table=_POETRY, key="include", entry=_poetry("sdist")),
            exclude=Key(table=_POETRY, key="exclude", entry=_all_below),
        ),
        wheel=Lists(
            include=Key(table=_POETRY, key="include", entry=_poetry("wheel")),
            exclude=Key(table=_POETRY, key="exclude", entry=_all_below),
        ),
    ),
    "scikit_build_core": Backend(
        name="scikit-build-core",
        sdist=Lists(
            include=Key(table=(*_SCIKIT, "sdist"), key="include", entry=_rooted),
            exclude=Key(table=(*_SCIKIT, "sdist"), key="exclude", entry=_rooted),
        ),
        wheel=Lists(exclude=Key(table=(*_SCIKIT, "wheel"), key="exclude")),
    ),
    "setuptools": Backend(name="setuptools"),
    "uv_build": Backend(
        name="uv_build",
        sdist=Lists(
            include=Key(table=_UV, key="source-include", entry=_all_below),
            exclude=Key(table=_UV, key="source-exclude", entry=_rooted),
        ),
        wheel=Lists(exclude=Key(table=_UV, key="wheel-exclude", entry=_rooted)),
    ),
}
"""Every backend that is known, by its top-level module (PEP 517)."""
