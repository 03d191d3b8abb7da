def parts(text):
    return tuple(text.split("."))


__version__ = "1.0"
version_info = parts(__version__)
import os
