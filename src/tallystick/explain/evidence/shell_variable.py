"""A variable as a shell script or a workflow of GitHub writes it: a release's version may be its value."""

from __future__ import annotations

import re

VARIABLE = re.compile(
    r"\$\{\w{1,60}(?:[#%]{1,2}|:)[^}\n]{1,100}\}"  # less a part of its ends (POSIX.1-2024, 2.6.2)
    r"|\$\{?\w{1,60}\}?|\$\{\{ ?[\w.]{1,100} ?\}\}"
)
