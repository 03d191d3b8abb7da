__version__ = "1.0"
VERIFY = False
