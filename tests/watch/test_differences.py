"""Two builds laid side by side: a tarball and its source, two releases, two environments."""

from __future__ import annotations

from collections.abc import Mapping

from sandboxes import CAPS, working
from tallystick.limits import DEFAULT
from tallystick.model import Skip
from tallystick.report.watched_json import Step, as_json, steps
from tallystick.sandbox import Command
from tallystick.watch import watch
from tools_needed import require_tool
from trees import tree

Files = dict[str, str | bytes]

CONFIGURE = (
    "ar rc x.a Makefile.in; rm x.a; cat /proc/self/maps > maps.txt\n"
    "t=$(mktemp); sed s/@A@/b/ Makefile.in > $t; cp $t Makefile; echo a > conf$$.txt\n"
)

MAKEFILE = "all: x\nx: x.c\n\tcc -o x x.c\nx.c: x.in\n\tsed s/a/a/ x.in > x.c\n"

SOURCE: Files = {
    "configure": CONFIGURE,
    "Makefile.in": MAKEFILE,
    "x.in": "int main(void) { return 0; }\n",
    "tests/data.bin": bytes(range(256)),
}
COMMAND = "sh ./configure && make"


def did(files: Mapping[str, str | bytes], **environment: str) -> frozenset[Step]:
    """What a build did, as its record tells."""
    for program in ("strace", "cc", "make"):
        require_tool(program)
    command = Command(argv=("/bin/sh", "-c", COMMAND), environment=environment)
    found = watch(command, tree(dict(files)), working("bubblewrap"), CAPS)
    assert not isinstance(found, Skip)
    assert found.outcome.status == 0, found.outcome.output
    return steps(as_json(found, command.argv).encode(), DEFAULT)


def test_the_same_build_twice_does_the_same() -> None:
    assert did(SOURCE) == did(SOURCE)


def test_a_tarball_does_what_its_source_does_not() -> None:
    configure = f"{CONFIGURE}head -c 9 tests/data.bin > /dev/null\n"
    tarball: Files = {**SOURCE, "configure": configure}
    more, less = did(tarball) - did(SOURCE), did(SOURCE) - did(tarball)
    assert Step(program="head", did="read", what="tests/data.bin") in more
    assert {step.program for step in more if step.what != "/dev/null"} == {"head"}
    assert not less


def test_the_next_release_does_what_the_last_one_did_not() -> None:
    makefile = MAKEFILE.replace("cc -o x x.c", "cc -DMORE -o x x.c")
    then, now = did(SOURCE), did({**SOURCE, "Makefile.in": makefile})
    assert any(step.what == "cc -DMORE -o x x.c" for step in now - then)
    assert any(step.what == "cc -o x x.c" for step in then - now)


def test_a_packaging_environment_wakes_what_sleeps_elsewhere() -> None:
    waiting = CONFIGURE + '[ -z "$RPM_ARCH" ] || tail -c 9 tests/data.bin | cat > m.txt\n'
    files = {**SOURCE, "configure": waiting}
    alone, packaged = did(files), did(files, RPM_ARCH="x86_64")
    assert any((s.program, s.what) == ("tail", "tests/data.bin") for s in packaged - alone)
    assert not alone - packaged
    assert did(SOURCE) == did(SOURCE, RPM_ARCH="x86_64")


def test_a_folder_for_packagers_wakes_what_sleeps_elsewhere() -> None:
    waiting = f"{CONFIGURE}[ ! -f debian/rules ] || tail -c 9 tests/data.bin | cat > m.txt\n"
    files = {**SOURCE, "configure": waiting}
    packaged = did({**files, "debian/rules": "#!/usr/bin/make -f\n"})
    assert any((s.program, s.what) == ("tail", "tests/data.bin") for s in packaged - did(files))
