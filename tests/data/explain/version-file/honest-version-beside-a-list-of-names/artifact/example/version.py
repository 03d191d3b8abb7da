__all__ = ("VERSION",)
VERSION = "1.0"
