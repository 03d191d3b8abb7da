"""What it is."""

import os

LIMIT = "limit"


def value(name, default=None):
    """Text of ``name``."""
    try:
        return os.environ[name]
    except KeyError:
        return default if default is not None else os.environ.get(LIMIT)
