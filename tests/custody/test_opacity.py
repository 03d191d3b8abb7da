"""What a person can read, and what not."""

from __future__ import annotations

import base64
import gzip
import io
import random
import tarfile
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.custody.opacity import entropy, opacity, opacity_by_name

NOISE = random.Random(7).randbytes(4_000)  # noqa: S311 - a fixture, not a key
PROSE = b"Each line of this text can be read by a person, and says nothing new.\n" * 40


def tarball() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a"))
    return buffer.getvalue()


READABLE = {
    "README.md": PROSE,
    "empty": b"",
    "names.txt": "Äpfel, Übung, 中文, שלום\n".encode() * 50,
    "table.c": b"static const int t[] = {" + b"1, 2, 3,\n" * 100 + b"};\n",
    "ruler.txt": b"-" * 1_500 + b"\n" + b"=" * 1_500 + b"\n",
    "words.txt": b"x" * 1_500 + b"\n",
    "hashes.txt": b"".join(b"%064x  file-%d\n" % (n, n) for n in range(100)),
    "latin1.c": "/* Größe und Länge, wie früher */\n".encode("latin-1") * 20,
}

OPAQUE = {
    ("a.gz", "archive"): gzip.compress(PROSE),
    ("disguised.txt", "archive"): gzip.compress(PROSE),
    ("a.tar", "archive"): tarball(),
    ("noise.bin", "binary"): NOISE,
    ("utf16.txt", "binary"): "text in two bytes a letter".encode("utf-16"),
    ("model.onnx", "weights"): NOISE,
    ("ca.pem", "certificate"): b"-----BEGIN CERTIFICATE-----\nMIIB\n",
    ("key.txt", "certificate"): b"-----BEGIN OPENSSH PRIVATE KEY-----\n",
    ("app.js", "minified"): b"function a(b){return b+1};" * 200,
    ("payload.sh", "encoded"): b"echo " + base64.b64encode(NOISE) + b" | base64 -d | sh\n",
    ("lines.txt", "encoded"): PROSE + base64.encodebytes(NOISE),
    ("quoted.py", "encoded"): b"\n".join(
        b'    "' + base64.b64encode(NOISE[at : at + 54]) + b'"' for at in range(0, 2_000, 54)
    )
    + b"\n",
    ("escapes.py", "encoded"): b'x = "' + b"".join(b"\\x%02x" % n for n in NOISE[:300]) + b'"\n',
    ("array.h", "encoded"): b"".join(b"0x%02x, " % n for n in NOISE[:1_000]),
    ("one.json", "long-lines"): b'{"a": "' + b"word " * 1_000 + b'"}',
}


@pytest.mark.parametrize("path", READABLE)
def test_what_a_person_can_read_is_not_opaque(path: str) -> None:
    assert opacity(path, READABLE[path]) is None


@pytest.mark.parametrize(("path", "kind"), OPAQUE)
def test_what_nobody_can_read_is_opaque_whatever_it_is_called(path: str, kind: str) -> None:
    assert opacity(path, OPAQUE[path, kind]) == kind


def test_a_name_alone_says_less_and_only_of_what_is_usually_binary() -> None:
    assert opacity_by_name("tests/good.xz") == "archive"
    assert opacity_by_name("static/app.min.js") == "minified"
    assert opacity_by_name("src/a.c") is None


def test_entropy_is_that_of_the_bytes() -> None:
    assert entropy(b"") == 0
    assert entropy(b"aaaa") == 0
    assert entropy(bytes(range(256))) == 8


@pytest.mark.parametrize(
    "run",
    [b"A" * 1_000_000, b"\\x41" * 250_000, b"0x41, " * 150_000, (b"A" * 70 + b"\n") * 14_000,
     (b"A" * 70 + b" x\n") * 14_000, b"A" * 599 + b"-" * 400_000],
)  # fmt: skip
def test_no_content_takes_more_than_linear_time(run: bytes) -> None:
    begun = time.process_time()
    opacity("a.txt", run)
    once = time.process_time() - begun
    begun = time.process_time()
    opacity("a.txt", run * 4)
    assert time.process_time() - begun < 10 * max(once, 0.02)


@given(st.binary(max_size=3_000))
def test_any_content_is_one_or_the_other(content: bytes) -> None:
    assert opacity("x", content) in {
        None, "archive", "binary", "certificate", "encoded", "long-lines", "minified"
    }  # fmt: skip
