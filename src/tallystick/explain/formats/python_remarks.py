"""What a module of Python says without doing anything: its comments, and texts that stand alone.

Two modules of one syntax tree do the same, whatever stands in their comments. So whoever compares trees asks
for these, too: text that nobody compares is where a payload for some other place can lie.
"""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator

from tallystick.project.bounded import Malformed


def comments(content: bytes) -> Iterator[str]:
    """Each comment of a module that is known to be Python, with its ``#``.

    Raises:
        Malformed: the tokens cannot be told apart, though the parser could.
    """
    try:
        for token in tokenize.tokenize(io.BytesIO(content).readline):
            if token.type == tokenize.COMMENT:
                yield token.string.rstrip()
    except (tokenize.TokenError, SyntaxError, UnicodeDecodeError) as error:
        raise Malformed(f"its comments cannot be read: {type(error).__name__}") from None


def remarks(content: bytes, module: ast.Module) -> Iterator[str]:
    """Each comment, and each line of the constants that are statements of ``module`` itself; as above."""
    yield from comments(content)
    for node in module.body:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield from (line.strip() for line in str(node.value.value).splitlines())
