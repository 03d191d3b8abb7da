"""Rules of the source's makefiles that only copy or link: ``$(tests): one.sh`` with ``$(LN_S) $< $@``.

``make dist`` packs a link as the file that it leads to (Automake manual, "Basics of Distribution"), so the
target has the prerequisite's bytes, whatever else make does (POSIX make, "Internal Macros").
A folder that a list of what is packed ends with a slash is packed inside itself, too: ``cp -R`` of ``a/b/``
to ``a/b`` (Automake, ``lib/am/distdir.am``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tallystick.explain.context import Context
from tallystick.explain.evidence.automake_files import (
    expanded,
    makefile_texts,
    target_places,
    values,
)
from tallystick.explain.places import base_name, folder_of
from tallystick.project import join

_RULE = re.compile(
    r"^(?P<targets>(?![\s#])[^#:=%\n]{1,2000}?)[ \t]*:(?![:=])[ \t]*(?P<first>[\w./+-]{1,200})[ \t]*\n"
    r"(?P<recipe>(?:\t[^\n]*\n)+)",
    re.MULTILINE,
)
_STEP = re.compile(
    r"(?:@|-|\$\(AM_V_(?:GEN|at)\))*"
    r"(?:rm -f (?P<q>\"?)\$@(?P=q)|chmod (?:\+x|[ua]\+x|755) (?P<r>\"?)\$@(?P=r)"
    r"|(?P<copies>(?:\$\(LN_S\)|cp(?: -\w{1,4})?|ln(?: -\w{1,4})?)"
    r" (?P<s>\"?)(?:\$\(srcdir\)/)?\$<(?P=s) (?P<t>\"?)\$@(?P=t)))"
)


def copied_from(place: str, context: Context) -> tuple[str, str] | None:
    """The makefile and the file of the source of which its rule makes ``place``; None if there is none."""
    rules: Mapping[str, tuple[str, str]] = context.once("copying rules", lambda: _rules(context))
    return rules.get(place) or _inside_itself(place, context)


def _inside_itself(place: str, context: Context) -> tuple[str, str] | None:
    """``a/b/c`` for ``a/b/b/c``, where a makefile packs ``a/b/``."""
    words = place.split("/")
    twice = [n for n in range(1, len(words) - 1) if words[n] == words[n - 1]]
    folders: Mapping[str, str] = (
        context.once("folders packed", lambda: _folders(context)) if twice else {}
    )
    for number in twice:
        folder = "/".join(words[:number])
        if folder in folders:
            return folders[folder], "/".join((folder, *words[number + 1 :]))
    return None


def _folders(context: Context) -> Mapping[str, str]:
    """The folders that a list of what is packed names with a slash behind them, each with its makefile."""
    found: dict[str, str] = {}
    for path, text in makefile_texts(context).items():
        set_to = values(text)
        lists = (value for name, value in set_to.items() if _PACKS.match(name) is not None)
        for word in expanded(" ".join(lists), set_to):
            for target in target_places(word, folder_of(path)) if word.endswith("/") else ():
                found.setdefault(target.rstrip("/"), path)
    return found


_PACKS = re.compile(r"EXTRA_DIST\Z|dist_")


def _rules(context: Context) -> Mapping[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for path, text in makefile_texts(context).items():
        set_to = None
        for rule in _RULE.finditer(text):
            steps = [_STEP.fullmatch(line.strip()) for line in rule["recipe"].splitlines()]
            if None in steps or sum(bool(step and step["copies"]) for step in steps) != 1:
                continue
            if _is_conditional(text[: rule.start()]):
                continue
            set_to = values(text) if set_to is None else set_to
            for word in expanded(rule["targets"], set_to):
                for folder in _relative_to(path):
                    for target in target_places(word, folder)[:1]:
                        found.setdefault(target, (path, join(folder, rule["first"])))
    return found


def _relative_to(path: str) -> tuple[str, ...]:
    """The folders that paths in it may be relative to: its own; of one that is included, the top as well."""
    is_run = _RUN.fullmatch(base_name(path)) is not None
    return (folder_of(path),) if is_run else (folder_of(path), "")


_RUN = re.compile(r"(?:GNU)?[Mm]akefile(?:\.am|\.in)?")
"""What make or Automake reads by itself."""


def _is_conditional(before: str) -> bool:
    """Whether what follows stands in a condition of Automake's or GNU make's, which may never hold."""
    return len(_IF.findall(before)) > len(_ENDIF.findall(before))


_IF = re.compile(r"^[ ]*if(?:n?eq|n?def)?\b", re.MULTILINE)
_ENDIF = re.compile(r"^[ ]*endif\b", re.MULTILINE)
