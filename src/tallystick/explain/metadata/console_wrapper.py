"""The small script that an installer writes for an entry point, held against what installers write.

https://packaging.python.org/en/latest/specifications/entry-points/#use-for-scripts . Wheels that were made
from an installed tree carry such scripts. Compared as syntax: pip's and distlib's form, uv's, and the two of
setuptools that ask ``pkg_resources``.
"""

from __future__ import annotations

import ast
import re

from tallystick.explain.context import Context
from tallystick.explain.formats.python_remarks import comments
from tallystick.project.bounded import Malformed, python
from tallystick.project.declare import declare
from tallystick.project.declared import KnownEntryPoints

_REFERENCE = re.compile(r"([\w.]+):([\w.]+)")
_HEAD = re.compile(rb"#!pythonw?\n(?:# -\*- coding: utf-8 -\*-\n)?")
"""The first line, which installers rewrite, and the only cookie that they write below it."""

_SAID = "# EASY-INSTALL-ENTRY-SCRIPT: '{spec}','{group}','{name}'"
"""The only comment below, of setuptools (``setuptools.command.easy_install``)."""

_COOKIE = re.compile(rb"coding[:=]")
"""What else would have Python read the rest in another encoding (PEP 263)."""

_CUT = (
    r"sys.argv[0] = re.sub(r'(-script\.pyw|\.exe)?$', '', sys.argv[0])",
    r"sys.argv[0] = re.sub(r'(-script\.pyw?|\.exe)?$', '', sys.argv[0])",
)
"""How the ending of a program on Windows is cut off; setuptools also cuts that of ``-script.py``."""

_IMPORTING = (
    "import re\nimport sys\nfrom {module} import {first}\nif __name__ == '__main__':\n"
    "    {cut}\n    sys.exit({call}())\n"
)
_ASKING = (
    "__requires__ = '{spec}'\nimport re\nimport sys\nfrom pkg_resources import load_entry_point\n"
    "if __name__ == '__main__':\n    {cut}\n"
    "    sys.exit(load_entry_point('{spec}', '{group}', '{name}')())\n"
)
_ENDINGS = (
    "import sys\nfrom {module} import {first}\nif __name__ == '__main__':\n"
    "    if sys.argv[0].endswith('-script.pyw'):\n        sys.argv[0] = sys.argv[0][:-11]\n"
    "    elif sys.argv[0].endswith('.exe'):\n        sys.argv[0] = sys.argv[0][:-4]\n"
    "    sys.exit({call}())\n"
)


def wrapped(content: bytes, name: str, context: Context) -> str | None:
    """The entry point that this script calls, if the source declares it under this name, and nothing else."""
    declared = declare(context.project, context.limits).entry_points
    head = _HEAD.match(content)
    if not isinstance(declared, KnownEntryPoints) or head is None:
        return None
    if not content.isascii() or _COOKIE.search(content, head.end()):
        return None
    script = content[head.end() :]
    try:
        ours = ast.dump(python(script, context.limits))
        said = set(comments(script))
    except Malformed:
        return None
    for group in ("console_scripts", "gui_scripts"):
        reference = declared.groups.get(group, {}).get(name, "")
        found = _REFERENCE.fullmatch(reference.split("[")[0].replace(" ", ""))
        if found is None:
            continue
        words = {
            "module": found[1],
            "first": found[2].split(".")[0],
            "call": found[2],
            "group": group,
            "name": name,
            "spec": f"{context.artifact.project}=={context.artifact.version}",
        }
        if ours in _rendered(words) and said <= {_SAID.format(**words)}:
            return f"[{group}] {name} = {reference}"
    return None


def _rendered(words: dict[str, str]) -> set[str]:
    """Each form as syntax; none for words that are no names."""
    forms = [form.format(cut=cut, **words) for form in (_IMPORTING, _ASKING) for cut in _CUT]
    found = set()
    for text in (*forms, _ENDINGS.format(**words)):
        try:
            found.add(ast.dump(ast.parse(text)))
        except (SyntaxError, ValueError):
            continue
    return found
