"""Whether a person can read a file, from its bytes: if not, why not."""

from __future__ import annotations

import math
import re
from collections import Counter

ARCHIVE = "archive"
BINARY = "binary"
CERTIFICATE = "certificate"
ENCODED = "encoded"
LONG_LINES = "long-lines"
MINIFIED = "minified"
WEIGHTS = "weights"

_MAGIC = (
    b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07", b"!<arch>\n", b"LZIP", b"\x5d\0\0", b"\x89LZO", b"\x04\x22\x4d\x18", b"MSCF",
)  # fmt: skip
"""How archives and compressed files begin: each format's own specification."""

_WEIGHTS = (
    ".onnx", ".pt", ".pth", ".safetensors", ".h5", ".hdf5", ".tflite", ".gguf", ".npy", ".npz",
    ".pkl", ".pickle",
    ".joblib", ".caffemodel", ".ckpt", ".keras", ".mlmodel",
)  # fmt: skip
_CERTIFICATES = (
    ".pem",
    ".crt",
    ".cer",
    ".der",
    ".p12",
    ".pfx",
    ".jks",
    ".key",
    ".gpg",
    ".asc",
    ".pub",
)
_ARCHIVES = (
    ".zip", ".gz", ".tgz", ".bz2", ".xz", ".lzma", ".zst", ".7z", ".rar", ".tar", ".whl", ".jar",
    ".lz", ".lz4", ".egg",
)  # fmt: skip
_BINARIES = (
    ".png", ".jpg", ".jpeg", ".gif", ".ico", ".webp", ".bmp", ".tif", ".tiff", ".pdf", ".exe",
    ".dll", ".so", ".dylib",
    ".a", ".o", ".obj", ".lib", ".class", ".pyc", ".wasm", ".woff", ".woff2", ".ttf", ".otf",
    ".eot", ".mp3", ".mp4",
    ".ogg", ".wav", ".mo", ".gmo", ".bin", ".dat", ".db", ".sqlite", ".sqlite3", ".psd", ".icns", ".swf",
)  # fmt: skip
_MINIFIED = (".js", ".mjs", ".cjs", ".css")

_HEAD = 8_000
"""Bytes in which git looks for a NUL to call a file binary (buffer_is_binary)."""

_LONG = 2_000
"""Characters of a line that nobody reads to its end; a table in a document seldom has 1,000."""

_DENSE = 400
"""Characters of the average line of a script or style sheet that was minified."""

_PEM = re.compile(rb"-----BEGIN [A-Z0-9 ]+-----")
_BLOBS = (
    # Bounds make each linear: a run is read once, and not again from its middle.
    re.compile(rb"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{600,}+={0,2}"),
    re.compile(
        rb"(?:^[ \t\"'#*]*+[A-Za-z0-9+/]{60,128}+[=\\n\"',;]{0,6}[ \t]*\r?\n){10,}+", re.MULTILINE
    ),
    re.compile(rb"(?:\\x[0-9A-Fa-f]{2}){200,}+|(?:\\[0-3][0-7]{2}){200,}+"),
    re.compile(rb"(?:0[xX][0-9A-Fa-f]{1,8}[uUlL]{0,3},\s{0,8}){300,}+"),
)
"""Base64 in one run or line by line, escapes, arrays of numbers: what a program reads and no person does."""

_UPPER, _LOWER, _DIGIT = (re.compile(rb"[A-Z]"), re.compile(rb"[a-z]"), re.compile(rb"[0-9]"))


def opacity(path: str, content: bytes) -> str | None:
    """Why a person cannot read ``content``; None if they can."""
    lower = path.lower()
    if content.startswith(_MAGIC) or content[257:262] == b"ustar":
        return ARCHIVE
    if _PEM.search(content[:_HEAD]) or (lower.endswith(_CERTIFICATES) and _is_binary(content)):
        return CERTIFICATE
    if _is_binary(content):
        return WEIGHTS if lower.endswith(_WEIGHTS) else BINARY
    lines = content.split(b"\n")
    if lower.endswith(_MINIFIED) and len(content) > _LONG and len(content) / len(lines) > _DENSE:
        return MINIFIED
    if any(_is_encoded(found[0]) for pattern in _BLOBS for found in pattern.finditer(content)):
        return ENCODED
    return LONG_LINES if max(map(len, lines)) > _LONG else None


def opacity_by_name(path: str) -> str | None:
    """What the name alone makes of a file whose bytes are not to be had; None where it says nothing."""
    lower = path.lower()
    for suffixes, kind in (
        (_ARCHIVES, ARCHIVE), (_WEIGHTS, WEIGHTS), (_CERTIFICATES, CERTIFICATE), (_BINARIES, BINARY)
    ):  # fmt: skip
        if lower.endswith(suffixes):
            return kind
    return MINIFIED if re.search(r"[.-]min\.(?:js|css)$", lower) else None


def entropy(content: bytes) -> float:
    """Shannon's entropy in bits a byte (A Mathematical Theory of Communication, 1948, section 6)."""
    size = len(content)
    return -sum(n / size * math.log2(n / size) for n in Counter(content).values()) if size else 0.0


def _is_binary(content: bytes) -> bool:
    """Git's rule, and text in no encoding that a tool would show as text."""
    if b"\0" in content[:_HEAD]:
        return True
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        high = sum(byte > 0x7F for byte in content[:_HEAD])
        return high > len(content[:_HEAD]) * 0.3
    return False


def _is_encoded(run: bytes) -> bool:
    """A row of dashes or of one word is no code: Base64 of anything has letters of both cases and digits."""
    if run.startswith((b"\\", b"0x", b"0X")):
        return True
    return all(len(kind.findall(run)) > len(run) // 40 for kind in (_UPPER, _LOWER, _DIGIT))
