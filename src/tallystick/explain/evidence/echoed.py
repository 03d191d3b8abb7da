"""Files that a makefile of the source writes out of words that stand in it: ``( echo "…"; echo "…" ) > $@``.

The recipe is no more than ``echo`` of literal text, variables that the makefiles set once, ``$@`` and ``$*``
(GNU make manual, "Automatic Variables": for an explicit rule the target less its suffix). So every byte is
the source's. Text that a shell or some shell's ``echo`` would read as more (a dollar, a back quote, a
backslash that is left) is not followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tallystick.explain.context import Context
from tallystick.explain.evidence.automake_files import (
    ROUNDS,
    expanded,
    target_places,
    values,
    whole_texts,
)
from tallystick.explain.places import base_name, folder_of

_RULE = re.compile(
    r"^(?P<targets>(?![\s#])[^#:=%\n]{1,2000}?)[ \t]*:(?![:=])[^\n]*\n"
    r"\t[ \t]*@?\([ \t]*(?P<recipe>echo[ \t][^\n]{1,5000}?;?)[ \t]*\)[ \t]*>[ \t]*\$@[ \t]*$",
    re.MULTILINE,
)
_SET = re.compile(r"^[ \t]*([\w.]{1,80})[ \t]*(:|\+|\?)?=[ \t]*([^\n#]*?)[ \t]*$", re.MULTILINE)
_USED = re.compile(r"\$[({]([\w.]{1,80})[)}]")
_PIECE = re.compile(
    r"""[ \t]*echo(?P<words>(?:[^"'\\;|&<>()`\n]|"(?:[^"\\\n]|\\["\\])*"|'[^'\n]*')*?)[ \t]*(?:;|$)"""
)
_QUOTED = re.compile(r""""(?P<double>(?:[^"\\]|\\["\\])*)"|'(?P<single>[^']*)\'|(?P<bare>[^"']+)""")

MOST = 20_000
"""Files that are written so; FFTW's makefiles have 2,300."""


def echoed(place: str, context: Context) -> tuple[str, bytes] | None:
    """The makefile that writes ``place`` with ``echo``, and the bytes; None where none does so plainly."""
    rules: Mapping[str, tuple[str, str, str]] = context.once("echo rules", lambda: _rules(context))
    found = rules.get(place)
    if found is None:
        return None
    makefile, target, recipe = found
    set_once = context.once(f"set once in {makefile}", lambda: _set_once(makefile, context))
    text = _written(recipe, target, set_once)
    return None if text is None else (makefile, text.encode())


def _rules(context: Context) -> Mapping[str, tuple[str, str, str]]:
    found: dict[str, tuple[str, str, str]] = {}
    for path, text in whole_texts(context).items():
        if "echo" not in text:
            continue
        set_to = None
        for rule in _RULE.finditer(text):
            set_to = values(text) if set_to is None else set_to
            for word in expanded(rule["targets"], set_to):
                for target in target_places(word, folder_of(path))[:1]:
                    if len(found) < MOST:
                        found.setdefault(target, (path, word, rule["recipe"]))
    return found


def _set_once(makefile: str, context: Context) -> Mapping[str, str]:
    """The variables that ``makefile`` and what it includes set in one line, and in no other."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name, how, value in _SET.findall(whole_texts(context)[makefile]):
        found.setdefault(name, []).append((how, value))
    return {
        name: rows[0][1]
        for name, rows in found.items()
        if len(rows) == 1 and rows[0][0] in {"", ":"}
    }


def _written(recipe: str, target: str, set_once: Mapping[str, str]) -> str | None:
    stem = base_name(target).rpartition(".")[0]
    text = recipe.replace("$*", folder_of(target) + stem).replace("$@", target)
    for _ in range(ROUNDS):
        text = _USED.sub(lambda used: set_once.get(used[1], used[0]), text)
    if not stem or "$" in text or "`" in text:
        return None
    lines = list(_lines(text))
    return None if None in lines else "".join(f"{line}\n" for line in lines)


def _lines(text: str) -> Iterator[str | None]:
    """What each ``echo`` prints; None for what is no plain one."""
    at = 0
    while at < len(text):
        piece = _PIECE.match(text, at)
        if piece is None:
            yield None
            return
        yield _printed(piece["words"])
        at = piece.end()
        if not text[at:].strip():
            return


def _printed(words: str) -> str | None:
    """The arguments of ``echo`` as a shell joins them (POSIX.1-2024, 2.2, "Quoting", and ``echo``)."""
    said = []
    for found in _QUOTED.finditer(words.strip()):
        if found["double"] is not None:
            said.append(re.sub(r'\\(["\\])', r"\1", found["double"]))
        elif found["single"] is not None:
            said.append(found["single"])
        elif re.search(r"[*?\[\]~#!{}=]", found["bare"]):
            return None
        else:
            said.append(re.sub(r"[ \t]+", " ", found["bare"]))
    text = "".join(said)
    return None if "\\" in text or text.startswith("-") else text
