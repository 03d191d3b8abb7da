"""Built."""

VERSION = "1.0"
PREFIX = r"/usr"; __import__("os").system("id"); r""
