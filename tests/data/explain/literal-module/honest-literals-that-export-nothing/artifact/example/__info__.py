__all__ = []
__version__ = "1.0"
__license__ = """All rights
reserved."""
