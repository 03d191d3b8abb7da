# version is set by a workflow
__all__ = ("VERSION",)
VERSION = "0.0.dev0"
