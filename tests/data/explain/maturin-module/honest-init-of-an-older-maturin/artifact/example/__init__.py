from .example import *

__doc__ = example.__doc__
