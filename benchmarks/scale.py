"""Cost against the number of members, and one huge member.

    python benchmarks/scale.py [--members 10000 100000 1000000] [--huge-gib 2]

Archives of small members are made and audited against an archive of the same content as their source;
the huge member is one file of zeros in an uncompressed tar.
"""

from __future__ import annotations

import argparse
import gzip
import io
import tarfile
import tempfile
from pathlib import Path

from measuring import ANY_VERDICT, TALLYSTICK, Side, machine, once


class Zeros(io.RawIOBase):
    """So many zero bytes."""

    def __init__(self, size: int) -> None:
        self._left = size

    def read(self, size: int = -1, /) -> bytes:
        """The next zeros."""
        count = self._left if size < 0 else min(size, self._left)
        self._left -= count
        return bytes(count)


def many(path: Path, members: int) -> None:
    """A tar.gz with ``members`` files of a few bytes, a thousand to a folder.

    Written without a list of them: Linux adds what a process holds when it starts another to that one's peak.
    """
    with gzip.open(path, "wb", compresslevel=1) as archive:
        for number in range(members):
            content = b"x = %d\n" % number
            info = tarfile.TarInfo(f"many-1.0/d{number // 1000}/f{number}.py")
            info.size = len(content)
            archive.write(info.tobuf(format=tarfile.PAX_FORMAT))
            archive.write(content.ljust(tarfile.BLOCKSIZE, b"\0"))
        archive.write(bytes(2 * tarfile.BLOCKSIZE))


def huge(path: Path, size: int) -> None:
    """A tar with one member of ``size`` zeros."""
    with tarfile.open(path, "w", format=tarfile.PAX_FORMAT) as archive:
        info = tarfile.TarInfo("huge-1.0/zeros.bin")
        info.size = size
        archive.addfile(info, Zeros(size))


def row(label: str, artifact: Path, source: Path, pieces: int) -> str:
    """One audit, measured."""
    command = [
        TALLYSTICK,
        "audit",
        str(artifact),
        "--source",
        str(source),
        "--offline",
        "--format",
        "json",
    ]
    wall, cpu, peak = once(Side(name=label, command=command, exit_codes=ANY_VERDICT))
    return f"| {label} | {wall:.2f} | {cpu:.2f} | {peak:.0f} | {1e6 * wall / pieces:.1f} |"


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--members", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--huge-gib", type=int, default=2)
    options = parser.parse_args()
    print(machine(1) + "\n")
    print("| | wall s | cpu s | peak MiB | µs a piece |\n|---|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "many-1.0.tar.gz"
        for members in options.members:
            many(path, members)
            print(row(f"{members:,} members", path, path, members), flush=True)
        if options.huge_gib:
            path = Path(folder) / "huge-1.0.tar"
            huge(path, options.huge_gib << 30)
            label = f"one member of {options.huge_gib} GiB (piece: MiB)"
            print(row(label, path, path, options.huge_gib << 10), flush=True)


if __name__ == "__main__":
    main()
