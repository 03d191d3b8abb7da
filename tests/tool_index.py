"""Wheels of tools that say their version, and an index on loopback that lists when each was uploaded."""

from __future__ import annotations

import hashlib
import io
import zipfile

from index_server import IndexServer


def wheel(name: str, version: str, more: dict[str, str] | None = None) -> bytes:
    """A wheel of one module, which says its version."""
    info = f"{name}-{version}.dist-info"
    members = {
        f"{name}.py": f"VERSION = {version!r}\n",
        **(more or {}),
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    members[f"{info}/RECORD"] = "".join(f"{path},,\n" for path in (*members, f"{info}/RECORD"))
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for path, text in members.items():
            archive.writestr(zipfile.ZipInfo(path, (2024, 1, 1, 0, 0, 0)), text)
    return content.getvalue()


def listed(
    index: IndexServer, version: str, uploaded: str, content: bytes, name: str = "tool"
) -> dict[str, object]:
    """A wheel as a page lists it, with its metadata beside it (PEP 658), which uv reads first."""
    file = f"{name}-{version}-py3-none-any.whl"
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode()
    index.send(f"/files/{file}.metadata", metadata)
    digest = {"sha256": hashlib.sha256(metadata).hexdigest()}
    return index.file(file, content, **{"upload-time": uploaded, "core-metadata": digest})


def offer(index: IndexServer, name: str, *uploads: tuple[str, str]) -> None:
    """Wheels of ``name``: version, and time of upload."""
    files_ = [listed(index, v, time, wheel(name, v), name) for v, time in uploads]
    index.project(name, files_)
