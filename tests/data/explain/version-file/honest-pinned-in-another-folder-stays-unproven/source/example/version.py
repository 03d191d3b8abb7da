import os

__version__ = "1.0+dev"
if os.path.exists(".git"):
    __version__ += ".git"
