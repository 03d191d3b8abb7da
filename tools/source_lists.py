"""Have apt's lists of source packages at hand for the tests that build toolchains; in CI only.

They are kept in ``build/apt``, apart from the machine's own, which stay as they are (apt.conf(5)). Without
them those tests are skipped where CI is not set, and fail where it is.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent / "build" / "apt"
SOURCES = (Path("/etc/apt/sources.list"), Path("/etc/apt/sources.list.d"))


def main() -> None:
    """Ask the machine's own mirrors for their lists of sources."""
    if not os.environ.get("CI") or not shutil.which("apt-get") or (ROOT / "done").exists():
        return
    for name in ("lists/partial", "cache/archives/partial", "parts"):
        (ROOT / name).mkdir(parents=True, exist_ok=True)
    for path in _files():
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".sources":
            text = re.sub(r"^Types:.*$", "Types: deb-src", text, flags=re.MULTILINE)
        else:
            text = re.sub(r"^deb ", "deb-src ", text, flags=re.MULTILINE)
        (ROOT / "parts" / path.name).write_text(text, encoding="utf-8")
    conf = ROOT / "apt.conf"
    conf.write_text(
        f'Dir::State::lists "{ROOT}/lists";\nDir::Cache "{ROOT}/cache";\n'
        f'Dir::Etc::sourcelist "/dev/null";\nDir::Etc::sourceparts "{ROOT}/parts";\n',
        encoding="utf-8",
    )
    environment = {**os.environ, "APT_CONFIG": str(conf)}
    command = ["apt-get", "update", "--quiet"]
    done = subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL)
    if done.returncode == 0:
        (ROOT / "done").touch()


def _files() -> list[Path]:
    """Where apt reads the mirrors of Debian from; others' may have no sources."""
    found = [path for path in SOURCES if path.is_file()]
    for folder in SOURCES:
        if folder.is_dir():
            found += [*folder.glob("debian*.list"), *folder.glob("debian*.sources")]
    return found


if __name__ == "__main__":
    main()
