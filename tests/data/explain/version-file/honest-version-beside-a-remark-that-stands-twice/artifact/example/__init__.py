"""An example."""

__all__ = [
    "List",  # Deprecated: import it from typing.
    "Tuple",  # Deprecated: import it from typing.
]

__version__ = '1.0'  # set by the release

from typing import List, Tuple
