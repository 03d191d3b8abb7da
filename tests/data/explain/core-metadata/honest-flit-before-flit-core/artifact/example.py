"""An example"""
__version__ = "1.0"
