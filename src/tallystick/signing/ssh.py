"""Signatures with SSH keys, by OpenSSH's own ``ssh-keygen`` (PROTOCOL.sshsig).

It knows agents, hardware keys and passphrases, and who has a key for git's signed commits has one here.
"""

from __future__ import annotations

import base64
import binascii
import re
import subprocess
import tempfile
from pathlib import Path

from msgspec import Struct

from tallystick.errors import UsageError
from tallystick.limits import Limits
from tallystick.tools import find

NAMESPACE = "tallystick-statement"
"""What signatures are bound to: one that was made for git or a file is none for a statement."""

_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"

_GOOD = re.compile(
    rf'Good "{NAMESPACE}" signature for .* with (\S+) key (SHA256:[A-Za-z0-9+/]{{43}})'
)

MOST_NAMES = 16
"""Names of one key that are tried: each is a process."""


class Signer(Struct, frozen=True, kw_only=True):
    """Whom a good signature is of: the key, and every name that the allowed signers give it."""

    key: str
    names: tuple[str, ...]


class NotVerified(UsageError):  # noqa: N818 - a state of the signature
    """A signature that proves nothing: bad, unknown, for something else, out of its time."""


class SshKeygen(Struct, frozen=True, kw_only=True):
    """OpenSSH's program."""

    program: str
    limits: Limits

    @classmethod
    def find(cls, limits: Limits) -> SshKeygen:
        """The one on PATH.

        Raises:
            ToolMissing: there is none.
        """
        return cls(program=find("ssh-keygen"), limits=limits)

    def sign(self, message: bytes, key: Path) -> bytes:
        """The signature over ``message`` with ``key``: a private key, or a public one that an agent has.

        Raises:
            UsageError: it could not be made.
        """
        done = self._run("-Y", "sign", "-n", NAMESPACE, "-f", str(key), given=message, asks=True)
        text = done.stdout.decode("ascii", "replace").strip()
        if done.returncode != 0 or not text.startswith(_BEGIN) or not text.endswith(_END):
            said = done.stderr.decode("utf-8", "backslashreplace").strip().splitlines()
            raise UsageError(f"{key}: ssh-keygen could not sign: {said[-1] if said else 'no word'}")
        try:
            return base64.b64decode(text.removeprefix(_BEGIN).removesuffix(_END))
        except binascii.Error:
            raise UsageError(f"{key}: ssh-keygen wrote no signature") from None

    def verify(self, message: bytes, signature: bytes, allowed: Path) -> Signer:
        """Whose ``signature`` over ``message`` is, among the ``allowed`` signers (ssh-keygen(1)).

        Raises:
            NotVerified: nobody's, or that of a certificate: whoever issues those could be any number.
            UsageError: it could not be looked at.
        """
        with tempfile.TemporaryDirectory(prefix="tallystick-") as folder:
            file = Path(folder) / "signature"
            file.write_text(f"{_BEGIN}\n{_wrapped(signature)}\n{_END}\n", encoding="ascii")
            found = self._run("-Y", "find-principals", "-s", str(file), "-f", str(allowed))
            names = found.stdout.decode("utf-8", "backslashreplace").splitlines()
            if found.returncode != 0 or not names:
                raise NotVerified("it is signed by none of the allowed signers")
            for name in names[:MOST_NAMES]:
                where = ("-f", str(allowed), "-I", name, "-n", NAMESPACE, "-s", str(file))
                done = self._run("-Y", "verify", *where, given=message)
                said = _GOOD.search(done.stdout.decode("utf-8", "backslashreplace"))
                if done.returncode == 0 and said is not None:
                    if said[1].endswith("-CERT"):
                        raise NotVerified(
                            "it is signed with a certificate, whose issuer can be many"
                        )
                    return Signer(key=said[2], names=tuple(names))
        raise NotVerified("its signature does not hold for the statement")

    def _run(
        self, *words: str, given: bytes = b"", asks: bool = False
    ) -> subprocess.CompletedProcess[bytes]:
        """Run it; ``asks``: a person may have to unlock the key, or touch it."""
        seconds = self.limits.keyring_seconds if asks else self.limits.signature_seconds
        try:
            return subprocess.run(
                [self.program, *words],
                input=given,
                capture_output=True,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise UsageError(f"ssh-keygen did not end within {seconds} s") from None
        except OSError as error:
            raise UsageError(f"ssh-keygen: {error.strerror}") from None


def _wrapped(signature: bytes) -> str:
    text = base64.b64encode(signature).decode("ascii")
    return "\n".join(text[i : i + 70] for i in range(0, len(text), 70))
