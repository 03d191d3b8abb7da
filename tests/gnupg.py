"""A GnuPG home for tests, with real keys and the clock of the fixtures."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from gitrepo import TIME
from tools_needed import require_tool

DAY = 86_400


@dataclass(frozen=True)
class Gpg:
    """A GnuPG home of its own, whose clock is that of the fixtures."""

    home: Path

    def __call__(self, *arguments: str, given: bytes = b"", at: int = TIME) -> bytes:
        done = subprocess.run(
            [
                *(require_tool("gpg"), "--batch", "--quiet", "--no-tty", "--passphrase", ""),
                *("--pinentry-mode", "loopback", f"--faked-system-time={at}!", *arguments),
            ],
            env={**os.environ, "GNUPGHOME": str(self.home)},
            input=given,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def key(self, person: str, *, lasts: str = "0") -> None:
        self("--quick-generate-key", person, "ed25519", "sign", lasts, at=TIME - DAY)

    def export(self, person: str, path: Path) -> Path:
        path.write_bytes(self("--armor", "--export", person))
        return path

    @classmethod
    def at(cls, folder: Path) -> Gpg:
        """One in ``folder``, by its short name: a socket's path has at most 108 bytes."""
        home = Path(os.path.realpath(folder))
        home.chmod(0o700)
        return cls(home)

    def fingerprint(self, person: str) -> str:
        listed = self("--with-colons", "--list-keys", person).decode()
        return next(line.split(":")[9] for line in listed.splitlines() if line.startswith("fpr:"))

    def revocation(self, person: str) -> bytes:
        """The certificate that GnuPG makes beside each key, as it says to use it."""
        path = self.home / "openpgp-revocs.d" / f"{self.fingerprint(person)}.rev"
        text = path.read_text().replace(":-----BEGIN", "-----BEGIN")
        return text[text.index("-----BEGIN") :].encode()

    def end(self) -> None:
        """End the agent that it has started."""
        if (kill := shutil.which("gpgconf")) is not None:
            environment = {**os.environ, "GNUPGHOME": str(self.home)}
            subprocess.run([kill, "--kill", "all"], env=environment, check=False)
