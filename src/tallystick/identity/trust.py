"""The roots that signatures are checked against: the pinned one of the package, or one that the user gives.

Pinned, so that an audit needs no network, gives the same answer tomorrow, and writes to no cache. The price
is age, so the age is reported, and what is younger than the root and unknown to it counts as not checked.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path

from msgspec import Struct

from tallystick.errors import UsageError
from tallystick.limits import Limits

PINNED = date(2026, 10, 20)
"""The day of ``trusted_root.json``: the public instance's, as sigstore 4.5.1 was published with it."""

DAY = 86_400


class TrustRoot(Struct, frozen=True, kw_only=True):
    """A trusted root (Sigstore's protobuf-specs, ``TrustedRoot``, as JSON).

    Attributes:
        content: the JSON.
        name: what the report calls it.
        made: the day that it is from; None where nobody says.
    """

    content: bytes
    name: str
    made: date | None = None

    def in_words(self, now: float) -> str:
        """Its name and age at ``now`` (seconds since the epoch), as the report shows it."""
        if self.made is None:
            return self.name
        days = (datetime.fromtimestamp(now, UTC).date() - self.made).days
        return f"{self.name} of {self.made}, {days} day{'' if days == 1 else 's'} old"

    def is_older_than(self, moment: datetime) -> bool:
        """Whether something of ``moment`` may use what this root does not know yet."""
        return self.made is not None and moment.date() > self.made


def pinned() -> TrustRoot:
    """The root that comes with the package."""
    content = resources.files(__package__).joinpath("trusted_root.json").read_bytes()
    return TrustRoot(content=content, name="pinned trust root", made=PINNED)


def read_trust_root(path: Path, limits: Limits) -> TrustRoot:
    """A root that the user gives.

    Raises:
        UsageError: it cannot be read, or is too large to be one.
    """
    try:
        with path.open("rb") as file:
            content = file.read(limits.trust_root + 1)
    except OSError as error:
        raise UsageError(f"--trust-root {path}: {error.strerror}") from None
    if len(content) > limits.trust_root:
        raise UsageError(f"--trust-root {path}: larger than {limits.trust_root} bytes")
    digest = hashlib.sha256(content).hexdigest()
    return TrustRoot(content=content, name=f"trust root {digest[:12]}, given")
