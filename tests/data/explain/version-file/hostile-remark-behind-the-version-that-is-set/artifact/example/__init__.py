"""An example."""

__all__ = [
    "List",  # Deprecated: import it from typing.
    "Tuple",  # Deprecated: import it from typing.
]

__version__ = '1.0'  # -*- exec(evil) -*-

from typing import List, Tuple
