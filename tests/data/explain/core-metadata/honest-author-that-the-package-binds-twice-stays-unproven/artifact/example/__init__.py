__author__ = "A. Person"

from .more import *
__author__ = "B. Person"
