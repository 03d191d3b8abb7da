"""What a wheel's platform tag promises, held against the formats, machines and symbol versions in it.

The tags are those of PEP 425, 600 (manylinux), 656 (musllinux), 730 and 738. A tag names the oldest C library
that will do; of several the lowest counts, because an installer takes the wheel for each of them.
"""

from __future__ import annotations

import re

from tallystick.binary import Binary
from tallystick.explain.context import Context

_FORMATS: tuple[tuple[str, tuple[bytes, ...]], ...] = (
    ("linux", (b"\x7fELF", b"!<arch>\n")),
    ("android", (b"\x7fELF", b"!<arch>\n")),
    ("macosx", (b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"!<arch>\n")),
    ("ios", (b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"!<arch>\n")),
    ("win", (b"MZ", b"!<arch>\n")),
    ("emscripten", (b"\0asm",)),
    ("pyodide", (b"\0asm",)),
)
"""First bytes by a word in the platform tag: ELF, Mach-O (64, 32, fat), PE, ar, WebAssembly."""

ALL_FORMATS = tuple({magic for _, magics in _FORMATS for magic in magics})

ANYWHERE = "the wheel's tag says that it runs anywhere, so nothing in it was compiled"

_MACHINES: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = tuple(
    (re.compile(pattern), frozenset(machines))
    for pattern, machines in (
        (r"universal2", ("x86-64", "aarch64")),
        (r"intel$", ("x86", "x86-64")),
        (r"x86_64|amd64|win-x64", ("x86-64",)),
        (r"aarch64|arm64", ("aarch64",)),
        (r"i[3-6]86|win32|(?<![a-z0-9])x86(?!_64)", ("x86",)),
        (r"armv[67]l|armeabi|arm_32", ("arm",)),
        (r"ppc64", ("ppc64",)),
        (r"s390x", ("s390x",)),
        (r"riscv", ("riscv",)),
        (r"loongarch", ("loongarch",)),
    )
)
"""Machines by a word in a tag."""

_OWN_WORDS = {
    "x86-64": re.compile(r"x86[_-]64|amd64|x64|64"),
    "x86": re.compile(r"x86(?![_-]64)|i[3-6]86|win32|32"),
    "aarch64": re.compile(r"aarch64|arm"),
    "arm": re.compile(r"arm"),
}
"""How a path says for itself that it is another machine's: launchers, and what a debugger injects."""

_DEVICES = frozenset({"CUDA", "AMD GPU", "BPF"})
"""What runs on a card or in the kernel, under any processor."""

_LEGACY = {"manylinux1": (2, 5), "manylinux2010": (2, 12), "manylinux2014": (2, 17)}
_MANYLINUX = re.compile(r"manylinux_(\d{1,4})_(\d{1,4})_")
_GLIBC = re.compile(r"GLIBC_(\d{1,4})\.(\d{1,4})(?:\.\d+)?")


def platforms(context: Context) -> tuple[str, ...]:
    """The platforms in the wheel's file name."""
    return tuple(context.artifact.name.removesuffix(".whl").rsplit("-", 1)[-1].split("."))


def wrong_format(content: bytes, context: Context) -> str | None:
    """How the format disagrees with the wheel's tag; None if it fits."""
    named = platforms(context)
    if "any" in named:
        return ANYWHERE
    formats = [
        magic for word, magics in _FORMATS if any(word in p for p in named) for magic in magics
    ]
    if not content.startswith(tuple(formats)):
        return f"its first bytes {content[:4].hex()} are no format of {'.'.join(named)}"
    return None


def machines(text: str) -> frozenset[str]:
    """The machines that a tag names; none if it names none that is known here."""
    return frozenset().union(*(found for word, found in _MACHINES if word.search(text)))


def wrong_machine(path: str, images: tuple[Binary, ...], context: Context) -> str | None:
    """How the machines disagree with the wheel's tag; None if one fits, or the path says which it is."""
    promised = frozenset().union(*map(machines, platforms(context)))
    real = {image.machine for image in images}
    if not promised or not real or real & promised or real <= _DEVICES:
        return None
    if any(word.search(path.lower()) for name, word in _OWN_WORDS.items() if name in real):
        return None
    return (
        f"it is for {', '.join(sorted(real))}, and the wheel is for {'.'.join(platforms(context))}"
    )


def wrong_library(images: tuple[Binary, ...], context: Context) -> str | None:
    """How the C library that it needs disagrees with the wheel's tag; None if it fits."""
    named = platforms(context)
    needed = max((version for image in images for version in _glibc(image)), default=None)
    if needed is None:
        return None
    version = f"GLIBC_{needed[0]}.{needed[1]}"
    if any(platform.startswith("musllinux") for platform in named):
        return f"it needs {version}, and the wheel is for musl"
    oldest = min((found for name in named if (found := _promised(name))), default=None)
    if oldest is None or needed <= oldest:
        return None
    return f"it needs {version}, and the wheel is for glibc {oldest[0]}.{oldest[1]}"


def _promised(platform: str) -> tuple[int, int] | None:
    """The oldest glibc that a manylinux tag names (PEP 513, 571, 599, 600)."""
    found = _MANYLINUX.match(platform)
    if found is not None:
        return int(found[1]), int(found[2])
    return _LEGACY.get(platform.split("_", 1)[0])


def _glibc(image: Binary) -> list[tuple[int, int]]:
    matches = (_GLIBC.fullmatch(version) for _, version in image.versions)
    return [(int(found[1]), int(found[2])) for found in matches if found is not None]
