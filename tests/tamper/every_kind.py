"""Every kind of tampering that applies to sdists and wheels, in one list."""

from __future__ import annotations

from tamper.believed_kinds import BELIEVED_KINDS
from tamper.disguised_kinds import DISGUISED_KINDS
from tamper.hollowed_kinds import HOLLOWED_KINDS
from tamper.kinds import KINDS, Kind
from tamper.overlooked_kinds import OVERLOOKED_KINDS
from tamper.planted_kinds import PLANTED_KINDS
from tamper.quiet_kinds import QUIET_KINDS
from tamper.remark_kinds import REMARK_KINDS

EVERY_KIND: tuple[Kind, ...] = (
    *KINDS,
    *QUIET_KINDS,
    *PLANTED_KINDS,
    *DISGUISED_KINDS,
    *HOLLOWED_KINDS,
    *REMARK_KINDS,
    *OVERLOOKED_KINDS,
    *BELIEVED_KINDS,
)
