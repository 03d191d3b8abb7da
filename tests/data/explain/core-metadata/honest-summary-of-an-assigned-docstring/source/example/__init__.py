from .core import *

__doc__ = """
example - does nothing
=====
"""
