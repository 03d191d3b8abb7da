"""An archive of Debian source packages on loopback, and an apt of its own that reads it."""

from __future__ import annotations

import hashlib
import subprocess
from dataclasses import dataclass
from pathlib import Path

from index_server import IndexServer, StoppedClock
from tallystick.cache import Cache
from tallystick.index.debian import Debian
from tallystick.limits import DEFAULT, Limits
from tools_needed import require_tool

VERSION = "1:1.0-2"


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive with one source package, and the apt that knows it."""

    server: IndexServer
    folder: Path
    files: dict[str, bytes]

    @property
    def environment(self) -> dict[str, str]:
        return {"PATH": "/usr/bin:/bin", "APT_CONFIG": str(self.folder / "apt.conf")}

    def debian(self, *, offline: bool = False, limits: Limits = DEFAULT) -> Debian:
        return Debian(
            Cache(root=self.folder / "cache"),
            limits,
            offline=offline,
            seconds=5.0,
            clock=StoppedClock(),
            environment=self.environment,
        )

    def update(self, sources: str | None) -> None:
        """Have apt read the archive's list, and nobody else's."""
        state = self.folder / "apt"
        for folder in ("lists/partial", "cache/archives/partial", "etc"):
            (state / folder).mkdir(parents=True, exist_ok=True)
        (state / "status").touch()
        line = "" if sources is None else f"deb-src [trusted=yes] {self.server.root}/debian ./\n"
        (state / "sources.list").write_text(line, encoding="utf-8")
        self.server.send("/debian/./Sources", (sources or "").encode())
        (self.folder / "apt.conf").write_text(
            f'Dir::State "{state}";\nDir::State::lists "{state}/lists";\n'
            f'Dir::State::status "{state}/status";\nDir::Cache "{state}/cache";\n'
            f'Dir::Etc "{state}/etc";\nDir::Etc::sourcelist "{state}/sources.list";\n'
            f'Dir::Etc::sourceparts "{state}/none";\nAPT::Sandbox::User "";\n'
            'Acquire::http::Proxy "DIRECT";\nAcquire::Languages "none";\n',
            encoding="utf-8",
        )
        command = [require_tool("apt-get"), "-qq", "update"]
        subprocess.run(command, env=self.environment, check=True, capture_output=True)


def checksums(files: dict[str, bytes]) -> str:
    lines = (f" {hashlib.sha256(c).hexdigest()} {len(c)} {name}\n" for name, c in files.items())
    return "Checksums-Sha256:\n" + "".join(lines)


def dsc(files: dict[str, bytes], version: str = VERSION) -> str:
    """What the .dsc of those files says."""
    head = f"Format: 3.0 (quilt)\nSource: hello\nBinary: hello\nVersion: {version}\n"
    return head + checksums(files)


def sources(files: dict[str, bytes], version: str = VERSION) -> str:
    """One stanza of a Sources index (Debian repository format)."""
    md5 = (f" {hashlib.md5(c).hexdigest()} {len(c)} {n}\n" for n, c in files.items())  # noqa: S324
    head = f"Package: hello\nBinary: hello\nVersion: {version}\nFormat: 3.0 (quilt)\nDirectory: .\n"
    return head + "Files:\n" + "".join(md5) + checksums(files) + "\n"
