"""How a shell or an interpreter was told what to run: by a file, by a word, or on its standard input."""

from __future__ import annotations

import posixpath
import re

from tallystick.watch.graph import Run
from tallystick.watch.programs import INTERPRETERS, MAKES, SHELLS, STREAM_EDITORS, plain_name

_WITH_VALUE = {
    "python": re.compile(r"-[XW]|--check-hash-based-pycs"),
    "perl": re.compile(r"-[Ix]"),
    "ruby": re.compile(r"-[IrC]"),
    "node": re.compile(r"-r|--require|--import|--loader"),
    "sh": re.compile(r"[-+][oO]"),
}
"""Options whose value is the next word, which is no script."""

_BY_WORD = {
    "python": re.compile(r"-\w*[cm].*"),
    "perl": re.compile(r"-\w*[eE].*"),
    "sh": re.compile(r"-\w*c"),
}
"""Options that say what to run, by words or the name of a module."""

_FIRST_LINE = 256
"""Bytes that Linux reads of it (BINPRM_BUF_SIZE)."""

_ANY_WORD = re.compile(r"-[eE]|--eval|--print|-p")


def script(run: Run) -> str | None:
    """The file that a shell or an interpreter was told to run, as an absolute path.

    None where it is told by a word or on standard input, and for make without ``-f``: which makefile that
    takes stands among what it read.
    """
    if run.name in STREAM_EDITORS or run.name in MAKES:
        word = _value_of(run, ("-f", "--file", "--makefile"))
        folder = _value_of(run, ("-C", "--directory")) if run.name in MAKES else None
        return _absolute(run, word, folder or "") if word is not None else None
    if run.name not in SHELLS | INTERPRETERS:
        return None
    family = "sh" if run.name in SHELLS else run.name
    valued, told = _WITH_VALUE.get(family), _BY_WORD.get(family, _ANY_WORD)
    words = iter(run.argv[1:])
    for word in words:
        if word == "--":
            word = next(words, "-")  # noqa: PLW2901 - what follows is the script, whatever it looks like
            return _absolute(run, word) if word != "-" else None
        if told.fullmatch(word):
            return None
        if valued is not None and valued.fullmatch(word):
            next(words, None)
        elif not word.startswith(("-", "+")):
            return _absolute(run, word)
    return None


def named_by(head: bytes) -> str:
    """The interpreter in the first line of a file, without folders and version; "" if it names none."""
    line = head[:_FIRST_LINE].partition(b"\n")[0]
    words = line[2:].decode("utf-8", "surrogateescape").split() if line.startswith(b"#!") else []
    if words and plain_name(words[0]) == "env":
        words = [word for word in words[1:] if not word.startswith("-") and "=" not in word]
    return plain_name(words[0]) if words else ""


def is_told_on_stdin(run: Run) -> bool:
    """Whether a shell or an interpreter was started to run what comes on its standard input."""
    if run.is_fork:
        return False
    if run.name in MAKES or run.name in STREAM_EDITORS:
        return _value_of(run, ("-f", "--file", "--makefile")) in {"-", "/dev/stdin"}
    if run.name not in (SHELLS | INTERPRETERS) - {"m4"}:
        return False
    told = run.argv[1:]
    if run.name in SHELLS and any(re.fullmatch(r"-\w*s", word) for word in told):
        return True
    if script(run) in {"/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"}:
        return True
    return all(word.startswith("-") and not re.fullmatch(r"-\w*[cem]", word) for word in told)


def _value_of(run: Run, options: tuple[str, ...]) -> str | None:
    """What an option was given: behind it, joined to it, or behind ``=``."""
    words = run.argv[1:]
    for at, word in enumerate(words):
        if word in options:
            return words[at + 1] if at + 1 < len(words) else None
        for option in options:
            if option.startswith("--") and word.startswith(f"{option}="):
                return word[len(option) + 1 :]
            if len(option) == 2 and word.startswith(option) and not word.startswith("--"):
                return word[2:]
    return None


def _absolute(run: Run, word: str, folder: str = "") -> str:
    return posixpath.normpath(posixpath.join(run.folder, folder, word))
