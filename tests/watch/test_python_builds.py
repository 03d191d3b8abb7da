"""Builds of wheels, honest and not: what is packed is held against what was compiled."""

from __future__ import annotations

import io
import lzma
import py_compile
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from sandboxes import CAPS, working
from tallystick.limits import Caps
from tallystick.model import Skip
from tallystick.sandbox import Command
from tallystick.watch import CLOCK, Severity, Watched, watch
from tallystick.watch.phases import Phase, in_phases
from tallystick.watch.python_build import python_builds
from tools_needed import require_tool
from trees import tree

SETUP = """\
import os, subprocess, sys, zipfile
{before}
os.makedirs('build/p', exist_ok=True)
subprocess.run(['cc', '-shared', '-fPIC', '-o', 'build/p/x.so', 'x.c'], check=True)
so = open('build/p/x.so', 'rb').read()
{between}
os.makedirs('dist', exist_ok=True)
with zipfile.ZipFile('dist/p-1-cp311-cp311-linux_x86_64.whl', 'w') as wheel:
    wheel.writestr('p/x.so', so)
    wheel.write('p/__init__.py')
    wheel.write('p/logo.png')
    wheel.writestr('p-1.dist-info/METADATA', 'Metadata-Version: 2.1\\nName: p\\nVersion: 1\\n')
    wheel.writestr('p-1.dist-info/WHEEL', 'Wheel-Version: 1.0\\nTag: cp311-cp311-linux_x86_64\\n')
{packing}
    wheel.writestr('p-1.dist-info/RECORD', '')
{after}
"""

FILES: dict[str, str | bytes] = {
    "x.c": "int x;\n",
    "p/__init__.py": "",
    "p/logo.png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "blob.bin": bytes(range(256)),
    "tests/shared.py": "NAME = 'p'\n",
}


def built(
    *,
    before: str = "",
    between: str = "",
    packing: str = "",
    after: str = "",
    files: dict[str, str | bytes] | None = None,
    caps: Caps = CAPS,
) -> Watched:
    for program in ("cc", "strace", "python3"):
        require_tool(program)
    setup = SETUP.format(before=before, between=between, packing=packing, after=after)
    found = watch(
        Command(argv=("/usr/bin/python3", "setup.py"), clock=CLOCK),
        tree({**FILES, **(files or {}), "setup.py": setup}),
        working("bubblewrap"),
        caps,
    )
    if isinstance(found, Skip):
        pytest.fail(found.reason)
    assert found.outcome.status == 0, found.outcome.output
    return found


def rules(found: Watched, severity: Severity) -> set[str]:
    return {alarm.rule for alarm in found.alarms if alarm.severity is severity}


def test_an_honest_wheel_alarms_nobody() -> None:
    found = built()
    assert not found.alarms
    assert found.is_whole


CARRYING = """
    import shutil
    data = open('tests/data.bin', 'rb').read()
    os.makedirs('bdist/p', exist_ok=True)
    for name in ('p/__init__.py', 'tests/data.bin'):
        shutil.copy(name, 'bdist/p')
    print(open('bdist/p/__init__.py').read())
    wheel.write('bdist/p/data.bin', 'p/data.bin')
    shutil.rmtree('bdist')
"""

DATA: dict[str, str | bytes] = {"tests/data.bin": b"\0\xff" + b"echo decoded\n"}


COPYING = """
import shutil
shutil.copytree('.', '/tmp/src', dirs_exist_ok=True)
os.chdir('/tmp/src')
"""

BACK = """
shutil.copytree('dist', '/build/tree/dist')
os.chdir('/build/tree')
shutil.rmtree('/tmp/src')
"""


def test_a_backend_that_builds_in_a_copy_alarms_nobody() -> None:
    found = built(before=COPYING, after=BACK)
    assert not rules(found, Severity.HIGH)


def test_a_library_that_is_copied_beside_its_sources_is_known_by_its_bytes() -> None:
    assert not built(after="import shutil\nshutil.copy('build/p/x.so', 'p/x.so')").alarms
    changed = built(after="open('p/x.so', 'wb').write(so + b'\\0')")
    assert "unmade-binary" in rules(changed, Severity.HIGH)


def test_what_is_made_of_a_copied_file_and_run_is_found_all_the_same() -> None:
    decoding = (
        "open('/tmp/made.sh', 'wb').write(open('/tmp/src/blob.bin', 'rb').read()[:0] + b':')\n"
    )
    run = "subprocess.run(['sh', '/tmp/made.sh'], check=True)"
    found = built(before=f"{COPYING}{decoding}{run}", after=BACK)
    assert "data-run" in rules(found, Severity.HIGH)


def test_a_wheel_that_takes_test_data_along_alarms_nobody() -> None:
    found = built(packing=CARRYING, files=DATA)
    assert not rules(found, Severity.HIGH)


@pytest.mark.parametrize(
    "use",
    [
        "open('/tmp/x.sh', 'wb').write(data[2:])\n    subprocess.run(['sh', '/tmp/x.sh'], check=True)",
        "open('made.py', 'wb').write(b'#' + data[2:])\n    sys.path.insert(0, '.')\n    import made",
    ],
    ids=["run-by-a-shell", "imported"],
)
def test_test_data_that_is_taken_along_and_run_besides_is_found(use: str) -> None:
    found = built(packing=f"{CARRYING}\n    {use}\n", files=DATA)
    assert "data-run" in rules(found, Severity.HIGH)


HOSTILE = {
    "object-changed-in-memory": ({"between": "so = so + b'\\0'"}, "wheel-object-unmade"),
    "object-that-was-there": (
        {"between": "so = open('old.so', 'rb').read()", "files": {"old.so": b"\x7fELF\2\1\1\0"}},
        "wheel-object-unmade",
    ),
    "object-that-python-wrote": (
        {"packing": "    wheel.writestr('p/y.so', b'\\x7fELF' + bytes(60))"},
        "wheel-object-unmade",
    ),
    "object-for-another-system": (
        {"packing": "    wheel.writestr('p/y.pyd', b'MZ' + bytes(60))"},
        "wheel-object-unmade",
    ),
    "module-out-of-nothing": (
        {"packing": "    wheel.writestr('p/evil.py', 'import os')"},
        "wheel-file-unmade",
    ),
    "pth-out-of-nothing": (
        {"packing": "    wheel.writestr('p.pth', 'import os')"},
        "wheel-file-unmade",
    ),
    "code-called-metadata": (
        {"packing": "    wheel.writestr('p-1.dist-info/evil.py', 'import os')"},
        "wheel-file-unmade",
    ),
    "not-a-zip": (
        {"after": "open('dist/q-1-py3-none-any.whl', 'wb').write(b'nothing')"},
        "wheel-object-unmade",
    ),
    "opaque-file-decoded-in-memory": (
        {"before": "exec(bytes(c ^ c for c in open('blob.bin', 'rb').read()[:0]))"},
        "python-opaque-read",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_wheel_is_found(name: str) -> None:
    steps, rule = HOSTILE[name]
    found = built(**steps)  # type: ignore[arg-type]  # each is a keyword of its own kind
    assert rule in rules(found, Severity.HIGH), found.alarms


IN_TESTS = "import lzma, sys\ndata = lzma.open('tests/good.xz').read()\n"


def build_with_tests(after: str) -> Watched:
    """A program that is built, and tests in Python that decode their data in memory."""
    for program in ("cc", "make", "strace"):
        require_tool(program)
    files: dict[str, str | bytes] = {
        "Makefile": "x: x.c\n\tcc -o x x.c\ncheck: x\n\t/usr/bin/python3 tests/setup.py\n",
        "x.c": "int main(void) { return 0; }\n",
        "tests/setup.py": f"{IN_TESTS}{after}\n",
        "tests/good.xz": lzma.compress(bytes(range(256))),
    }
    commands = [(Phase.BUILD, "make"), (Phase.TEST, "make check")]
    found = watch(Command(argv=in_phases(commands)), tree(files), working("bubblewrap"), CAPS)
    if isinstance(found, Skip):
        pytest.fail(found.reason)
    assert found.outcome.status == 0, found.outcome.output
    return found


def test_tests_in_python_that_decode_their_data_alarm_nobody() -> None:
    found = build_with_tests("assert len(data) == 256")
    assert not rules(found, Severity.HIGH)
    assert found.is_whole


@pytest.mark.parametrize(
    ("after", "rule"),
    [
        (
            "program = open('x', 'rb').read()\nopen('x', 'wb').write(program + data)",
            "unmade-binary",
        ),
        ("open('x.c', 'a').write('/* more */\\n')", "source-modified"),
        ("import os\nopen('y', 'wb').write(b'#!/bin/sh\\n')\nos.system('sh ./y')", "data-run"),
    ],
    ids=["into-the-program", "into-the-source", "into-a-shell"],
)
def test_tests_in_python_that_put_what_they_decoded_elsewhere_are_found(
    after: str, rule: str
) -> None:
    assert rule in rules(build_with_tests(after), Severity.HIGH)


def test_bytecode_that_the_source_brought_is_found_where_it_is_imported(tmp_path: Path) -> None:
    text = tmp_path / "hidden.py"
    text.write_text("NAME = 'p'\n")
    compiled = tmp_path / "hidden.pyc"
    # This interpreter may be another version than the one inside, which reads it all the same.
    py_compile.compile(str(text), str(compiled), doraise=True)
    found = built(
        before="import importlib\ntry: importlib.import_module('hidden')\nexcept ImportError: pass",
        files={"hidden.pyc": compiled.read_bytes()},
    )
    assert "bytecode-imported" in rules(found, Severity.HIGH)


def test_code_of_the_tests_is_said_and_has_a_reason() -> None:
    found = built(before="sys.path.insert(0, 'tests')\nimport shared")
    (alarm,) = found.alarms
    assert (alarm.rule, alarm.severity) == ("test-code-imported", Severity.LOW)
    assert alarm.reason


def test_a_notice_that_the_backend_wrote_is_low() -> None:
    found = built(packing="    wheel.writestr('p-1.dist-info/licenses/NOTICE', 'made')")
    assert rules(found, Severity.LOW) == {"wheel-file-unmade"}
    assert not rules(found, Severity.HIGH)


def test_what_was_packed_and_taken_away_was_kept() -> None:
    found = built(after="os.remove('build/p/x.so')")
    assert not found.alarms
    assert found.is_whole


def test_what_was_packed_taken_away_and_not_kept_is_lost() -> None:
    found = built(after="os.remove('build/p/x.so')", caps=replace(CAPS, kept_files=0))
    assert not rules(found, Severity.HIGH)
    assert not found.is_whole
    assert any("p/x.so" in reason for reason in found.lost)


@pytest.mark.parametrize(
    ("second", "is_high"),
    [("so", False), ("so + b'more'", True)],
    ids=["the-same-bytes", "other-bytes"],
)
def test_a_second_name_of_what_is_lost_is_lost_too_and_other_bytes_are_not(
    second: str, *, is_high: bool
) -> None:
    found = built(
        packing=f"    wheel.writestr('p/x.so.1', {second})",
        after="os.remove('build/p/x.so')",
        caps=replace(CAPS, kept_files=0),
    )
    assert ("wheel-object-unmade" in rules(found, Severity.HIGH)) is is_high
    assert not found.is_whole
    assert any("p/x.so" in reason for reason in found.lost)


CHANGED = "open({name!r}, 'ab').write(b'\\0')\nso = open({name!r}, 'rb').read()"


@pytest.mark.parametrize(
    "between",
    [
        CHANGED.format(name="build/p/x.so"),
        f"os.link('build/p/x.so', '/build/tree/y')\n{CHANGED.format(name='y')}\nos.remove('y')",
        f"os.rename('build/p/x.so', 'y')\n{CHANGED.format(name='y')}\nos.rename('y', 'build/p/x.so')",
        f"os.symlink('build/p/x.so', 'y')\n{CHANGED.format(name='y')}\nos.remove('y')",
    ],
    ids=["in-place", "by-a-hard-link", "under-another-name", "by-a-symbolic-link"],
)
@pytest.mark.parametrize("after", ["os.remove('build/p/x.so')", ""], ids=["gone", "left"])
def test_what_was_changed_behind_the_linker_is_found_whatever_became_of_it(
    between: str, after: str
) -> None:
    found = built(between=between, after=after)
    assert "wheel-object-unmade" in rules(found, Severity.HIGH), found.alarms


def test_what_a_python_build_imported_ran_and_wrote_is_told() -> None:
    found = built(before="sys.path.insert(0, 'tests')\nimport shared")
    (told,) = python_builds(found.subject)
    assert told.run.argv == ("/usr/bin/python3", "setup.py")
    assert told.imported == ("setup.py", "tests/shared.py")
    assert "cc" in told.ran
    assert "dist/p-1-cp311-cp311-linux_x86_64.whl" in told.wrote


PACKER = """\
#include <stdio.h>
static const unsigned char wheel[] = {%s};
int main(int count, char **words) {
    for (int at = 2; at < count; at++) fclose(fopen(words[at], "rb"));
    FILE *file = fopen(words[1], "wb");
    return fwrite(wheel, 1, sizeof wheel, file) != sizeof wheel || fclose(file);
}
"""

WHEEL = "p-1-py3-none-any.whl"


@pytest.fixture
def outside() -> Iterator[Path]:
    """A folder where no build can write: not below /tmp, which it has one of its own of."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:  # noqa: S108 - its name is random
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.parametrize(
    ("command", "is_high"),
    [
        (f"/PACKER {WHEEL}", False),
        (f"/PACKER t && mv t {WHEEL}", False),
        (f"cp /PACKER packer && ./packer {WHEEL}", True),
        (f"echo evil > m.py && /PACKER {WHEEL} m.py && rm m.py", True),
        (f"/PACKER t && cat t > {WHEEL} && rm t", True),
    ],
    ids=["of-the-machine", "renamed", "of-the-build", "of-a-file-that-is-gone", "by-a-script"],
)
def test_code_that_a_tool_of_the_machine_writes_into_a_wheel_is_low(
    outside: Path, command: str, is_high: bool
) -> None:
    for program in ("cc", "strace"):
        require_tool(program)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as wheel:
        wheel.writestr("p/m.py", "evil\n" if "evil" in command else "made = 1\n")
    (outside / "packer.c").write_text(PACKER % ",".join(map(str, packed.getvalue())))
    compiling = ("cc", "-o", outside / "packer", outside / "packer.c")
    subprocess.run(compiling, check=True)
    argv = ("/bin/sh", "-c", command.replace("/PACKER", str(outside / "packer")))
    sandbox = working("bubblewrap")
    found = watch(Command(argv=argv, reads=(outside,), clock=CLOCK), tree({"x": ""}), sandbox, CAPS)
    if isinstance(found, Skip):
        pytest.fail(found.reason)
    assert found.outcome.status == 0, found.outcome.output
    told = {alarm.severity for alarm in found.alarms if alarm.rule == "wheel-file-unmade"}
    assert told == {Severity.HIGH if is_high else Severity.LOW}


COPIER = """\
#include <stdio.h>
int main(void) {
    FILE *from = fopen("x.so", "rb"), *to = fopen("y.so", "wb");
    for (int c; (c = getc(from)) != EOF;) putc(c, to);
    return fclose(to) != 0 || unlink("x.so") != 0;
}
"""


@pytest.mark.parametrize("ours", [True, False], ids=["of-the-machine", "of-the-build"])
def test_maturin_is_believed_to_copy_what_was_linked_if_it_is_the_machine_s(
    outside: Path, ours: bool
) -> None:
    for program in ("cc", "strace"):
        require_tool(program)
    (outside / "copier.c").write_text("#include <unistd.h>\n" + COPIER)
    subprocess.run(["cc", "-o", outside / "maturin", outside / "copier.c"], check=True)
    run = str(outside / "maturin") if ours else f"cp {outside}/maturin . && ./maturin"
    argv = ("/bin/sh", "-c", f"cc -shared -o x.so x.c && printf '\\0' >> x.so && {run}")
    alone = ("/bin/sh", "-c", f"cc -shared -o x.so x.c && {run}")
    for command, is_changed in ((argv, True), (alone, False)):
        found = watch(
            Command(argv=command, reads=(outside,)),
            tree({"x.c": "int x;\n"}),
            working("bubblewrap"),
            CAPS,
        )
        if isinstance(found, Skip):
            pytest.fail(found.reason)
        assert found.outcome.status == 0, found.outcome.output
        told = "unmade-binary" in rules(found, Severity.HIGH)
        assert told is (is_changed or not ours), found.alarms
