"""Build a commit of this repository twice, as two strangers would: both must get the same files.

The two checkouts differ in path, umask, time stamps, time zone, locale and hash seed. What they give must be
byte-identical, be accepted by an audit against the commit, and run when it is installed. Run by the
Makefile (``make release-check``) with the locked tools; without a network.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = Path(sys.executable).parent

PATIENCE = 600
"""Seconds until a step is given up; the longest, the audit, takes eight of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Builder:
    """A stranger who builds: where, and with what around.

    Attributes:
        folder: of the checkout, below a scratch folder.
        umask: new files lose these bits.
        time: seconds since 1970, the time stamp of each file of the checkout.
        environment: what else is set.
    """

    folder: str
    umask: int
    time: int
    environment: Mapping[str, str]


BUILDERS = (
    Builder(
        folder="a",
        umask=0o022,
        time=1_000_000_000,
        environment={"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"},
    ),
    Builder(
        folder="a longer/path with spaces/b",
        umask=0o077,
        time=1_893_456_000,
        environment={"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "2"},
    ),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the release that REV would be; 0 if all is well, 1 with the reason if not."""
    parser = argparse.ArgumentParser(description="Check the release that a commit would be.")
    parser.add_argument("rev", nargs="?", default="HEAD", help="the commit (default: HEAD)")
    parser.add_argument("--repository", type=Path, default=ROOT, metavar="DIR")
    parser.add_argument("--out", type=Path, metavar="DIR", help="put the files there, too")
    options = parser.parse_args(arguments)
    with TemporaryDirectory(prefix="release-check-") as scratch:
        try:
            files = check(options.repository, options.rev, Path(scratch))
        except CheckFailed as failure:
            print(f"release-check: {failure}", file=sys.stderr)
            return 1
        if options.out is not None:
            options.out.mkdir(parents=True, exist_ok=True)
            for path in files:
                (options.out / path.name).write_bytes(path.read_bytes())
        for path in files:
            print(f"{digest(path)}  {path.name}")
    return 0


class CheckFailed(Exception):  # noqa: N818 - says what happened
    """The release is not what it has to be; the text says why."""


def check(repository: Path, rev: str, scratch: Path) -> list[Path]:
    """The files of the release of ``rev``, built twice, audited, and installed once.

    Raises:
        CheckFailed: the two builds differ, an audit does not accept them, or what is installed does not run.
    """
    first, second = (built(repository, rev, scratch, builder) for builder in BUILDERS)
    if [path.name for path in first] != [path.name for path in second]:
        raise CheckFailed(f"the builds have other files: {first} and {second}")
    for one, other in zip(first, second, strict=True):
        if one.read_bytes() != other.read_bytes():
            raise CheckFailed(f"{one.name}: {digest(one)} once, {digest(other)} the other time")
    tallystick = str(PROGRAMS / "tallystick")
    run([tallystick, "audit", *map(str, first), "--source", str(repository), "--ref", rev])
    installed(first, scratch)
    return first


def built(repository: Path, rev: str, scratch: Path, builder: Builder) -> list[Path]:
    """The sdist of ``rev`` and the wheel that is built from it, by ``builder``."""
    here, out = scratch / builder.folder, scratch / f"{builder.umask:o}"
    here.mkdir(parents=True)
    run(["git", "clone", "--quiet", "--no-checkout", str(repository), str(here)])
    commit = output(["git", "-C", str(repository), "rev-parse", "--verify", f"{rev}^{{commit}}"])
    run(["git", "-C", str(here), "checkout", "--quiet", commit], umask=builder.umask)
    for path in here.rglob("*"):
        os.utime(path, (builder.time, builder.time), follow_symlinks=False)
    build = [str(PROGRAMS / "uv"), "build", "--quiet", "--offline", "--no-build-isolation"]
    command = [*build, "--python", sys.executable, "--out-dir", str(out), str(here)]
    run(command, umask=builder.umask, environment=builder.environment)
    return sorted(path for path in out.iterdir() if path.suffix in {".gz", ".whl"})


def installed(files: Sequence[Path], scratch: Path) -> None:
    """Install the wheel into an environment of its own, and run what it brings.

    What it depends on is lent by the environment of this script, by a path that does not bring the
    checkout itself along: ``.pth`` files count in site-packages alone (the ``site`` module).
    """
    (wheel,) = (path for path in files if path.suffix == ".whl")
    place = scratch / "installed"
    uv = str(PROGRAMS / "uv")
    run([uv, "venv", "--quiet", "--offline", "--python", sys.executable, str(place)])
    python = str(place / "bin" / "python")
    install = [uv, "pip", "install", "--quiet", "--offline", "--no-deps", "--python", python]
    run([*install, str(wheel)])
    lent = output([sys.executable, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"])
    around = {"PYTHONPATH": lent, "TALLYSTICK_CACHE": str(scratch / "cache")}
    where = [python, "-c", "import tallystick; print(tallystick.__file__)"]
    if not (found := output(where, around)).startswith(str(place)):
        raise CheckFailed(f"what runs is not what was installed, but {found}")
    tallystick = str(place / "bin" / "tallystick")
    run([tallystick, "--version"], environment=around)
    run([tallystick, "demo", "--into", str(scratch / "demo")], environment=around)
    run([tallystick, "upstreams", "list"], environment=around)


def run(
    command: Sequence[str], *, umask: int = -1, environment: Mapping[str, str] | None = None
) -> str:
    """What ``command`` prints.

    Raises:
        CheckFailed: it did not end with 0.
    """
    done = subprocess.run(
        command,
        env=_around(environment or {}),
        umask=umask,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=PATIENCE,
        check=False,
    )
    if done.returncode != 0:
        raise CheckFailed(
            f"{command[0]} {command[1]}: {done.returncode}\n{done.stdout}{done.stderr}"
        )
    return done.stdout


def output(command: Sequence[str], environment: Mapping[str, str] | None = None) -> str:
    """The one line that ``command`` prints."""
    return run(command, environment=environment).strip()


def _around(more: Mapping[str, str]) -> dict[str, str]:
    """This environment with ``more``, and without what would make both builds alike by itself."""
    alike = {"SOURCE_DATE_EPOCH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}
    return {name: value for name, value in os.environ.items() if name not in alike} | dict(more)


def digest(path: Path) -> str:
    """The SHA-256 of the file at ``path``."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
