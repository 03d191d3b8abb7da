"""An example."""

__all__ = [
    "List",  # Deprecated: import it from typing.
    "Tuple",  # Deprecated: import it from typing.
]

__version__ = "git"  # set by the release

from typing import List, Tuple
