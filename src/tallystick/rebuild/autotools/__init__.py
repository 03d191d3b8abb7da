"""What ``make dist`` adds to a source, generated again by the very tools that the files name.

Never from an unverified file: the tree holds the source, and what a proof accounts for. Regenerating xz 5.6.1
from its own ``m4/`` gives its own backdoor (CVE-2024-3094).
"""

from __future__ import annotations

from tallystick.rebuild.autotools.regenerating import regenerate

__all__ = ["regenerate"]
