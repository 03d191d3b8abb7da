"""Small projects with a build backend of their own, which needs nothing from an index, and builds of them."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from tallystick.artifact import open_artifact
from tallystick.audit import audit
from tallystick.cache import Cache
from tallystick.limits import DEFAULT, MIB, Caps
from tallystick.model import Ledger, Rebuild, Skip, Source
from tallystick.rebuild import Deeper
from tallystick.rebuild.running import Watching
from tallystick.rebuild.toolchain import Toolchains
from tallystick.sandbox import Sandbox
from trees import source, tree

PYPROJECT = b"""\
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "example"
version = "1.0"
"""

BACKEND = b'''\
"""A build backend (PEP 517) in a few lines: every module of src, and the least of metadata."""
import base64, gzip, hashlib, io, os, tarfile, zipfile

METADATA = "Metadata-Version: 2.1\\nName: example\\nVersion: 1.0\\n"
WHEEL = "Wheel-Version: 1.0\\nGenerator: backend 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"

def contents():
    found = {}
    for name in sorted(os.listdir("src")):
        with open(os.path.join("src", name), "rb") as file:
            found[name] = file.read()
    return found

def build_wheel(folder, settings=None, metadata=None):
    files = contents()
    files["example-1.0.dist-info/METADATA"] = METADATA.encode()
    files["example-1.0.dist-info/WHEEL"] = WHEEL.encode()
    record = ""
    for name, content in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
        record += "%s,sha256=%s,%d\\n" % (name, digest, len(content))
    files["example-1.0.dist-info/RECORD"] = (record + "example-1.0.dist-info/RECORD,,\\n").encode()
    name = "example-1.0-py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(folder, name), "w") as wheel:
        for path, content in files.items():
            member = zipfile.ZipInfo(path, (2020, 1, 1, 0, 0, 0))
            member.external_attr = 0o100644 << 16
            wheel.writestr(member, content)
    return name

def build_sdist(folder, settings=None):
    name = "example-1.0.tar.gz"
    files = {"src/" + name: content for name, content in contents().items()}
    for path in ("pyproject.toml", "backend.py"):
        with open(path, "rb") as file:
            files[path] = file.read()
    files["PKG-INFO"] = METADATA.encode()
    time = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))  # so never the same on both sides
    path = os.path.join(folder, name)
    with gzip.GzipFile(path, "wb", mtime=time) as packed, tarfile.open(fileobj=packed, mode="w") as sdist:
        for path, content in sorted(files.items()):
            member = tarfile.TarInfo("example-1.0/" + path)
            member.size = len(content)
            sdist.addfile(member, io.BytesIO(content))
    return name
'''

FILES: Mapping[str, bytes] = {
    "pyproject.toml": PYPROJECT,
    "backend.py": BACKEND,
    "src/example.py": b"print('example')\n",
}

CAPS = Caps(
    seconds=20, cpu_seconds=20, memory=512 * MIB, disk=64 * MIB, files=5_000, output=1 * MIB
)


@dataclass(frozen=True)
class Project:
    """The files of a commit."""

    files: Mapping[str, bytes]

    @classmethod
    def with_backend(
        cls,
        before: str = "",
        *,
        old: str = "",
        new: str = "",
        more: Mapping[str, bytes] | None = None,
    ) -> Project:
        """The project, with ``before`` at the beginning of its ``build_wheel``."""
        text = BACKEND.decode()
        assert old in text
        text = text.replace(old, new) if old else text
        head = "    files = contents()\n    files["
        text = text.replace(head, "".join(f"    {row}\n" for row in before.splitlines()) + head, 1)
        return cls({**FILES, "backend.py": text.encode(), **(more or {})})

    def publish(self, form: str, folder: Path) -> Path:
        """What its own backend builds outside of any sandbox: this backend is ours."""
        place = folder / "project"
        for name, content in self.files.items():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes(content)
        (folder / "dist").mkdir(exist_ok=True)
        call = f"import backend, sys; print(backend.build_{form}(sys.argv[1]))"
        done = subprocess.run(
            [sys.executable, "-c", call, str(folder / "dist")],
            cwd=place,
            env={k: v for k, v in os.environ.items() if k != "SOURCE_DATE_EPOCH"},
            check=True,
            capture_output=True,
            text=True,
        )
        return folder / "dist" / done.stdout.strip()


def repacked(wheel: Path, change: Mapping[str, bytes | None], *, executable: str = "") -> Path:
    """The wheel with other contents; in reverse order, compressed, at another time."""
    with zipfile.ZipFile(wheel) as old:
        files: dict[str, bytes | None] = {name: old.read(name) for name in old.namelist()}
    files.update(change)
    wheel.unlink()
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in reversed(files.items()):
            if content is not None:
                member = zipfile.ZipInfo(name, (2024, 5, 5, 5, 5, 4))
                member.compress_type = zipfile.ZIP_DEFLATED
                member.external_attr = (0o100755 if name == executable else 0o100644) << 16
                new.writestr(member, content)
    return wheel


def rebuild(
    artifact: Path,
    project: Project,
    scratch: Path,
    caps: Caps = CAPS,
    watches: Callable[[], Watching] | None = None,
) -> Ledger:
    """Audit at depth rebuild, in the sandbox of this machine, with no index."""
    reviewed = source(tree(dict(project.files)))
    return rebuild_from(artifact, reviewed, scratch, caps, watches=watches)


def rebuild_from(
    artifact: Path,
    reviewed: Source,
    scratch: Path,
    caps: Caps = CAPS,
    *,
    index: str | None = None,
    uploaded: datetime | None = None,
    watches: Callable[[], Watching] | None = None,
) -> Ledger:
    """The same from any source, with the tools of an index if there is one."""
    found = Sandbox.find()
    if isinstance(found, Skip):
        pytest.skip(found.reason)
    deeper = Deeper(
        regenerators=(),
        sandbox=found,
        toolchains=Toolchains(
            cache=Cache(root=scratch / "cache"), limits=DEFAULT, offline=index is None, index=index
        ),
        limits=DEFAULT,
        uploaded=uploaded,
        builds_whole=True,
        build_caps=caps,
        watches=watches,
    )
    with open_artifact(artifact, limits=DEFAULT) as opened:
        return audit(opened.artifact, reviewed, deepen=deeper)


def route(ledger: Ledger, name: str) -> Rebuild:
    (found,) = [one for one in ledger.rebuilds if one.route == name]
    return found
