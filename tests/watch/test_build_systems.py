"""CMake and Meson: the steps of CVE-2024-3094 in their files, and honest projects."""

from __future__ import annotations

import io
import lzma
import tarfile

import pytest

from sandboxes import CAPS, working
from tallystick.model import Skip
from tallystick.sandbox import Command
from tallystick.watch import Severity, Watched, watch
from tools_needed import require_tool
from trees import tree

Files = dict[str, str | bytes]

PAYLOAD = b"echo decoded > made.txt\n"
KNOWING = {"decoder-to-shell", "decoder-in-configure"}

CMAKE = """\
cmake_minimum_required(VERSION 3.13)
project(p C)
{before}
add_executable(x x.c)
enable_testing()
add_test(NAME runs COMMAND x ${{CMAKE_SOURCE_DIR}}/tests/data.bin)
{after}
"""
MESON = "project('p', 'c')\n{before}\nx = executable('x', 'x.c')\ntest('runs', x)\n{after}\n"
X = "int main(void) { return 0; }\n"


def packed(name: str, content: bytes) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:xz") as archive:
        member = tarfile.TarInfo(name)
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return file.getvalue()


DATA: Files = {
    "x.c": X,
    "tests/data.bin": bytes(range(256)),
    "tests/good.xz": lzma.compress(PAYLOAD),
    "tests/good.tar.xz": packed("made.cmake", b"set(MADE 1)\n"),
    "tests/script.tar.xz": packed("made.sh", PAYLOAD),
    "logo.png": bytes(range(256)),
}


def built(system: str, before: str = "", after: str = "", command: str = "") -> Watched:
    for program in ("strace", "cc", "ninja", "xz", system):
        require_tool(program)
    if system == "cmake":
        files: Files = {**DATA, "CMakeLists.txt": CMAKE.format(before=before, after=after)}
        steps = "cmake -G Ninja -S . -B out && cmake --build out"
    else:
        files = {**DATA, "meson.build": MESON.format(before=before, after=after)}
        steps = "meson setup out && ninja -C out"
    found = watch(
        Command(argv=("/bin/sh", "-c", f"{steps}{command}")),
        tree(files),
        working("bubblewrap"),
        CAPS,
    )
    if isinstance(found, Skip):
        pytest.fail(found.reason)
    assert found.outcome.status == 0, found.outcome.output.decode(errors="replace")
    return found


def high(found: Watched) -> set[str]:
    return {alarm.rule for alarm in found.alarms if alarm.severity is Severity.HIGH}


SOURCE = "${CMAKE_SOURCE_DIR}"

ATTACKS: dict[str, tuple[str, str, str]] = {
    "cmake-custom-command": (
        "cmake",
        "",
        f"add_custom_target(m ALL COMMAND xz -dc {SOURCE}/tests/good.xz | sh)",
    ),
    "cmake-while-it-configures": (
        "cmake",
        f"execute_process(COMMAND xz -dc {SOURCE}/tests/good.xz COMMAND sh)",
        "",
    ),
    "cmake-through-a-variable": (
        "cmake",
        f"execute_process(COMMAND xz -dc {SOURCE}/tests/good.xz OUTPUT_VARIABLE made)\n"
        'execute_process(COMMAND sh -c "${made}")',
        "",
    ),
    "cmake-e-tar": (
        "cmake",
        f"execute_process(COMMAND ${{CMAKE_COMMAND}} -E tar xf {SOURCE}/tests/script.tar.xz)\n"
        "execute_process(COMMAND sh made.sh)",
        "",
    ),
    "cmake-unpacks-and-includes": (
        "cmake",
        f"file(ARCHIVE_EXTRACT INPUT {SOURCE}/tests/good.tar.xz DESTINATION made)\n"
        "include(${CMAKE_BINARY_DIR}/made/made.cmake OPTIONAL)\n"
        f"include({SOURCE}/made/made.cmake OPTIONAL)",
        "",
    ),
    "cmake-reads-it-as-numbers": (
        "cmake",
        f"file(READ {SOURCE}/tests/data.bin made HEX)\n"
        'string(SUBSTRING "${made}" 0 2 made)\n'
        'file(WRITE made.sh "echo ${made}")\n'
        "execute_process(COMMAND sh made.sh)",
        "",
    ),
    "meson-custom-target": (
        "meson",
        "",
        "custom_target('m', input: 'tests/good.xz', output: 'm.txt', build_by_default: true,\n"
        "  command: ['sh', '-c', 'xz -dc @INPUT@ | sh && touch @OUTPUT@'])",
    ),
    "meson-while-it-configures": (
        "meson",
        "run_command('sh', '-c', 'xz -dc tests/good.xz > /tmp/m.sh; sh /tmp/m.sh', check: true)",
        "",
    ),
    "meson-takes-it-and-runs-it": (
        "meson",
        "made = run_command('xz', '-dc', 'tests/good.xz', check: true)\n"
        "run_command('sh', '-c', made.stdout(), check: true)",
        "",
    ),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_found_by_a_rule_that_does_not_know_it(name: str) -> None:
    found = built(*ATTACKS[name])
    assert not found.lost
    assert high(found) - KNOWING, found.alarms


HONEST = {
    "cmake-with-tests": (
        "cmake",
        "include(CheckTypeSize)\ncheck_type_size(int INT)\n"
        "configure_file(logo.png logo.png COPYONLY)\nfile(COPY tests/data.bin DESTINATION .)",
        "install(TARGETS x DESTINATION bin)",
        " && ctest --test-dir out && cmake --install out --prefix image",
    ),
    "meson-with-tests": (
        "meson",
        "configure_file(input: 'logo.png', output: 'logo.png', copy: true)\n"
        "run_command('cp', '-r', 'tests', meson.current_build_dir(), check: true)",
        "",
        " && meson test -C out && DESTDIR=$PWD/image meson install -C out",
    ),
}


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_project_alarms_nobody(name: str) -> None:
    found = built(*HONEST[name])
    assert not high(found), found.alarms
    assert not found.lost
    assert all(alarm.reason for alarm in found.alarms)
