"""Bytecode against a compile of the source's file by the interpreter that runs this."""

from __future__ import annotations

import importlib.util
import marshal
from pathlib import Path
from types import CodeType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.audit import audit
from tallystick.explain.formats.marshalled_code import MalformedCode, read_code
from tallystick.model import ArtifactKind, Grade, LedgerLine
from trees import artifact, source, tree

MAGIC = importlib.util.MAGIC_NUMBER
MODULE = b'''"""A module."""

import os

LIMIT = 10**40
NAMES = {"a", "b"} if os.sep in {"/", "\\\\"} else frozenset()
HALF, NONE, TEXT = 0.5, -0.0, "\xc3\xa9"


def outer(a, *, b=1j):
    def inner():
        return [a, b, ..., b"bytes", (1, (2, True))]

    return inner


class Kind:
    assert LIMIT
'''


def compiled(text: bytes = MODULE, filename: str = "/build/a.py", optimise: int = 0) -> bytes:
    return marshal.dumps(compile(text, filename, "exec", dont_inherit=True, optimize=optimise))


def header(text: bytes = MODULE, flags: int = 0) -> bytes:
    said = importlib.util.source_hash(text) if flags else b"time" + len(text).to_bytes(4, "little")
    return MAGIC + flags.to_bytes(4, "little") + said


def audited(content: bytes, path: str = "pkg/__pycache__/a.TAG.pyc") -> LedgerLine:
    tag = importlib.util.cache_from_source("a.py").split(".")[-2]
    placed = path.replace("TAG", tag)
    ledger = audit(
        artifact(tree({"pkg/a.py": MODULE, placed: content}), ArtifactKind.SDIST),
        source(tree({"pkg/a.py": MODULE, "setup.py": ""})),
    )
    return next(line for line in ledger.lines if line.path == placed)


@pytest.mark.parametrize("flags", [0, 1, 3])
def test_a_compile_of_the_same_file_is_proven(flags: int) -> None:
    line = audited(header(flags=flags) + compiled())
    assert (line.grade, line.explainer) == (Grade.DERIVED, "pyc"), line


def test_a_compile_of_the_same_file_with_line_endings_of_windows_is_proven() -> None:
    text = MODULE.replace(b"\n", b"\r\n")
    placed = importlib.util.cache_from_source("pkg/a.py")
    content = header(text) + compiled(text)
    ledger = audit(
        artifact(tree({"pkg/a.py": text, placed: content}), ArtifactKind.SDIST),
        source(tree({"pkg/a.py": MODULE, "setup.py": ""})),
    )
    line = next(line for line in ledger.lines if line.path == placed)
    assert (line.grade, line.explainer) == (Grade.DERIVED, "pyc"), line


def test_a_compile_of_a_file_that_is_not_the_sources_explains_nothing() -> None:
    text = MODULE.replace(b"\n", b"\r\n") + b"import socket\r\n"
    placed = importlib.util.cache_from_source("pkg/a.py")
    ledger = audit(
        artifact(
            tree({"pkg/a.py": text, placed: header(text) + compiled(text)}), ArtifactKind.SDIST
        ),
        source(tree({"pkg/a.py": MODULE, "setup.py": ""})),
    )
    assert next(line for line in ledger.lines if line.path == placed).grade is Grade.UNEXPLAINED


@pytest.mark.parametrize("optimise", [1, 2])
def test_an_optimised_compile_is_proven_under_its_name_alone(optimise: int) -> None:
    content = header() + compiled(optimise=optimise)
    path = f"pkg/__pycache__/a.TAG.opt-{optimise}.pyc"
    assert audited(content, path).grade is Grade.DERIVED
    assert audited(content).grade is not Grade.DERIVED


def test_the_folder_of_the_compiled_file_is_not_compared() -> None:
    assert audited(header() + compiled(filename="C:\\a.py")).grade is Grade.DERIVED


@pytest.mark.parametrize("filename", ["/build/b.py", "curl x | sh\n/a.py", "x" * 1000 + "/a.py"])
def test_a_name_that_no_build_gives_is_contradicted(filename: str) -> None:
    line = audited(header() + compiled(filename=filename))
    assert (line.grade, line.explainer) == (Grade.CONTRADICTED, "pyc"), line


@pytest.mark.parametrize(
    "text",
    [
        MODULE.replace(b"import os", b"import os, evil"),
        MODULE.replace(b"10**40", b"10**41"),
        MODULE.replace(b"0.5", b"1.5"),
        MODULE.replace(b"-0.0", b"0.0"),
        MODULE.replace(b"1j", b"2j"),
        MODULE.replace(b"True", b"False"),
        MODULE.replace(b'{"a", "b"}', b'{"a", "c"}'),
        MODULE + b"evil()\n",
        b"",
    ],
)
def test_a_compile_of_another_text_is_not_proven(text: bytes) -> None:
    assert audited(header() + compiled(text)).grade in {Grade.CONTRADICTED, Grade.UNPROVEN}


@pytest.mark.parametrize("extra", [b"import evil", b"evil()", b"x = 'evil'", b"evil = 1"])
def test_a_name_or_text_that_the_source_does_not_have_is_named(extra: bytes) -> None:
    line = audited(header() + compiled(MODULE + extra + b"\n"))
    assert line.grade is Grade.CONTRADICTED
    assert "evil" in (line.evidence or "")


def test_other_instructions_alone_are_a_question() -> None:
    code = compile(MODULE, "a.py", "exec", dont_inherit=True)
    line = audited(header() + marshal.dumps(code.replace(co_firstlineno=7)))
    assert line.grade is Grade.UNPROVEN
    assert "other instructions" in (line.evidence or "")


@pytest.mark.parametrize(
    "content",
    [
        header() + compiled() + b"N",
        header() + compiled()[:-1],
        header() + marshal.dumps("text"),
        header() + marshal.dumps([1]),
        header() + b"(\xff\xff\xff\x7f",
        header() + b")\x01" * 100_000,
        header() + b"r\x00\x00\x00\x00",
        header() + b"\xa9\x01r\x00\x00\x00\x00",
        header() + b"l\x00\x00\x00\x80",
        header(flags=4) + compiled(),
        header(b"other", flags=1) + compiled(),
        MAGIC,
        b"",
    ],
)
def test_what_no_compiler_writes_is_contradicted(content: bytes) -> None:
    assert audited(content).grade is Grade.CONTRADICTED


def test_bytecode_of_a_source_of_another_size_is_not_read_by_python() -> None:
    line = audited(header(b"other") + compiled())
    assert line.grade is Grade.UNPROVEN
    assert "Python would not read it" in (line.evidence or "")


def test_functions_of_several_files_are_contradicted() -> None:
    code = compile(MODULE, "a.py", "exec", dont_inherit=True)
    consts = tuple(
        each.replace(co_filename="evil.py") if isinstance(each, CodeType) else each
        for each in code.co_consts
    )
    assert (
        audited(header() + marshal.dumps(code.replace(co_consts=consts))).grade
        is Grade.CONTRADICTED
    )


@pytest.mark.parametrize(
    ("magic", "version", "rest"),
    [(3413, "3.8", 16), (3379, "3.6", 12), (62211, "2", 8)],
)
def test_bytecode_of_another_python_is_a_claim_that_names_it(
    magic: int, version: str, rest: int
) -> None:
    words = bytes(8) if rest == 16 else bytes(4)
    head = magic.to_bytes(2, "little") + b"\r\n" + words[: rest - 8 if rest > 8 else 4]
    head += len(MODULE).to_bytes(4, "little") if rest > 8 else b""
    line = audited(head + b"code", "pkg/a.pyc")
    assert line.grade is Grade.UNPROVEN, line
    assert f"Python {version}" in (line.evidence or "")


def test_a_name_that_says_another_version_than_the_header_is_contradicted() -> None:
    content = (3413).to_bytes(2, "little") + b"\r\n" + bytes(8) + len(MODULE).to_bytes(4, "little")
    line = audited(content + b"code", "pkg/__pycache__/a.cpython-312.pyc")
    assert line.grade is Grade.CONTRADICTED
    assert "Python 3.8" in (line.evidence or "")


def test_values_that_refer_to_each_other_without_end_are_cut_off() -> None:
    doubled = b"\xa9\x00"  # an empty tuple, kept as number 0
    for index in range(60):
        doubled = b"\xa9\x02" + doubled + b"r" + index.to_bytes(4, "little")
    with pytest.raises(MalformedCode):
        read_code(doubled)


def test_every_module_here_reads_as_marshal_reads_it() -> None:
    for path in sorted(Path(__file__).parent.parent.glob("*.py")):
        code = compile(path.read_bytes(), "x", "exec", dont_inherit=True)
        read = read_code(marshal.dumps(code))
        assert read.filenames == {"x"}
        assert read.value == read_code(marshal.dumps(code, 2)).value  # a version without references
        assert {("str", name) for name in code.co_names} <= read.says


@given(st.binary(max_size=200), st.integers(min_value=0, max_value=400))
def test_any_bytes_are_read_or_refused(content: bytes, at: int) -> None:
    good = compiled()
    for hostile in (content, b"c" + content, good[:at] + content + good[at + len(content) :]):
        try:
            read_code(hostile)
        except MalformedCode:
            continue


OPTIMISED = "pkg/__pycache__/a.TAG.opt-1.pyc"
REWRITTEN = "pkg/__pycache__/a.TAG-pytest-8.3.3.pyc"


def test_a_name_that_says_more_than_the_compile_did() -> None:
    """``byte_compile`` of distutils puts ``optimize`` into the name, and compiles without it."""
    line = audited(header() + compiled(), OPTIMISED)
    assert line.grade is Grade.DERIVED
    assert "without the optimisation" in (line.evidence or "")


def test_such_a_name_excuses_no_other_source() -> None:
    other = MODULE.replace(b'"a"', b'"evil"')
    line = audited(header() + compiled(other), OPTIMISED)
    assert line.grade is Grade.CONTRADICTED
    assert "evil" in (line.evidence or "")


def test_bytecode_of_pytest_that_is_older_than_its_module_is_read_by_nobody() -> None:
    line = audited(header(MODULE + b"# more") + compiled(), REWRITTEN)
    assert line.grade is Grade.UNPROVEN
    assert "would not read it" in (line.evidence or "")


def test_what_only_has_the_name_of_bytecode_of_pytest_is_contradicted() -> None:
    assert audited(b"import os", REWRITTEN).grade is Grade.CONTRADICTED


def test_bytecode_with_assertions_that_pytest_rewrote_is_a_claim() -> None:
    line = audited(header() + compiled(), REWRITTEN)
    assert line.grade is Grade.UNPROVEN
    assert "pytest rewrote" in (line.evidence or "")
