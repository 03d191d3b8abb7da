"""SSH signatures of git (PROTOCOL.sshsig), by ``ssh-keygen -Y``: certificates, validity, tokens are its own.

The list of allowed signers is the user's. As git does, a signature is looked at as of the time that its
maker says; whoever keeps a key past its ``valid-before`` can say an older one.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from tallystick.errors import ToolMissing, UsageError
from tallystick.identity.case import Signature
from tallystick.identity.signed import Signed
from tallystick.limits import Limits
from tallystick.model.ladder import State
from tallystick.tools import missing

NAMESPACE = "git"
PROGRAM = "ssh-keygen"

_KEY = re.compile(r"key (SHA256:[A-Za-z0-9+/]{43})")


class AllowedSigners(Struct, frozen=True, kw_only=True):
    """Whose signatures count (ssh-keygen(1), "ALLOWED SIGNERS").

    Attributes:
        path: of the list.
        limits: the caps.
        revoked: of a list of keys that do not count anymore, or a KRL ("KEY REVOCATION LISTS"): whenever they
            signed, since who stole a key says any time.
    """

    path: Path
    limits: Limits
    revoked: Path | None = None

    def check(self, signed: Signed) -> Signature:
        """What becomes of a signature; never an error."""
        found = Signature(on=signed.on, kind=signed.kind, state=State.UNCHECKED)
        program = shutil.which(PROGRAM)
        if program is None:
            return replace(found, reason=missing(PROGRAM))
        with tempfile.TemporaryDirectory(prefix="tallystick-") as folder:
            signature = Path(folder) / "signature"
            signature.write_bytes(signed.signature)
            try:
                return self._checked(program, signature, signed, found)
            except subprocess.TimeoutExpired:
                return replace(found, reason=f"{PROGRAM} was not done in time")

    def _checked(
        self, program: str, signature: Path, signed: Signed, found: Signature
    ) -> Signature:
        valid = self._run(
            [program, "-Y", "check-novalidate", "-n", NAMESPACE, "-s", str(signature)], signed
        )
        if valid.returncode != 0:
            return replace(found, state=State.REFUSED, reason=f"not valid: {_words(valid)}")
        key = _KEY.search(valid.stdout)
        name = key[1] if key is not None else "a key"
        moment = time.strftime("%Y%m%d%H%M%S", time.gmtime(signed.time or 0))
        at = [f"-Overify-time={moment}"] if signed.time is not None else []
        listed = ["-s", str(signature), "-f", str(self.path), *at]
        principals = self._run([program, "-Y", "find-principals", *listed], signed)
        for principal in principals.stdout.splitlines() if principals.returncode == 0 else ():
            options = ["-I", principal.strip(), "-n", NAMESPACE, *listed]
            if self._run([program, "-Y", "verify", *options], signed).returncode == 0:
                if self.revoked is not None:
                    again = [program, "-Y", "verify", *options, "-r", str(self.revoked)]
                    if self._run(again, signed).returncode != 0:
                        why = f"signed by {name}, which is revoked"
                        return replace(found, state=State.REFUSED, reason=why)
                return replace(
                    found, state=State.VERIFIED, key=name, signer=principal.strip()[:200]
                )
        if "expired" in principals.stderr or "not yet valid" in principals.stderr:
            why = f"signed by {name}, which was not valid at that time"
            return replace(found, state=State.REFUSED, reason=why)
        return replace(found, reason=f"signed by {name}, which no list of yours allows")

    # In UTC: only OpenSSH 9.1 and newer know a time zone in their options.
    def _run(self, command: list[str], signed: Signed) -> subprocess.CompletedProcess[str]:
        """One call that reads the payload, or nothing."""
        payload = signed.payload if isinstance(signed.payload, bytes) else b""
        done = subprocess.run(
            command,
            input=payload,
            capture_output=True,
            timeout=self.limits.keyring_seconds,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
            check=False,
        )
        out, err = (text.decode("utf-8", "replace") for text in (done.stdout, done.stderr))
        return subprocess.CompletedProcess(command, done.returncode, out, err)


def read_allowed_signers(
    path: Path, limits: Limits, *, revoked: Path | None = None
) -> AllowedSigners:
    """The list at ``path``, but for the keys that ``revoked`` lists.

    Raises:
        UsageError: one cannot be read, or lists nobody.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"--allowed-signers {path}: {error.strerror}") from None
    lines = [line for line in content.splitlines() if line.strip() and not line.startswith(b"#")]
    if not lines:
        raise UsageError(f"--allowed-signers {path}: it lists nobody")
    return AllowedSigners(
        path=path.absolute(),
        limits=limits,
        revoked=None if revoked is None else _revocations(revoked, limits),
    )


def _revocations(path: Path, limits: Limits) -> Path:
    """``path``, if the program can read it as a list of revoked keys.

    Otherwise each signature would look like one by a revoked key.
    """
    where = f"--revoked-signers {path}"
    program = shutil.which(PROGRAM)
    try:
        with path.open("rb") as file:
            content = file.read(limits.keyring + 1)
    except OSError as error:
        raise UsageError(f"{where}: {error.strerror}") from None
    if program is None:
        raise ToolMissing(f"{where}: {missing(PROGRAM)}")
    if not content or len(content) > limits.keyring:
        raise UsageError(f"{where}: empty, or larger than {limits.keyring} bytes")
    # -Q prints what a KRL says of no key; -l the fingerprint of each key of a list.
    asked = ["-Q", "-l", "-f"] if content.startswith(_KRL) else ["-l", "-f"]
    done = subprocess.run(
        [program, *asked, str(path.absolute())],
        capture_output=True,
        timeout=limits.keyring_seconds,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode != 0:
        raise UsageError(f"{where}: neither a list of public keys nor a KRL")
    return path.absolute()


_KRL = b"SSHKRL\n\0"
"""How a KRL begins (PROTOCOL.krl)."""


def _words(done: subprocess.CompletedProcess[str]) -> str:
    """What the program complains of, on one line."""
    lines = (done.stderr.strip() or done.stdout.strip()).splitlines()
    return (
        "".join(c if c.isprintable() else "?" for c in lines[0])[:200]
        if lines
        else "no reason given"
    )
