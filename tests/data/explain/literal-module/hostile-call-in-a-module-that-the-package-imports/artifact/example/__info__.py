"""Info."""

__version__ = open("/etc/passwd").read()
__license__ = """All rights
reserved."""
