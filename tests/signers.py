"""SSH keys made for one test, by OpenSSH itself, and statements signed with them."""

from __future__ import annotations

import base64
import json
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tallystick.limits import DEFAULT
from tallystick.model import Ledger
from tallystick.report.intoto import encoded, statements
from tallystick.signing import PAYLOAD_TYPE, Envelope, SshKeygen, encode, signed_bytes
from tools_needed import require_tool


@dataclass
class Keys:
    """A folder of keys by name, and the file of allowed signers that knows them."""

    folder: Path
    allowed_lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        require_tool("ssh-keygen")
        self.folder.mkdir(parents=True, exist_ok=True)

    def make(self, name: str, *, known_as: str | None = None, kind: str = "ed25519") -> Path:
        """The private key ``name``, made once; an allowed signer if it is ``known_as`` something."""
        key = self.folder / name
        if not key.exists():
            command = ["ssh-keygen", "-q", "-t", kind, "-N", "", "-C", name, "-f", str(key)]
            subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
        if known_as is not None:
            self.allow(known_as, key)
        return key

    def allow(self, known_as: str, key: Path, options: str = "") -> None:
        kind, blob, *_ = Path(f"{key}.pub").read_text().split()
        self.allowed_lines.append(" ".join(filter(None, (known_as, options, kind, blob))))

    @property
    def allowed(self) -> Path:
        path = self.folder / "allowed_signers"
        path.write_text("".join(f"{line}\n" for line in self.allowed_lines))
        return path


def program() -> SshKeygen:
    return SshKeygen.find(DEFAULT)


def audit_statement(ledger: Ledger) -> dict[str, Any]:
    return statements(ledger)[0]


def signed(statement: dict[str, Any] | bytes, *keys: Path, kind: str = PAYLOAD_TYPE) -> str:
    """A statement in an envelope, signed with each of ``keys``."""
    payload = statement if isinstance(statement, bytes) else encoded(statement)
    message = signed_bytes(kind, payload)
    signatures = tuple(program().sign(message, key) for key in keys)
    return encode(Envelope(payload_type=kind, payload=payload, signatures=signatures))


def with_payload(envelope: str, payload: bytes) -> str:
    """The same signatures over something else."""
    document = json.loads(envelope)
    document["payload"] = base64.b64encode(payload).decode()
    return json.dumps(document)
