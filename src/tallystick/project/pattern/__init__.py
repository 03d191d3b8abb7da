"""Regular expressions that a project writes, matched within a number of steps.

A build runs the patterns of its configuration over its readme. A stranger's pattern can keep
:mod:`re` busy for years (``(a+)+$``), and nothing stops it on its way; so patterns are read and matched
here, and each step is counted. What is understood is what such patterns are made of; back references,
atomic and conditional groups, possessive repeats and inline flags are refused.

``read``  a pattern as a tree; ``steps`` that tree as instructions; ``match`` text against them.
"""

from tallystick.project.pattern.match import Pattern, Steps
from tallystick.project.pattern.read import NotFollowed

__all__ = ["NotFollowed", "Pattern", "Steps"]
