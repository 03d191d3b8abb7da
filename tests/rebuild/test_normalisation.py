"""What each normalisation makes equal, and what it must not."""

from __future__ import annotations

import pytest

from tallystick.rebuild.normalisation import NORMALISATIONS


def same(identifier: str, ours: bytes, theirs: bytes) -> bool:
    apply = NORMALISATIONS[identifier].apply
    return apply(ours) == apply(theirs)


@pytest.mark.parametrize(
    ("identifier", "ours", "theirs"),
    [
        ("line-feeds", b"a\r\nb\r\n", b"a\nb\n"),
        ("cython-paths", b'  /* "a/x.pyx":12\n', b'  /* "/home/b/x.pyx":12\n'),
        (
            "cython-paths",
            b'static const char *__pyx_f[] = {\n  "a/x.pyx",\n  "stringsource",\n};\n',
            b'static const char *__pyx_f[] = {\n  "b/c/x.pyx",\n  "stringsource",\n};\n',
        ),
        (
            "cython-metadata",
            b'/* BEGIN: Cython Metadata\n{"a": 1}\nEND: Cython Metadata */\nint x;\n',
            b"int x;\n",
        ),
    ],
)
def test_honest_differences_are_equal(identifier: str, ours: bytes, theirs: bytes) -> None:
    assert ours != theirs
    assert same(identifier, ours, theirs)


@pytest.mark.parametrize(
    ("identifier", "ours", "theirs"),
    [
        # a lone CR ends a line for Python and C, and would end a comment
        ("line-feeds", b"# a\rimport os\n", b"# a\nimport os\n"),
        ("line-feeds", b"a b\n", b"a  b\n"),
        # one line that ends otherwise than its neighbours is another command to a shell
        ("line-feeds", b"rm -r build\r\nls\n", b"rm -r build\nls\n"),
        ("line-feeds", b"\0a\r\n", b"\0a\n"),
        # other names, other lines, other places than comments and the table
        ("cython-paths", b'  /* "a/x.pyx":12\n', b'  /* "a/y.pyx":12\n'),
        ("cython-paths", b'  /* "a/x.pyx":12\n', b'  /* "a/x.pyx":13\n'),
        ("cython-paths", b'#include "a/x.pyx"\n', b'#include "b/x.pyx"\n'),
        ("cython-paths", b'  open("a/x.pyx");\n', b'  open("b/x.pyx");\n'),
        ("cython-paths", b'  "a/x.pyx",\n', b'  "b/x.pyx",\n'),
        # what follows a comment that ends early is code
        ("cython-paths", b'  /* "*/ evil(); /* a/x.pyx":12\n', b'  /* "a/x.pyx":12\n'),
        (
            "cython-paths",
            b'static const char *__pyx_f[] = {\n  "a/x.pyx", evil(), "b/x.pyx",\n};\n',
            b'static const char *__pyx_f[] = {\n  "a/x.pyx",\n};\n',
        ),
        (
            "cython-metadata",
            b"/* BEGIN: Cython Metadata\n*/ evil(); /*\nEND: Cython Metadata */\n",
            b"",
        ),
        (
            "cython-metadata",
            b"/* BEGIN: Cython Metadata\n{}\nEND: Cython Metadata */ evil();\n",
            b"",
        ),
    ],
)
def test_what_runs_is_never_hidden(identifier: str, ours: bytes, theirs: bytes) -> None:
    assert not same(identifier, ours, theirs)
