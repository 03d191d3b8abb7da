"""What the source's ``configure.ac`` asks for, as Autoconf itself expands it (``autom4te --trace``)."""

from __future__ import annotations

from msgspec.structs import replace

from tallystick.model import Skip
from tallystick.rebuild.autotools.building import SEARCH_PATH
from tallystick.rebuild.autotools.inputs import Root, clean_tree
from tallystick.rebuild.autotools.running import SOURCE
from tallystick.rebuild.autotools.toolchain import CHECK, Autotools
from tallystick.rebuild.regenerator import Subject
from tallystick.rebuild.running import failure
from tallystick.rebuild.trees import below, files, together
from tallystick.sandbox import Command

TRACES = "traces"

SECONDS = 120
"""To trace one configure.ac: as long as autoconf itself takes, which is 2 to 10 seconds."""

_SCRIPT = """
cd "source/$ROOT" || exit 1
test -f aclocal.m4 || aclocal $WORDS </dev/null || exit 1
autom4te --language=autoconf --trace='AC_CONFIG_COMMANDS:$1' "$MADE_FROM" </dev/null >"$OLDPWD/traces"
"""


def traced(root: Root, subject: Subject, tools: Autotools) -> frozenset[str] | Skip:
    """The tags of all calls of ``AC_CONFIG_COMMANDS``, those of macros among them.

    Raises:
        TallystickError: as :meth:`tallystick.sandbox.Sandbox.run` raises.
    """
    recipes = [
        recipe
        for name, version in (("automake", root.automake), ("autoconf", root.autoconf))
        if version is not None
        for recipe in tools.variants(name, version)[:1]
    ]
    if not any(recipe.name == "autoconf" for recipe in recipes):
        return Skip(
            check=CHECK, reason=f"{root.called}: no Autoconf {root.autoconf} to trace it with"
        )
    tree = tools.together(*recipes)
    if isinstance(tree, Skip):
        return tree
    kept = f"{root.folder}aclocal.m4" in subject.proven.entries
    clean = clean_tree(root, subject, aclocal=not kept, aux=True)
    command = Command(
        argv=("sh", "run.sh"),
        clock=subject.clock,
        environment={
            "PATH": f"{SEARCH_PATH}:/usr/bin:/bin",
            "ROOT": root.called,
            "MADE_FROM": root.configure_ac.rpartition("/")[2],
            "WORDS": " ".join(root.flags),
        },
    )
    capped = replace(
        subject.runner,
        caps=replace(subject.caps, seconds=min(SECONDS, subject.caps.seconds)),
    )
    whole = together(tree, below(SOURCE, clean), files({"run.sh": _SCRIPT.encode()}))
    with capped.run(command, whole) as outcome:
        if not outcome.succeeded or TRACES not in outcome.wrote.entries:
            return Skip(
                check=CHECK, reason=f"{root.configure_ac} was not traced: {failure(outcome)}"
            )
        text = outcome.tree.read(TRACES).decode("utf-8", "replace")
    return frozenset(text.split())
