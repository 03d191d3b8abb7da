"""Whole artifacts, built again in the real sandbox: what agrees, what does not, and what cannot be told."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from msgspec.structs import replace

from small_projects import BACKEND, CAPS, FILES, Project, rebuild, repacked, route
from tallystick.artifact import open_artifact
from tallystick.audit import audit
from tallystick.cache import Cache
from tallystick.limits import DEFAULT
from tallystick.model import Grade, Ledger, RebuildOutcome, Skip, VerdictValue
from tallystick.rebuild import Deeper
from tallystick.rebuild.comparison import TAR, ZIP
from tallystick.rebuild.toolchain import Toolchains
from trees import source, tree

HONEST = Project(FILES)
ACCEPTED, REJECTED = VerdictValue.ACCEPTED, VerdictValue.REJECTED
INCONCLUSIVE = VerdictValue.INCONCLUSIVE


def verdict(ledger: Ledger) -> VerdictValue:
    assert ledger.verdict is not None
    return ledger.verdict.value


def rules(ledger: Ledger) -> set[str]:
    assert ledger.verdict is not None
    return {reason.rule for reason in ledger.verdict.reasons}


def test_a_wheel_comes_out_identical_from_the_commit_and_from_its_sdist(tmp_path: Path) -> None:
    ledger = rebuild(HONEST.publish("wheel", tmp_path), HONEST, tmp_path)
    assert [one.route for one in ledger.rebuilds] == ["wheel-from-commit", "wheel-from-sdist"]
    assert {one.outcome for one in ledger.rebuilds} == {RebuildOutcome.IDENTICAL}
    assert "not-rebuilt" not in rules(ledger)
    assert route(ledger, "wheel-from-commit").command == "backend: build_wheel"


def test_order_times_and_compression_are_a_disclosed_normalisation(tmp_path: Path) -> None:
    wheel = repacked(HONEST.publish("wheel", tmp_path), {})
    found = route(rebuild(wheel, HONEST, tmp_path), "wheel-from-commit")
    assert found.outcome is RebuildOutcome.EQUAL
    assert found.normalisations == (ZIP,)


def test_an_sdist_and_the_wheel_that_its_proven_content_builds_agree_with_the_commit(
    tmp_path: Path,
) -> None:
    ledger = rebuild(HONEST.publish("sdist", tmp_path), HONEST, tmp_path)
    first, second = ledger.rebuilds
    assert (first.route, first.outcome) == ("sdist-from-commit", RebuildOutcome.EQUAL)
    assert first.normalisations == (TAR,)
    assert (second.route, second.against) == ("wheel-from-published-sdist", "wheel-from-commit")
    assert second.outcome is RebuildOutcome.IDENTICAL
    assert verdict(ledger) is ACCEPTED


def test_what_the_build_writes_and_nobody_else_explains_is_rebuilt(tmp_path: Path) -> None:
    project = Project.with_backend(
        old="files = contents()\n    files[",
        new='files = contents()\n    files["table.py"] = b"TABLE = %d\\n" % sum(range(9))\n    files[',
    )
    ledger = rebuild(project.publish("wheel", tmp_path), project, tmp_path)
    (line,) = [line for line in ledger.lines if line.path == "table.py"]
    assert line.grade is Grade.REBUILT
    assert line.explainer == "wheel-from-commit"
    assert "backend: build_wheel" in (line.evidence or "")


@pytest.mark.parametrize(
    ("change", "missing", "differing"),
    [
        ({"example.py": b"import evil\n"}, (), ("example.py",)),
        ({"planted.pth": b"import os\n"}, ("planted.pth",), ()),
        ({"example-1.0.dist-info/RECORD": b""}, (), ("example-1.0.dist-info/RECORD",)),
    ],
    ids=["changed-module", "planted-pth", "emptied-record"],
)
def test_what_was_tampered_with_does_not_come_out(
    change: dict[str, bytes | None],
    missing: tuple[str, ...],
    differing: tuple[str, ...],
    tmp_path: Path,
) -> None:
    wheel = repacked(HONEST.publish("wheel", tmp_path), change)
    ledger = rebuild(wheel, HONEST, tmp_path)
    found = route(ledger, "wheel-from-commit")
    assert found.outcome is RebuildOutcome.DIFFERS
    assert (found.missing, found.differing) == (missing, differing)
    assert verdict(ledger) is REJECTED
    assert not any(one.grade is Grade.REBUILT for one in ledger.lines if one.path in change)


def test_an_executable_bit_and_line_ends_of_binaries_are_never_hidden(tmp_path: Path) -> None:
    blob = b"\0data\n"
    project = Project({**FILES, "src/blob.bin": blob})
    (tmp_path / "a").mkdir()
    executable = repacked(project.publish("wheel", tmp_path / "a"), {}, executable="example.py")
    found = route(rebuild(executable, project, tmp_path), "wheel-from-commit")
    assert found.differing == ("example.py",)
    (tmp_path / "b").mkdir()
    returns = repacked(project.publish("wheel", tmp_path / "b"), {"blob.bin": b"\0data\r\n"})
    found = route(rebuild(returns, project, tmp_path), "wheel-from-commit")
    assert found.differing == ("blob.bin",)


def test_line_ends_of_a_text_are_named_where_they_differ(tmp_path: Path) -> None:
    change: dict[str, bytes | None] = {"example.py": b"print('example')\r\n"}
    wheel = repacked(HONEST.publish("wheel", tmp_path), change)
    found = route(rebuild(wheel, HONEST, tmp_path), "wheel-from-commit")
    assert found.outcome is RebuildOutcome.EQUAL
    assert found.normalisations == (ZIP, "line-feeds: CR LF read as LF")


def test_nothing_of_an_sdist_that_is_not_proven_goes_into_a_build(tmp_path: Path) -> None:
    planted = Project({**FILES, "src/planted.py": b"evil = 1\n"})
    sdist = planted.publish("sdist", tmp_path)
    ledger = rebuild(sdist, HONEST, tmp_path)
    assert route(ledger, "sdist-from-commit").missing == ("src/planted.py",)
    # Had it gone in, the wheel would have had it besides.
    second = route(ledger, "wheel-from-published-sdist")
    assert second.outcome is RebuildOutcome.IDENTICAL
    assert verdict(ledger) is REJECTED


def test_an_sdist_that_lacks_what_the_wheel_needs_does_not_agree_and_is_not_accepted(
    tmp_path: Path,
) -> None:
    text = BACKEND.replace(
        b'    files["PKG-INFO"]', b'    files.pop("src/more.py", None)\n    files["PKG-INFO"]'
    )
    project = Project({**FILES, "backend.py": text, "src/more.py": b"more = 1\n"})
    ledger = rebuild(project.publish("sdist", tmp_path), project, tmp_path)
    assert route(ledger, "sdist-from-commit").outcome is RebuildOutcome.EQUAL
    apart = route(ledger, "wheel-from-published-sdist")
    assert apart.outcome is RebuildOutcome.DIFFERS
    assert apart.missing == ("more.py",)
    assert "not-rebuilt" in rules(ledger)
    assert verdict(ledger) is INCONCLUSIVE


def test_a_requirement_that_is_not_for_this_python_is_asked_for_once(tmp_path: Path) -> None:
    text = BACKEND + (
        b"\ndef get_requires_for_build_wheel(settings=None):\n"
        b"    return [\"nothing; python_version < '3'\"]\n"
    )
    project = Project({**FILES, "backend.py": text})
    ledger = rebuild(project.publish("wheel", tmp_path), project, tmp_path)
    assert route(ledger, "wheel-from-commit").outcome is RebuildOutcome.IDENTICAL


def test_the_git_file_of_a_submodule_in_an_sdist_does_not_keep_it_from_being_built(
    tmp_path: Path,
) -> None:
    text = BACKEND.replace(
        b'    files["PKG-INFO"]', b'    files["sub/.git"] = b"gitdir: x"\n    files["PKG-INFO"]'
    )
    project = Project({**FILES, "backend.py": text})
    ledger = rebuild(project.publish("sdist", tmp_path), project, tmp_path)
    assert route(ledger, "sdist-from-commit").outcome is RebuildOutcome.EQUAL
    second = route(ledger, "wheel-from-published-sdist")
    assert second.outcome is RebuildOutcome.IDENTICAL


BAD = {
    "hangs": ("import time\nwhile True: time.sleep(1)", "hangs"),
    "spins": ("while True: pass", "hangs"),
    "prints-without-end": ("while True: print('x' * 4096)", "prints-without-end"),
    "fills-the-disk": (
        "for number in range(10**6): open('f%d' % number, 'wb').write(bytes(2**20))",
        None,
    ),
    "needs-the-network": (
        "import urllib.request\nurllib.request.urlopen('https://example.org/x')",
        "needs-network",
    ),
    "needs-git": (
        "import subprocess\nsubprocess.check_call(['git', 'describe'], cwd='/build/tree')",
        "needs-git",
    ),
    "wants-a-missing-compiler": (
        "import sys\nsys.exit(\"error: command 'x86_64-linux-gnu-gcc' failed: No such file\")",
        "missing-compiler",
    ),
    "writes-two-wheels": ("open(os.path.join(folder, 'a.whl'), 'w').close()", None),
    "writes-no-archive": (
        "open(os.path.join(folder, 'a.whl'), 'w').close()\nreturn 'a.whl'",
        None,
    ),
    "sets-the-clock": ("import time\ntime.clock_settime(time.CLOCK_REALTIME, 0.0)", None),
    "fails": ("raise SystemExit(1)", None),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_build_is_told_of_and_never_a_pass(what: str, tmp_path: Path) -> None:
    before, cause = BAD[what]
    wheel = HONEST.publish("wheel", tmp_path)
    caps = replace(CAPS, seconds=4, cpu_seconds=3)
    ledger = rebuild(wheel, Project.with_backend(before), tmp_path, caps)
    assert verdict(ledger) is INCONCLUSIVE, ledger.verdict
    found = route(ledger, "wheel-from-commit")
    assert found.outcome is RebuildOutcome.FAILED
    assert found.step in {"build", "read"}
    assert found.reason
    if cause is not None:
        assert cause in found.causes, found
    if cause == "needs-network":
        assert "https://example.org/x" in found.reason


def test_a_build_that_changes_its_clock_changes_nobody_elses_and_bakes_in_no_proof(
    tmp_path: Path,
) -> None:
    before = """\
import ctypes, time
try: time.clock_settime(time.CLOCK_REALTIME, 0.0)
except OSError as error: print(error)
said = [ctypes.CDLL(None).unshare(flag) for flag in (0x80, 0x10000000 | 0x80)]  # CLONE_NEWTIME, _NEWUSER
assert said == [-1, -1], said
os.environ["SOURCE_DATE_EPOCH"] = "0"
open("src/when.py", "w").write("WHEN = %r\\n" % time.time_ns())
"""
    project = Project.with_backend(before)
    begun = time.time()
    wheel = repacked(HONEST.publish("wheel", tmp_path), {"when.py": b"WHEN = 0\n"})
    ledger = rebuild(wheel, project, tmp_path)
    assert 0 <= time.time() - begun < 600
    found = route(ledger, "wheel-from-commit")
    assert "when.py" in found.differing
    assert not any(one.grade.is_proof for one in ledger.lines if one.path == "when.py")
    assert verdict(ledger) is not ACCEPTED


def test_a_daemon_that_a_build_leaves_has_ended_with_it(tmp_path: Path) -> None:
    before = (
        "import subprocess, sys\n"
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(987654)'],"
        " start_new_session=True)"
    )
    project = Project.with_backend(before)
    begun = time.monotonic()
    ledger = rebuild(HONEST.publish("wheel", tmp_path), project, tmp_path)
    assert time.monotonic() - begun < 60
    assert route(ledger, "wheel-from-commit").outcome is RebuildOutcome.IDENTICAL
    assert not [pid for pid in os.listdir("/proc") if b"987654" in _command_line(pid)]  # noqa: PTH208


def _command_line(pid: str) -> bytes:
    try:
        return Path("/proc", pid, "cmdline").read_bytes()
    except OSError:
        return b""


@pytest.mark.parametrize(
    "before",
    [
        "os.symlink('/etc', 'etc')\nopen('etc/owned', 'w')",
        "os.rmdir(folder)\nos.symlink('/tmp', folder)",
        "os.mkfifo(os.path.join(folder, 'a.whl'))",
        "os.symlink('/etc/passwd', os.path.join(folder, 'a.whl'))\nreturn 'a.whl'",
    ],
    ids=["outside", "instead-of-the-folder", "pipe", "link-as-the-wheel"],
)
def test_a_build_that_writes_through_links_gets_nowhere(before: str, tmp_path: Path) -> None:
    ledger = rebuild(HONEST.publish("wheel", tmp_path), Project.with_backend(before), tmp_path)
    assert route(ledger, "wheel-from-commit").outcome is RebuildOutcome.FAILED
    assert verdict(ledger) is INCONCLUSIVE
    assert not Path("/etc/owned").exists()


def test_where_no_sandbox_works_nothing_is_rebuilt_and_that_is_no_pass(tmp_path: Path) -> None:
    deeper = Deeper(
        regenerators=(),
        sandbox=Skip(check="sandbox", reason="none works here"),
        toolchains=Toolchains(cache=Cache(root=tmp_path / "cache"), limits=DEFAULT, offline=True),
        limits=DEFAULT,
        builds_whole=True,
    )
    with open_artifact(HONEST.publish("sdist", tmp_path), limits=DEFAULT) as opened:
        ledger = audit(opened.artifact, source(tree(dict(FILES))), deepen=deeper)
    (found,) = ledger.rebuilds
    assert (found.outcome, found.step) == (RebuildOutcome.FAILED, "sandbox")
    assert verdict(ledger) is INCONCLUSIVE
