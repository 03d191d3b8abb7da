__version__ = "\x31.0"
import os
