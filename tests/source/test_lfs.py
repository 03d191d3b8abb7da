from __future__ import annotations

import pytest

from tallystick.source import lfs_pointer

OID = "4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393"
POINTER = f"version https://git-lfs.github.com/spec/v1\noid sha256:{OID}\nsize 12345\n".encode()


def test_the_pointer_of_the_specification_is_one() -> None:
    assert lfs_pointer(POINTER) == (OID, 12345)


def test_extensions_and_the_name_before_the_release_are_known() -> None:
    extended = POINTER.replace(b"\noid", b"\next-0-foo sha256:" + b"a" * 64 + b"\noid")
    assert lfs_pointer(extended) == (OID, 12345)
    assert lfs_pointer(POINTER.replace(b"git-lfs.github.com", b"hawser.github.com")) == (OID, 12345)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"x" * 100,
        POINTER[:-1],
        POINTER + b"\n",
        POINTER + b"trailing",
        POINTER + b"x" * 1024,
        POINTER.replace(b"spec/v1", b"spec/v2"),
        POINTER.replace(b"sha256", b"sha512"),
        POINTER.replace(b"12345", b"-1"),
        POINTER.replace(b"12345", b"012"),
        POINTER.replace(OID.encode(), OID.upper().encode()),
        POINTER.replace(b"size", b"a 1\nsize"),
        POINTER + b"size 3\n",
        b"\n".join([*POINTER.split(b"\n")[1:3], POINTER.split(b"\n")[0], b""]),
        POINTER.replace(b"\n", b"\r\n"),
        POINTER.replace(b"size 12345\n", b""),
        POINTER + b"z \xff\n",
    ],
)
def test_what_only_looks_like_a_pointer_is_content(content: bytes) -> None:
    assert lfs_pointer(content) is None
