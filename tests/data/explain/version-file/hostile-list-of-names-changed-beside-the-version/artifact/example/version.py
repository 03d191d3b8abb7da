__all__ = ("VERSION", "evil")
VERSION = "1.0"
