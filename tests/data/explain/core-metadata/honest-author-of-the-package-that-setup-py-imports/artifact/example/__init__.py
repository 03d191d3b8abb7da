__author__ = "A. Person"

from .more import *
