"""Commands in makefiles, m4 and scripts that hand bytes which nobody reads to something that runs them.

The loader of CVE-2024-3094 was such a chain: ``sed … | tr … | xz -d | /bin/sh``, its input a test file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tallystick.buildsystem.lines import Line

_DECODERS = (
    r"xz|unxz|xzcat|lzma|unlzma|gzip|gunzip|zcat|bzip2|bunzip2|bzcat|zstd|zstdcat|base64|base32|uudecode|openssl|"
    r"xxd|od|dd|tr|awk|gawk|mawk|head|tail|rev|printf"
)
_SHELL = r"(?:(?:/usr)?/bin/)?(?:ba|da|k|z)?sh\b(?!-)|\$\(SHELL\)|\$\{?(?:CONFIG_)?SHELL\b\}?"
"""In makefiles, in shell and in what m4 writes."""

_WORD = r"(?<![\w./$(-])"
_DECODES = re.compile(rf"{_WORD}(?:/(?:usr/)?bin/)?(?:{_DECODERS}|sed)(?=\s)")
_INTO_SHELL = re.compile(
    rf"\|\s*(?:env\s+)?(?:(?:{_SHELL})(?=[\s;)\]&>\"'`,]|$)|eval\s+[\"'\\]*\$\$?\{{?\w)"
)
_PRINTS = re.compile(rf"{_DECODES.pattern}|{_WORD}eval\s+[\"'\\]*\$")
_PIPELINES = re.compile(r"\|\||&&|;")
_EVAL = re.compile(
    rf"{_WORD}eval\b[^;|&]{{0,400}}?(?:`|\$\$?\()[^`)]{{0,400}}?{_WORD}(?:{_DECODERS})\s"
)
_TESTS = re.compile(
    rf"(?:{_WORD}(?:{_DECODERS}|sed|cat|cp|grep)\s[^|;&]{{0,300}}?|<\s*)"
    r"(?:[\w.$(){}/-]{0,100}/)?tests?/[\w./+-]{1,200}\.(?!c\b|h\b|sh\b|am\b|in\b|ac\b|py\b|pl\b|cc\b|cpp\b|m4\b|o\b|mk\b)"
    r"\w+"
)
_FUNCTION = re.compile(rf"\$[({{]shell\s[^\n]{{0,400}}?{_WORD}(?:{_DECODERS})\s")
_SYSCMD = re.compile(r"(?<!define\(\[)\b(?:m4_)?e?syscmd\s*\(")
_COMMENT = re.compile(r"^\s*(?:#|dnl\b)")

_TELLING = ("|", "eval", "test", "shell", "syscmd")
"""One of these is in every line that a rule says something of."""

SHOWN = 160
"""Characters of a line that a finding quotes."""


def may_have_commands(text: str) -> bool:
    """Whether :func:`commands` could say anything of a file: quick to see, and true of half of them."""
    return any(word in text for word in _TELLING)


def commands(path: str, lines: Iterable[Line], *, is_make: bool) -> Iterator[tuple[str, int, str]]:
    """Rule, line number and quotation of what stands in ``lines``."""
    in_tests = "test" in path.rpartition("/")[0].lower()
    for line in lines:
        text = line.text
        if not may_have_commands(text) or _COMMENT.match(text):
            continue
        quoted = text.strip()[:SHOWN]
        if "|" in text and any(map(_runs_what_is_printed, _PIPELINES.split(text))):
            yield "decoder-into-shell", line.number, quoted
        elif "eval" in text and _EVAL.search(text):
            yield "eval-of-output", line.number, quoted
        if "test" in text and not in_tests and _TESTS.search(text):
            yield "reads-tests", line.number, quoted
        if is_make and "shell" in text and _FUNCTION.search(text):
            yield "shell-function", line.number, quoted
        if (
            "syscmd" in text
            and path.endswith((".m4", ".ac", "configure.in"))
            and _SYSCMD.search(text)
        ):
            yield "macro-runs-command", line.number, quoted


def _runs_what_is_printed(pipeline: str) -> bool:
    """Whether something decodes or evaluates, and a shell further down runs what it says."""
    into = _INTO_SHELL.search(pipeline)
    return into is not None and _PRINTS.search(pipeline[: into.start() + 1]) is not None
