import os

__version__ = "1.0"


def here():
    return os.getcwd()
