"""Built."""

VERSION = "1.0"
PREFIX = r"/usr"
