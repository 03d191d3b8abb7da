"""What stands on the line of a compiled file besides its grade."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256

from msgspec.structs import replace

from binary.elf_bytes import Elf
from tallystick.audit import audit
from tallystick.limits import DEFAULT, Limits
from tallystick.model import ArtifactKind, Grade, LedgerLine
from trees import artifact, source, tree

SETUP = b'setup(ext_modules=[Extension("example._speed", ["src/speed.c"])])\n'
SPEED = "example/_speed.abi3.so"


def lines(
    released: Mapping[str, bytes], text: bytes = b"int x;\n", limits: Limits = DEFAULT
) -> dict[str, LedgerLine]:
    """The ledger of a wheel against a source with one C file of ``text``."""
    ledger = audit(
        artifact(tree(released), ArtifactKind.WHEEL, tag="cp39-abi3-manylinux_2_17_x86_64"),
        source(tree({"setup.py": SETUP, "src/speed.c": text})),
        limits=limits,
    )
    return {line.path: line for line in ledger.lines}


def module(**said: object) -> bytes:
    return Elf(exports=("PyInit__speed",), **said).build()  # type: ignore[arg-type]


def test_functions_that_the_source_never_mentions_are_named_and_others_are_not() -> None:
    content = module(imports=("execve", "fork", "socket", "dlopen", "malloc"))
    notes = lines({SPEED: content}, b"pid = fork(); h = dlopen(0, 1); /* forking sockets */")[
        SPEED
    ].notes
    said = [note for note in notes if note.startswith("imports ")]
    assert said == [
        "imports process functions that none of the source's 1 native files mentions: execve",
        "imports network functions that none of the source's 1 native files mentions: socket",
    ]


def test_what_runs_by_itself_and_what_may_be_written_to_is_named() -> None:
    content = module(
        resolvers=1,
        constructors=3,
        load_flags=7,
        needed=("libc.so.6", "libodd.so.1"),
        runpath="/tmp/x:$ORIGIN/../example.libs",  # noqa: S108 - the attack itself
    )
    notes = lines({SPEED: content})[SPEED].notes
    assert "a segment is writable and executable" in notes
    assert "1 IFUNC resolvers run while it is being linked" in notes
    assert "3 constructors run when it is loaded (a compiler's own: 1)" in notes
    assert "loads from the platform: libc.so.6" in notes
    assert "loads what is neither here nor the platform's: libodd.so.1" in notes
    assert "looks for libraries outside of its folder: /tmp/x" in notes


def test_private_names_of_python_do_not_belong_into_the_stable_abi() -> None:
    content = module(imports=("_PyLong_New", "_Py_Dealloc", "PyLong_AsLong"))
    assert (
        "imports what the stable ABI does not have: _PyLong_New"
        in lines({SPEED: content})[SPEED].notes
    )


def test_a_grafted_library_says_what_it_was_and_the_sbom_of_which_package() -> None:
    name = "example.libs/libz-1a2b3c4d.so.1.2.7"
    reference = "pkg:rpm/almalinux/zlib@1.2.7#" + sha256(b"/lib64/libz.so.1.2.7").hexdigest()
    gone = "pkg:rpm/almalinux/gone@1#" + sha256(b"/lib64/libgone.so.1").hexdigest()
    sbom = {"components": [{"bom-ref": reference}, {"bom-ref": gone}, {"bom-ref": 3}, 7]}
    notes = lines(
        {
            SPEED: module(needed=("libz-1a2b3c4d.so.1.2.7",)),
            name: Elf(soname="libother.so.1", imports=("socket",)).build(),
            "example-1.0.dist-info/sboms/auditwheel.cdx.json": json.dumps(sbom).encode(),
        }
    )[name].notes
    assert "was libz.so.1.2.7, version 1.2.7" in notes
    assert "calls itself libother.so.1" in notes
    assert (
        "the wheel's SBOM says that /lib64/libz.so.1.2.7 was of pkg:rpm/almalinux/zlib@1.2.7;"
        " it also names pkg:rpm/almalinux/gone@1, of which nothing is here"
    ) in notes
    assert any("its sources are not here to be searched" in note for note in notes)


def test_an_sbom_that_cannot_be_read_is_said() -> None:
    name = "example.libs/libz-1a2b3c4d.so.1"
    notes = lines(
        {
            SPEED: module(needed=("libz-1a2b3c4d.so.1",)),
            name: Elf().build(),
            "example-1.0.dist-info/sboms/auditwheel.cdx.json": b"[" * 10_000,
        }
    )[name].notes
    assert any("SBOM cannot be read" in note for note in notes)


def test_a_library_beyond_the_cap_is_unproven_where_the_source_builds_it_and_else_unexplained() -> (
    None
):
    few = replace(DEFAULT, content=200)
    found = lines({SPEED: module(), "example/payload.so": module()}, limits=few)
    assert found[SPEED].grade is Grade.UNPROVEN
    assert "larger than 200 bytes" in (found[SPEED].evidence or "")
    assert found["example/payload.so"].grade is Grade.UNEXPLAINED


def test_more_rows_than_the_cap_are_no_lie_but_nothing_was_read() -> None:
    few = replace(DEFAULT, binary_rows=3)
    line = lines({SPEED: module()}, limits=few)[SPEED]
    assert line.grade is Grade.UNPROVEN
    assert "cannot be read: " in (line.evidence or "")
