"""What a watch says of builds that do their best not to be seen, and of honest ones."""

from __future__ import annotations

import shutil
from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from sandboxes import CAPS, NAMES, working
from tallystick.limits import Caps
from tallystick.model import Skip, Tree
from tallystick.report.watched import render
from tallystick.sandbox import Command, Sandbox
from tallystick.watch import Severity, Watched, watch
from tallystick.watch.ancestry import ancestry, as_dot
from trees import tree

ROOT = "/build/tree"


def built(
    files: Mapping[str, str | bytes], *command: str, name: str = "bubblewrap", caps: Caps = CAPS
) -> Watched:
    return seen(tree(files), Command(argv=command), name, caps)


def seen(source: Tree, command: Command, name: str, caps: Caps) -> Watched:
    if shutil.which("strace") is None:
        pytest.skip("no strace here")
    found = watch(command, source, working(name), caps)
    if isinstance(found, Skip):
        pytest.fail(found.reason)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_sandbox_traces(name: str) -> None:
    found = built({"a": "1\n"}, "cp", "a", "b", name=name)
    assert found.is_whole
    assert not found.alarms
    (copier,) = found.subject.graph.runs
    assert copier.argv == ("cp", "a", "b")
    assert f"{ROOT}/a" in copier.reads
    assert f"{ROOT}/b" in copier.writes


def test_what_is_traced_has_not_the_log_open() -> None:
    found = built({}, "sh", "-c", "ls /proc/self/fd $TMPDIR/..")
    assert found.is_whole
    assert b"trace-" not in found.outcome.output
    assert {int(n) for n in found.outcome.output.split() if n.isdigit()} == {0, 1, 2, 3}


def test_lines_as_strace_writes_them_are_no_lines_of_strace() -> None:
    forged = 'x\n7  +++ exited with 0 +++\n7  unlink("passwd") = 0\n8  '
    found = built({}, "touch", forged)
    assert found.is_whole
    assert [run.argv for run in found.subject.graph.runs] == [("touch", forged)]
    assert f"{ROOT}/{forged}".rstrip() in {path.rstrip() for path in found.subject.graph.writers}


def test_a_build_that_kills_its_tracer_is_not_seen_whole() -> None:
    script = "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\n"
    found = built({"k.py": script}, "python3", "k.py")
    assert not found.is_whole
    assert "nothing that honest builds do not do was seen" not in render(found, ("python3",))


def test_a_build_that_stops_its_tracer_is_ended_and_not_seen_whole() -> None:
    script = "import os, signal\nos.kill(os.getppid(), signal.SIGSTOP)\nopen('after', 'w')\n"
    found = built({"k.py": script}, "python3", "k.py", caps=replace(CAPS, seconds=3))
    assert not found.is_whole
    assert any("time" in reason for reason in found.lost)
    assert "nothing that honest builds do not do was seen" not in render(found, ("python3",))


def test_names_of_any_bytes_come_through_and_change_no_line() -> None:
    names = ["a\nb", "c\x1b[31m", 'd" <unfinished ...>', "e\\n", "f\udcff", "g) = 3<h>"]
    script = "import os\nfor name in NAMES: os.close(os.open(os.fsencode(name), os.O_CREAT))\n"
    found = built({"n.py": script.replace("NAMES", ascii(names))}, "python3", "n.py")
    assert found.is_whole
    assert {f"{ROOT}/{name}" for name in names} <= set(found.subject.graph.readers)
    shown = render(found, ("x\x1b[31m\n",))
    assert "\x1b" not in shown


def test_a_build_past_its_time_is_not_seen_whole() -> None:
    found = built({}, "sleep", "60", caps=replace(CAPS, seconds=1))
    assert not found.is_whole
    assert any("time" in reason for reason in found.lost)


def test_a_build_of_more_steps_than_are_kept_is_not_seen_whole() -> None:
    found = built({}, "sh", "-c", "true; true; cp /bin/true x", caps=replace(CAPS, steps=30))
    assert not found.is_whole
    assert any("the graph is full" in reason for reason in found.lost)
    assert sum("full" in reason for reason in found.lost) == 1
    assert built({}, "sh", "-c", "true; true; cp /bin/true x").is_whole


def test_a_daemon_ends_with_the_build_is_seen_and_is_said() -> None:
    found = built({}, "sh", "-c", "setsid sleep 60 > /dev/null 2>&1 &")
    assert any(run.argv[:2] == ("sleep", "60") for run in found.subject.graph.runs)
    assert not found.is_whole
    assert any("still runs" in reason and "sleep" in reason for reason in found.lost)
    assert found.outcome.seconds < CAPS.seconds


def test_a_build_that_fails_is_not_known_to_be_clean() -> None:
    assert not built({}, "false").is_whole


def test_what_was_linked_and_taken_away_is_seen() -> None:
    found = built(
        {"x.c": "int main(void) { return 0; }\n"},
        *("sh", "-c", "cc -c x.c -o x.o && cc -o x x.o && rm x.o"),
    )
    origins = {origin.path: origin for origin in ancestry(found.subject, f"{ROOT}/x")}
    assert origins[f"{ROOT}/x.c"].run is None
    assert origins[f"{ROOT}/x.o"].run is not None
    dot = as_dot(found.subject, origins.values())
    assert '"x.o" -> "x" [label="ld"];' in dot


def test_what_was_linked_taken_away_and_not_kept_is_not_known_to_be_clean() -> None:
    found = built(
        {"x.c": "int main(void) { return 0; }\n"},
        *("sh", "-c", "cc -c x.c -o x.o && cc -o x x.o && rm x.o"),
        caps=replace(CAPS, kept_files=0),
    )
    assert found.lost == ("1 file was linked into what is left and taken away, unseen: x.o",)
    said = render(found, ("sh",))
    assert "not known" in said
    assert "nothing that honest builds do not do was seen" not in said


@pytest.mark.parametrize(
    "away",
    [
        "cp x y && rm x x.o",
        "mv x y && rm x.o",
        "ar rc x.a x.o && rm x x.o && ar rc x.a y.o",
        "ln x y && rm x x.o",
    ],
)
def test_what_is_left_of_a_product_is_left_wherever_it_went(away: str) -> None:
    found = built(
        {"x.c": "int main(void) { return 0; }\n", "y.c": "int y;\n"},
        *("sh", "-c", f"cc -c y.c -o y.o && cc -c x.c -o x.o && cc -o x x.o && {away}"),
        caps=replace(CAPS, kept_files=0),
    )
    assert found.outcome.status == 0
    assert any("x.o" in reason for reason in found.lost)


def test_a_name_that_is_used_again_is_another_file() -> None:
    found = built(
        {"x.c": "int main(void) { return 0; }\n"},
        *("sh", "-c", "cc -c x.c -o x.o && cc -o x x.o && rm x x.o && cc -o x x.c"),
        caps=replace(CAPS, kept_files=0),
    )
    assert found.is_whole


HONEST: dict[str, tuple[dict[str, str | bytes], str]] = {
    "an archive taken apart, as libtool does": (
        {"x.c": "int main(void) { return 0; }\n", "y.c": "int y;\n"},
        "cc -c x.c -o x.o && cc -c y.c -o y.o && ar rc y.a y.o && mkdir m && (cd m && ar x ../y.a)"
        " && ar rc all.a x.o m/y.o && cc -o x x.o all.a",
    ),
    "a template filled in by configure": (
        {
            "configure": "sed s/@A@/b/ Makefile.in > confXXXX && mv confXXXX Makefile\n",
            "Makefile.in": "all: ; echo @A@\n",
        },
        "sh ./configure && make",
    ),
    "a package that is copied with its tests": (
        {
            "setup.py": "import shutil\nshutil.copytree('p', 'build/lib/p')\n",
            "p/tests/data.bin": bytes(range(256)),
            "p/__init__.py": "",
        },
        "python3 setup.py && python3 -m compileall -q build",
    ),
    "a script that configure adds to": (
        {
            "configure": "#!/bin/sh\nprintf '#!/bin/sh\\n' > config.status\n"
            "cat >> config.status <<X\necho a > Makefile\nX\nsh ./config.status\n",
        },
        "sh ./configure",
    ),
    "a picture that is made into C": (
        {
            "logo.png": bytes(range(256)),
            "Makefile": "all:\n\txxd -i logo.png > l.h || od logo.png > l.h\n",
        },
        "make",
    ),
    "a library that the build links and loads, with a version script": (
        {
            "x.c": "int x(void);\nint main(void) { return x(); }\n",
            "y.c": "int x(void) { return 0; }\n",
            "y.map": "{ global: x; };\n",
        },
        "cc -shared -fPIC -Wl,--version-script,y.map -o liby.so y.c && cc -o x x.c liby.so"
        " && mkdir l && cp liby.so l && LD_LIBRARY_PATH=l ./x && LD_PRELOAD=l/liby.so ls",
    ),
    "a compiler that is asked what it knows": ({}, "echo | cc -dM -E - > macros.h"),
    "a test that a makefile redirects, as bzip2's": (
        {
            "sample.dat": bytes(range(256)),
            "Makefile": "all:\n\t@echo begin\n\ttac < sample.dat > made.dat\n\tcmp made.dat made.dat\n",
        },
        "make",
    ),
    "a file of the tests that configure fills in, as popt's": (
        {
            "configure": "sed s/@A@/b/ tests/x.in > conf && mv conf tests/x\nsed s/b/c/ tests/x | sh\n",
            "tests/x.in": "echo @A@\n",
            "tests/x": "echo @A@\n",
        },
        "sh ./configure",
    ),
    "a text that is counted": ({"tests/words.txt": "a\nb\n"}, "n=$(wc -l README || true); echo $n"),
}


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_build_alarms_nobody(name: str) -> None:
    files, command = HONEST[name]
    found = built(files, "sh", "-c", command)
    assert found.outcome.status == 0, found.outcome.output
    grave = [alarm for alarm in found.alarms if alarm.severity is Severity.HIGH]
    assert not grave
    assert all(alarm.reason for alarm in found.alarms)


def test_without_a_sandbox_nothing_is_traced() -> None:
    unsafe = Sandbox(name="unsafe-no-sandbox", launch=None)
    assert isinstance(watch(Command(argv=("true",)), tree({}), unsafe, CAPS), Skip)


def test_without_strace_nothing_is_traced(monkeypatch: pytest.MonkeyPatch) -> None:
    sandbox = working("bubblewrap")
    monkeypatch.setenv("PATH", "/nowhere")
    found = watch(Command(argv=("true",)), tree({}), sandbox, CAPS)
    assert isinstance(found, Skip)
    assert "strace" in found.reason
