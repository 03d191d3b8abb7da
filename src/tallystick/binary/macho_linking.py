"""What dyld reads: bound names, fixups, the trie of exports (``mach-o/loader.h``, ``fixup-chains.h``)."""

from __future__ import annotations

from tallystick.binary.values import python_module
from tallystick.binary.window import MalformedBinary, Window, uleb128

_NUMBERS = {0x20: 1, 0x60: 1, 0x70: 1, 0x80: 1, 0xA0: 1, 0xC0: 2}
"""Numbers that follow a ``BIND_OPCODE``."""

_SYMBOL, _THREADED, _LAST = 0x40, 0xD0, 0xD0
_WANTED = b"_PyInit"


def bound_names(window: Window, offset: int, size: int) -> set[str]:
    """The symbols that a stream of ``BIND_OPCODE`` names."""
    what = "bound names"
    stream = window.part(offset, size, what)
    found = set()
    at = 0
    while at < size:
        window.spend_row(what)
        opcode, immediate = stream[at] & 0xF0, stream[at] & 0x0F
        at += 1
        if opcode > _LAST:
            raise MalformedBinary(f"{what}: unknown instruction {opcode:#x}")
        if opcode == _SYMBOL:
            name = window.name_bytes(offset + at, offset + size, what)
            found.add(_plain(name))
            at += len(name) + 1
        numbers = _NUMBERS.get(opcode, 0)
        if opcode == _THREADED and immediate == 0:
            numbers = 1
        for _ in range(numbers):
            _, at = uleb128(stream, at, what)
    return found


def _plain(name: bytes) -> str:
    return name.decode("utf-8", "replace").removeprefix("_")


def chained_names(window: Window, offset: int, size: int) -> set[str]:
    """The symbols in the table of imports of ``LC_DYLD_CHAINED_FIXUPS``."""
    what = "chained fixups"
    end = offset + size
    window.part(offset, size, what)
    _, _, imports, symbols, count, form, packing = window.fields("IIIIIII", offset, what)
    layout = {1: "I", 2: "Ii", 3: "QQ"}.get(form)
    if layout is None or packing:
        raise MalformedBinary(f"{what}: of an unknown form")
    shift = 32 if form == 3 else 9
    return {
        _plain(window.name_bytes(offset + symbols + (row[0] >> shift), end, what))
        for row in window.rows(layout, offset + imports, count, what)
    }


def exported_modules(window: Window, offset: int, size: int) -> set[str]:
    """The Python modules in a trie of exports; branches that cannot lead to one are not walked.

    Raises:
        MalformedBinary: a node is reached twice, so that there is a circle or a shortcut.
    """
    what = "exports"
    trie = window.part(offset, size, what)
    found: set[str] = set()
    waiting = [(0, b"")] if size else []
    seen = {0}
    while waiting:
        at, prefix = waiting.pop()
        window.spend_row(what)
        terminal, at = uleb128(trie, at, what)
        if terminal:
            module = python_module(prefix[1:])
            found |= {module} if module is not None else set()
        at += terminal
        if at >= size:
            raise MalformedBinary(f"{what}: a node runs over the end")
        children = trie[at]
        at += 1
        for _ in range(children):
            edge = window.name_bytes(offset + at, offset + size, what)
            node, at = uleb128(trie, at + len(edge) + 1, what)
            if node in seen or node >= size:
                raise MalformedBinary(f"{what}: a node is reached twice, or is nowhere")
            seen.add(node)
            name = prefix + edge
            if name.startswith(_WANTED) or _WANTED.startswith(name):
                waiting.append((node, name))
    return found
