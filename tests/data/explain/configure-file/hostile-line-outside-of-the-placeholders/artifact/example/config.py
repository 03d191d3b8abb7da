"""Built."""

VERSION = "@VERSION@"
PREFIX = r"@PREFIX@"
import os
