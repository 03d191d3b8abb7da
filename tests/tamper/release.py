"""A released archive as a list of members that can be changed and written again."""

from __future__ import annotations

import base64
import copy
import csv
import gzip
import hashlib
import io
import stat
import tarfile
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

DATE = (2024, 1, 1, 0, 0, 0)


@dataclass(slots=True)
class Member:
    """One member; ``kind`` is a tar type flag in words."""

    name: str
    content: bytes
    mode: int = 0o644
    kind: Literal["file", "symlink", "hardlink", "fifo"] = "file"
    link: str = ""


@dataclass(slots=True)
class Release:
    """An archive in memory: its file name, its members in order, and bytes around them.

    ``edit`` changes the bytes that were written: what no library would write.
    """

    name: str
    members: list[Member]
    prefix: bytes = b""
    suffix: bytes = b""
    pax: dict[str, dict[str, str]] = field(default_factory=dict)
    comment: bytes = b""
    record_is_kept: bool = False
    edit: Callable[[bytes], bytes] | None = None

    @property
    def is_zip(self) -> bool:
        return self.name.endswith((".whl", ".zip"))

    @property
    def is_wheel(self) -> bool:
        return self.name.endswith(".whl")

    @property
    def top(self) -> str:
        """The top folder with a slash, "" for wheels."""
        return "" if self.is_wheel else self.members[0].name.split("/", 1)[0] + "/"

    def copy(self) -> Release:
        return copy.deepcopy(self)

    def find(self, suffix: str) -> Member | None:
        """The file whose name ends so: the first of those least deep, for copies of others lie deeper."""
        found = [m for m in self.members if m.kind == "file" and m.name.endswith(suffix)]
        return min(found, key=lambda m: m.name.count("/"), default=None)

    def write(self, folder: Path) -> Path:
        """Write the archive; a wheel's RECORD is made to fit, as an attacker would."""
        path = folder / self.name
        if self.is_wheel and not self.record_is_kept:
            self._fit_record()
        written = self._zip() if self.is_zip else self._tar()
        path.write_bytes(self.edit(written) if self.edit is not None else written)
        return path

    def _fit_record(self) -> None:
        record = self.find(".dist-info/RECORD")
        if record is None:
            return
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        for member in self.members:
            if member is record:
                continue
            held = member.link.encode() if member.kind == "symlink" else member.content
            digest = base64.urlsafe_b64encode(hashlib.sha256(held).digest()).rstrip(b"=")
            writer.writerow([member.name, f"sha256={digest.decode()}", len(held)])
        writer.writerow([record.name, "", ""])
        record.content = text.getvalue().encode("utf-8", "surrogateescape")

    def _tar(self) -> bytes:
        raw = io.BytesIO()
        with tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as archive:
            for member in self.members:
                info = tarfile.TarInfo(member.name)
                info.mode, info.mtime, info.size = member.mode, 1_700_000_000, len(member.content)
                info.pax_headers = self.pax.get(member.name, {})
                info.type = {
                    "file": tarfile.REGTYPE,
                    "symlink": tarfile.SYMTYPE,
                    "hardlink": tarfile.LNKTYPE,
                    "fifo": tarfile.FIFOTYPE,
                }[member.kind]
                info.linkname = member.link
                if member.kind != "file":
                    info.size = 0
                archive.addfile(info, io.BytesIO(member.content))
        return self.prefix + gzip.compress(raw.getvalue(), mtime=0) + self.suffix

    def _zip(self) -> bytes:
        raw = io.BytesIO()
        with warnings.catch_warnings(), zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
            warnings.simplefilter("ignore", UserWarning)  # a name given twice, as some attacks do
            for member in self.members:
                info = zipfile.ZipInfo(member.name, DATE)
                kind = stat.S_IFLNK if member.kind == "symlink" else stat.S_IFREG
                info.external_attr = (kind | member.mode) << 16
                info.compress_type = zipfile.ZIP_DEFLATED
                content = member.link.encode() if member.kind == "symlink" else member.content
                archive.writestr(info, content)
            archive.comment = self.comment
        return self.prefix + raw.getvalue() + self.suffix


def read_release(path: Path) -> Release:
    """The members of an honest archive, read with the standard library."""
    if path.suffix in {".whl", ".zip"}:
        with zipfile.ZipFile(path) as archive:
            members = [
                Member(
                    info.filename, archive.read(info), (info.external_attr >> 16) & 0o777 or 0o644
                )
                for info in archive.infolist()
                if not info.is_dir()
            ]
        return Release(path.name, members)
    members = []
    with tarfile.open(path) as tar:
        for info in tar:
            if info.issym():
                members.append(Member(info.name, b"", info.mode, "symlink", info.linkname))
            elif info.isfile() or info.islnk():
                file = tar.extractfile(info)
                assert file is not None
                members.append(Member(info.name, file.read(), info.mode))
    return Release(path.name, members)
