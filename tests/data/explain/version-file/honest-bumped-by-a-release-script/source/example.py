import os

__version__ = "0.dev0"


def here():
    return os.getcwd()
