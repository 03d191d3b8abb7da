__version__ = "0.dev0"
VERIFY = True
