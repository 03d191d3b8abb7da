"""Headers that config.status makes of their templates."""

from __future__ import annotations

import pytest

from tallystick.explain.formats.config_header import is_header

TEMPLATE = "/* A. */\n#undef HAVE_A\n\n# undef SIZE\nint x;\n"
HEAD = "/* lib/x.h.  Generated from x.h.in by configure.  */\n"


@pytest.mark.parametrize(
    "text",
    [
        "/* A. */\n#define HAVE_A 1\n\n# define SIZE\nint x;\n",
        HEAD + '/* A. */\n/* #undef HAVE_A */\n\n# define SIZE "a b"\nint x;\n',
    ],
)
def test_each_undef_is_defined_or_left(text: str) -> None:
    assert is_header(TEMPLATE, text)


@pytest.mark.parametrize(
    "text",
    [
        "/* A. */\n#define HAVE_A 1\n\n# define SIZE system(0)\nint x;\n",
        "/* A. */\n#define HAVE_A 1\n\n# define SIZE\nint y;\n",
        "/* A. */\n#define OTHER 1\n\n# define SIZE\nint x;\n",
        "/* A. */\n#define HAVE_A 1\n\n# define SIZE\nint x;\nint z;\n",
    ],
)
def test_anything_else_is_not_of_the_template(text: str) -> None:
    assert not is_header(TEMPLATE, text)


def test_a_template_that_asks_nothing_is_none() -> None:
    assert not is_header("int x;\n", "int x;\n")
