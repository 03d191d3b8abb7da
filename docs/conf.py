"""The documentation site; ``make docs`` builds it, and a warning is an error (docs/adr/0038)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

project = "tallystick"
author = "the tallystick authors"
copyright = "the tallystick authors, Apache-2.0"  # noqa: A001 - Sphinx calls it so
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
html_theme = "furo"
html_title = "tallystick"
html_copy_source = False
html_show_copyright = True
exclude_patterns = ["adr/README.md"]
myst_heading_anchors = 4
myst_enable_extensions = ["deflist"]
autodoc_typehints = "description"
autodoc_class_signature = "separated"  # of a value with 18 fields nobody reads a signature
autodoc_member_order = "bysource"
nitpicky = False  # annotations name types of modules that have no page
# Blocks in TOML with an ellipsis, and in dialects of ours, are not what their lexers expect.
suppress_warnings = ["misc.highlighting_failure"]


def setup(app: Any) -> None:  # noqa: ANN401 - Sphinx's own type is not needed for one call
    """Write the pages that are made from the code before the folder is read."""
    from tools.reference import write_pages  # noqa: PLC0415 - it needs the line above

    app.connect("builder-inited", lambda _: write_pages(HERE / "reference"))
