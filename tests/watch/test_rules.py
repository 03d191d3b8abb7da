"""Inert analogues of the steps of CVE-2024-3094 and of other ways, each built for real, and honest builds.

No payload does anything: what a decoder gives out is ``echo decoded``.
"""

from __future__ import annotations

import base64
import io
import lzma
import shutil
import tarfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from sandboxes import CAPS, working
from tallystick.model import MODE_EXECUTABLE, MODE_FILE, Skip
from tallystick.sandbox import Command
from tallystick.watch import RULES, Severity, Watched, rules, watch
from trees import tree

DOCS = Path(__file__).parents[2] / "docs/watch.md"

PAYLOAD = b"echo decoded > made.txt\n"
XZ = lzma.compress(PAYLOAD, format=lzma.FORMAT_XZ)
TEST = "tests/files/good-large.xz"
MAKEFILE = "all: x\nx: x.o\n\tcc -o x x.o\nx.o: x.c\n\tcc -c x.c -o x.o\n"
X = "int main(void) { return 0; }\n"


def watched(
    files: Mapping[str, str | bytes], command: str, *, environment: Mapping[str, str] | None = None
) -> Watched:
    """A build of ``files`` by a shell's command."""
    source = tree(
        files,
        modes={
            name: MODE_EXECUTABLE if name in {"configure", "run.sh"} else MODE_FILE
            for name in files
        },
    )
    found = watch(
        Command(argv=("/bin/sh", "-c", command), environment=environment or {}),
        source,
        working("bubblewrap"),
        CAPS,
    )
    if isinstance(found, Skip):
        pytest.fail(found.reason)
    return found


def high(found: Watched) -> set[str]:
    return {alarm.rule for alarm in found.alarms if alarm.severity is Severity.HIGH}


def archive(name: str, content: bytes) -> bytes:
    """A tar archive of one file, compressed by xz."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:xz") as tar:
        member = tarfile.TarInfo(name)
        member.size = len(content)
        tar.addfile(member, io.BytesIO(content))
    return file.getvalue()


def configure(script: str) -> dict[str, str | bytes]:
    """A project whose configure script does ``script``, and whose test files hold a payload."""
    return {
        "configure": f"#!/bin/sh\n{script}\n",
        TEST: XZ,
        "tests/words.txt": base64.b64encode(PAYLOAD),
        "tests/rot13.txt": "rpub qrpbqrq > znqr.gkg\n",
        "Makefile": MAKEFILE,
        "x.c": X,
    }


ATTACKS: dict[str, tuple[dict[str, str | bytes], str]] = {
    "decoder-pipe-shell": (configure(f"xz -dc {TEST} | sh"), "./configure && make"),
    "mangled-first": (
        configure(f"cat {TEST} | tr '\\000' '\\000' | xz -dc | head -c 1000 | /bin/bash"),
        "./configure && make",
    ),
    "base64-of-text": (configure("base64 -d tests/words.txt | sh"), "./configure && make"),
    "translated-text": (configure("tr a-z n-za-m < tests/rot13.txt | sh"), "./configure && make"),
    "temporary-file": (
        configure(f"xz -dc {TEST} > /tmp/c.sh; sh /tmp/c.sh"),
        "./configure && make",
    ),
    "sourced-file": (configure(f"xz -dc {TEST} > ./c.sh; . ./c.sh"), "./configure && make"),
    "command-substitution": (configure(f'eval "$(xz -dc {TEST})"'), "./configure && make"),
    "in-make": (
        {**configure("true"), "Makefile": f"all:\n\txz -dc {TEST} | sh\n"},
        "./configure && make",
    ),
    "included-makefile": (
        {
            **configure("true"),
            "Makefile": "all: ;\n-include m.mk\nm.mk: ; xz -dc tests/m.xz > m.mk\n",
            "tests/m.xz": lzma.compress(b"MADE = 1\n"),
        },
        "./configure && make",
    ),
    "setup-py-in-process": (
        {
            "setup.py": f"import lzma\nexec(compile('x = 1', 'x', 'exec'))\nlzma.open('{TEST}').read()\n",
            TEST: XZ,
        },
        "python3 setup.py",
    ),
    "setup-py-by-its-own-name": (
        {
            "setup.py": "#!/usr/bin/python3\nexec(open('data.bin', 'rb').read()[:0])\n",
            "data.bin": bytes(range(256)),
            "Makefile": "all:\n\tchmod +x setup.py\n\t./setup.py\n",
        },
        "make",
    ),
    "setup-py-vfork": (
        {
            "setup.py": "import subprocess\n"
            f"subprocess.run(['sh'], input=subprocess.check_output(['xz', '-dc', '{TEST}']))\n",
            TEST: XZ,
        },
        "python3 setup.py",
    ),
    "decoder-under-another-name": (
        configure(f"cp /usr/bin/xz ./conftest; ./conftest -dc {TEST} | sh"),
        "./configure && make",
    ),
    "static-decoder-of-its-own": (
        {
            **configure("true"),
            "d.c": "#include <stdio.h>\nint main(void) { int c;"
            " while ((c = getchar()) != EOF) putchar(c ^ 1);"
            " return 0; }\n",
            "tests/files/bin.dat": b"\0\xff" + bytes(byte ^ 1 for byte in PAYLOAD),
            "Makefile": "all:\n\tcc -static -o d d.c || cc -o d d.c\n"
            "\t./d < tests/files/bin.dat | tail -c 24 | sh\n",
        },
        "./configure && make",
    ),
    "copied-first": (
        {
            "tests/files/bin.dat": b"\0\xff" + bytes(byte ^ 1 for byte in PAYLOAD),
            "d.c": "#include <stdio.h>\nint main(void) { int c;"
            " while ((c = getchar()) != EOF) putchar(c ^ 1);"
            " return 0; }\n",
            "Makefile": "all:\n\tcc -o d d.c\n\tcp tests/files/bin.dat a.dat\n"
            "\t./d < a.dat | tail -c 24 | sh\n",
        },
        "make",
    ),
    "object-out-of-a-test": (
        {
            **configure("true"),
            "Makefile": "all:\n\txz -dc tests/o.xz > y.o\n\tcc -c x.c -o x.o\n\tcc -o x x.o y.o\n",
            "tests/o.xz": b"",
        },
        "make",
    ),
    "object-that-was-there": (
        {**configure("true"), "Makefile": "all:\n\tcc -c x.c -o x.o\n\tcc -o x x.o y.o\n"},
        "make",
    ),
    "member-of-an-archive": (
        {
            **configure("true"),
            "Makefile": "all:\n\tcp y.o z.o\n\tar rc lib.a z.o\n\tcc -c x.c -o x.o\n\tcc -o x x.o lib.a\n",
        },
        "make",
    ),
    "source-through-a-pipe": (
        {
            **configure("true"),
            "Makefile": "all:\n\txz -dc tests/c.xz | cc -x c -c - -o y.o\n\tcc -c x.c -o x.o\n"
            "\tcc -o x x.o y.o\n",
            "tests/c.xz": lzma.compress(b"int y;\n"),
        },
        "make",
    ),
    "makefile-edited-by-configure-s-child": (
        {
            **configure("true"),
            "run.sh": "#!/bin/sh\nsed -i 's/x.c/x.c -DEVIL/' Makefile\n",
            "Makefile": "all: edited x\nedited: ; ./run.sh\nx: x.c\n\tcc -o x x.c\n",
        },
        "make",
    ),
    "makefile-edited-by-configure": (
        configure("sed -i 's/-o x.o/-DEVIL -o x.o/' Makefile"),
        "./configure && make",
    ),
    "source-edited-in-place": (
        {
            **configure("true"),
            "Makefile": "all:\n\tsed -i 's/return 0/return 1/' x.c\n\tcc -o x x.c\n",
        },
        "make",
    ),
    "asks-for-the-network": (
        {
            "setup.py": "import socket\ns = socket.socket()\ns.settimeout(1)\n"
            "try: s.connect(('192.0.2.1', 80))\nexcept OSError: pass\n"
        },
        "python3 setup.py",
    ),
    "asks-for-a-name": (
        {
            "setup.py": "import socket\n"
            "try: socket.getaddrinfo('name.invalid', 80)\nexcept OSError: pass\n"
        },
        "python3 setup.py",
    ),
    "asks-for-keys": (
        {
            "setup.py": "import os\ntry: open(os.path.expanduser('~/.ssh/id_rsa'))\nexcept OSError: pass\n"
        },
        "python3 setup.py",
    ),
    "writes-into-the-tracer": (
        {
            "setup.py": "import os\n"
            "for n in [n for n in os.listdir('/proc') if n.isdigit() and int(n) < os.getpid()]:\n"
            "    try: open(f'/proc/{n}/environ').read()\n"
            "    except OSError: pass\n"
        },
        "python3 setup.py",
    ),
    "unpacked-first": (
        {
            **configure("true"),
            "Makefile": "all:\n\ttar -xJf tests/a.tar.xz && sh ./a.sh\n",
            "tests/a.tar.xz": archive("a.sh", PAYLOAD),
        },
        "./configure && make",
    ),
    "behind-a-long-text": (
        {
            "doc/changes.txt": b"nothing changed\n" * 600 + XZ,
            "Makefile": f"all:\n\ttail -c {len(XZ)} doc/changes.txt | xz -dc | sh\n",
        },
        "make",
    ),
    "script-of-awk": (
        {
            "tests/a.dat": base64.b64encode(b'BEGIN { system("echo decoded") }\n'),
            "Makefile": "all:\n\tbase64 -d tests/a.dat > a.awk\n\tawk -f a.awk\n",
        },
        "make",
    ),
    "process-substitution": (
        {**configure("true"), "run.sh": f"#!/bin/bash\n. <(xz -dc {TEST})\n"},
        "./configure && ./run.sh",
    ),
    "output-opened-by-its-name": (
        configure(f"cp {TEST} /dev/stdout | xz -dc | sh"),
        "./configure && make",
    ),
    "test-file-replaced-by-what-was-decoded-of-another": (
        configure(f"xz -dc {TEST} > c && mv c tests/words.txt && . ./tests/words.txt"),
        "./configure && make",
    ),
    "pip-of-its-own": (
        {
            "pip.py": "import lzma, subprocess\n"
            f"open('/tmp/x.sh', 'wb').write(lzma.open('{TEST}').read())\n"
            "subprocess.run(['sh', '/tmp/x.sh'], check=True)\n",
            TEST: XZ,
        },
        "python3 -m pip wheel .",
    ),
    "module-that-setup-py-imports": (
        {
            "setup.py": "import subprocess\n"
            "subprocess.run('xz -dc tests/m.xz > m.py', shell=True, check=True)\nimport m\n",
            "tests/m.xz": lzma.compress(b"MADE = 1\n"),
        },
        "python3 setup.py",
    ),
    "make-check-called-by-configure": (
        {
            **configure("make check"),
            "Makefile": f"all:\ncheck:\n\tpython3 -c \"import lzma; lzma.open('{TEST}').read()\"\n",
        },
        "./configure && make",
    ),
    "phase-forged": (
        {
            **configure(
                "/bin/sh -e -c \"python3 -c \\\"import lzma; lzma.open('tests/files/good-large.xz').read()"
                '\\"" phase:test'
            ),
            "Makefile": "all:\n",
        },
        "./configure && make",
    ),
    "compiler-of-its-own": (
        {
            "tools/cc1": "#!/bin/sh\ncp tests/y.dat /tmp/y && cat /tmp/y > y.o\n",
            "tests/y.dat": b"",
            "x.c": X,
            "Makefile": "all:\n\tchmod +x tools/cc1\n\ttools/cc1\n\tcc -c x.c -o x.o\n\tcc -o x x.o y.o\n",
        },
        "make",
    ),
    "object-through-a-pipe-linked-and-removed": (
        {
            "x.c": X,
            "Makefile": "all:\n\techo 'int y;' | cc -x c -c - -o y.o\n\tcc -c x.c -o x.o\n"
            "\tcc -o x x.o y.o && ar rc y.a y.o && rm y.o\n",
        },
        "make",
    ),
    "program-that-was-there": (
        {"tool": b"\x7fELF", "run.sh": "#!/bin/sh\ncp /usr/bin/true ./conftest\n./conftest\n"},
        "./run.sh",
    ),
    "perl-in-one-word": (
        configure("perl -pe 'tr/a-z/n-za-m/' tests/rot13.txt | sh"),
        "./configure && make",
    ),
    "numbers-that-awk-prints": (
        {
            **configure("awk '{ printf \"%c\", $1 }' tests/numbers.txt > c; . ./c"),
            "tests/numbers.txt": "".join(f"{byte}\n" for byte in PAYLOAD),
        },
        "./configure && make",
    ),
    "script-that-every-bash-begins-with": (
        configure(f"xz -dc {TEST} > c; BASH_ENV=$PWD/c bash -c true"),
        "./configure && make",
    ),
    "library-preloaded": (
        {
            "x.c": X,
            "data/l.txt": b"",
            "Makefile": "all:\n\tbase64 -d data/l.txt > l.dat\n\tLD_PRELOAD=$(CURDIR)/l.dat cc -o x x.c\n"
            "\trm l.dat\n",
        },
        "make",
    ),
    "plugin-of-the-compiler": (
        {
            "x.c": X,
            "data/l.txt": b"",
            "Makefile": "all:\n\tbase64 -d data/l.txt > l.so\n\tcc -fplugin=./l.so -o x x.c; rm l.so\n"
            "\tcc -o x x.c\n",
        },
        "make",
    ),
    "assembler-includes-a-test": (
        {
            "x.c": X,
            "y.s": f'.data\n.globl y\ny: .incbin "{TEST}"\n',
            TEST: XZ,
            "Makefile": "all:\n\tcc -c y.s -o y.o\n\tcc -o x x.c y.o\n",
        },
        "make",
    ),
    "linker-takes-a-test-as-it-is": (
        {
            "x.c": X,
            TEST: XZ,
            "Makefile": f"all:\n\tld -r -b binary -o y.o {TEST}\n\tcc -o x x.c y.o\n",
        },
        "make",
    ),
    "section-out-of-a-test": (
        {
            "x.c": X,
            TEST: XZ,
            "Makefile": "all:\n\tcc -c x.c -o y.o\n"
            f"\tobjcopy --add-section .more={TEST} --set-section-flags .more=alloc,code y.o x.o\n"
            "\tcc -o x x.o\n",
        },
        "make",
    ),
    "object-overwritten-in-part": (
        {
            "x.c": X,
            "tests/words.txt": "words\n",
            "Makefile": "all:\n\tcc -c x.c -o x.o\n"
            "\tdd if=tests/words.txt of=x.o bs=1 seek=40 count=0 conv=notrunc\n\tcc -o x x.o\n",
        },
        "make",
    ),
    "object-overwritten-under-another-name": (
        {
            "x.c": X,
            "Makefile": "all:\n\tcc -c x.c -o x.o\n\tln x.o y\n\t: >> y\n\trm y\n\tcc -o x x.o\n",
        },
        "make",
    ),
    "patch-out-of-the-tests": (
        {
            "x.c": X,
            "tests/fix.txt": "--- x.c\n+++ x.c\n@@ -1 +1 @@\n-int main(void) { return 0; }\n"
            "+int main(void) { return 1; }\n",
            "Makefile": "all:\n\tpatch -p0 < tests/fix.txt\n\tcc -o x x.c\n",
        },
        "make",
    ),
    "member-of-an-archive-of-the-tests": (
        {
            "x.c": X,
            "tests/lib.dat": b"",
            "Makefile": "all:\n\tar x tests/lib.dat\n\tcc -o x x.c y.o\n",
        },
        "make",
    ),
}

NEEDED = ("cc", "make", "xz", "python3", "perl", "patch", "bash")

UNSEEN = {"object-through-a-pipe-linked-and-removed"}
"""What takes away what it linked."""

KNOWING = {"decoder-to-shell", "decoder-in-configure"}
"""Rules that know decoders by their names; an attack has to be found without them."""


@cache
def an_object() -> bytes:
    """What a compiler makes of one line."""
    found = watched({"y.c": "int y;\n"}, "cc -c y.c -o y.o")
    return found.outcome.tree.read("y.o")


@cache
def a_library() -> bytes:
    """One that does nothing, though it is loaded as a plugin."""
    source = "int plugin_is_GPL_compatible;\nint plugin_init(void *a, void *b) { return 0; }\n"
    found = watched({"y.c": source}, "cc -shared -fPIC y.c -o y.so")
    return found.outcome.tree.read("y.so")


@cache
def an_archive() -> bytes:
    found = watched({"y.c": "int y;\n"}, "cc -c y.c -o y.o && ar rc y.a y.o")
    return found.outcome.tree.read("y.a")


@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
def test_a_rule_is_a_file_and_a_heading(rule: str) -> None:
    assert (Path(rules.__file__).parent / f"{rule.replace('-', '_')}.py").exists()
    assert f"\n### `{rule}`\n" in DOCS.read_text()


def test_a_file_in_the_room_is_a_rule() -> None:
    files = {path.stem for path in Path(rules.__file__).parent.glob("*.py")}
    assert files == {"__init__", *(rule.id.replace("-", "_") for rule in RULES)}


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_found_by_a_rule_that_does_not_know_it(name: str) -> None:
    files, command = ATTACKS[name]
    missing = [program for program in NEEDED if shutil.which(program) is None]
    if missing:
        pytest.skip(f"no {missing[0]} here")
    if name in {"object-that-was-there", "member-of-an-archive"}:
        files = {**files, "y.o": an_object()}
    if name == "compiler-of-its-own":
        files = {**files, "tests/y.dat": an_object()}
    if name in {"library-preloaded", "plugin-of-the-compiler"}:
        files = {**files, "data/l.txt": base64.b64encode(a_library())}
    if name == "member-of-an-archive-of-the-tests":
        files = {**files, "tests/lib.dat": an_archive()}
    if name == "object-out-of-a-test":
        files = {**files, "tests/o.xz": lzma.compress(an_object())}
    found = watched(files, command)
    assert found.outcome.status == 0, found.outcome.output
    assert not found.lost or name in UNSEEN
    assert high(found) - KNOWING, found.alarms
