"""``--depth``: what is run besides reading, and where."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tallystick.cache import Cache
from tallystick.errors import UsageError
from tallystick.limits import Limits

if TYPE_CHECKING:
    from tallystick.rebuild import Deeper
    from tallystick.rebuild.running import Watching

STATIC = "static"

REBUILD = "rebuild"

DEPTHS = (STATIC, "regenerate", REBUILD)
"""What ``--depth`` takes; each does what those before it do."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What a command that audits takes besides."""
    parser.add_argument(
        "--depth",
        choices=DEPTHS,
        default=STATIC,
        help="regenerate: run, in a sandbox, the tools that made what reading alone cannot prove; "
        "rebuild: build the whole artifact again, too, and compare "
        "(default: %(default)s, which runs nothing)",
    )
    parser.add_argument(
        "--watch",
        action="store_true",
        help="with --depth rebuild: trace the builds, and say what no honest build does (docs/watch.md)",
    )
    parser.add_argument(
        "--toolchains",
        type=Path,
        metavar="DIR",
        help="files that Autoconf, Automake and Libtool are built from (docs/autotools.md); what is not "
        "there is asked of apt",
    )
    parser.add_argument(
        "--upstreams",
        type=Path,
        metavar="DIR",
        help="bare clones of toolchain upstreams (DIR/gnulib.git and so on): a file that carries a published "
        "name is shown beside the nearest one that was (docs/upstreams.md)",
    )
    parser.add_argument(
        "--unsafe-no-sandbox",
        action="store_true",
        help="where no sandbox works, run all the same, with all your rights",
    )


def deeper_of(
    depth: str,
    *,
    cache: Cache,
    limits: Limits,
    index: str | None,
    offline: bool,
    unsafe: bool,
    files: Path | None = None,
    watch: bool = False,
) -> Deeper | None:
    """What is run at ``depth``; None where nothing is, and nothing of it is imported."""
    if watch and depth != REBUILD:
        raise UsageError("--watch looks at builds: it goes with --depth rebuild")
    if depth == STATIC:
        return None
    from tallystick.rebuild import REGENERATORS, Deeper  # noqa: PLC0415 - see above
    from tallystick.rebuild.toolchain import Toolchains  # noqa: PLC0415
    from tallystick.sandbox import Sandbox  # noqa: PLC0415

    return Deeper(
        regenerators=REGENERATORS,
        sandbox=Sandbox.find(unsafe_no_sandbox=unsafe),
        toolchains=Toolchains(
            cache=cache, limits=limits, index=index, offline=offline, files=files
        ),
        limits=limits,
        builds_whole=depth == REBUILD,
        watches=_watches() if watch else None,
    )


def asking_npm(deeper: Deeper | None, url: str | None) -> Deeper | None:
    """The same, and what a lock file of npm names is asked of the registry ``url``; None: the usual one."""
    if deeper is None or url is None:
        return deeper
    return replace(deeper, toolchains=replace(deeper.toolchains, npm_index=url))


def _watches() -> Callable[[], Watching]:
    from tallystick.cli.watched_rebuild import RebuildWatch  # noqa: PLC0415 - see above

    return RebuildWatch
