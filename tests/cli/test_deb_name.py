"""A source package of a distribution is audited by its name, from the machine's own mirrors."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from command import COMMAND, Tally
from toolchains import apt_with_sources


@pytest.fixture
def apt() -> dict[str, str]:
    """apt with lists of source packages; a skip where there are none, a failure in CI."""
    found = apt_with_sources()
    if found is None or not shutil.which("apt-get"):
        reason = "apt has no lists of source packages (deb-src); tools/source_lists.py makes them"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.mark.online
def test_a_name_is_what_apt_would_fetch_and_is_judged_against_its_source(
    tally: Tally, apt: dict[str, str], tmp_path: Path
) -> None:
    fetched = tmp_path / "fetched"
    fetched.mkdir()
    get = ["apt-get", "source", "--download-only", "--quiet", "hello"]
    subprocess.run(get, cwd=fetched, env=apt, check=True, capture_output=True)
    (orig,) = fetched.glob("hello_*.orig.tar.gz")
    reviewed = tmp_path / "reviewed"
    with tarfile.open(orig) as archive:
        archive.extractall(reviewed, filter="data")
    (folder,) = reviewed.iterdir()
    (folder / "src" / "hello.c").write_text("int main (void) { return 1; }\n")
    # Mirrors and apt take their time: there is no limit here as there is for other commands.
    done = subprocess.run(
        [COMMAND, "audit", "deb:hello", "--source", folder, "--format", "json"],
        env={**tally.environment, "APT_CONFIG": apt["APT_CONFIG"]},
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    found = json.loads(done.stdout)
    assert found["artifact"]["kind"] == "debian"
    (described,) = fetched.glob("hello_*.dsc")
    assert found["artifact"]["version"] in described.name
    grades = {entry["path"]: entry["grade"] for entry in found["entries"]}
    assert grades["configure.ac"] == "identical"
    # The source that it was laid against has other bytes there.
    assert done.returncode == 1
    assert found["reasons"][0]["paths"][0].endswith("src/hello.c")
