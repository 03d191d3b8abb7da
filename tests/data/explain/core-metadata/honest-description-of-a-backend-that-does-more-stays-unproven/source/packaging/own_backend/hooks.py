from setuptools.build_meta import *
from ._text import sanitize
