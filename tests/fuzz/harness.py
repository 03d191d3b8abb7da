"""What every harness is: bytes in, nothing out, and the errors that may be raised on the way."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tallystick.errors import TallystickError
from tallystick.limits import MIB, Limits

DATA = Path(__file__).parent.parent / "data"
CORPUS = Path(__file__).parent / "corpus"

SMALL = Limits(
    members=2_000,
    total=16 * MIB,
    ratio_floor=MIB,
    header_text=64 * 1024,
    findings=200,
    decoder=16 * MIB,
    content=4 * MIB,
    binary_rows=20_000,
    binary_names=MIB,
    pattern_steps=200_000,
    pins=2_000,
    forge_requests=40,
)
"""Caps under which an input of some kilobytes that costs a second is one that costs too much."""

LARGEST = 16 * 1024
"""Bytes of one input, of a corpus or made: what a parser does wrong, it does with few bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Harness:
    """One parser of foreign bytes.

    Attributes:
        id: its name, and that of its folder in ``corpus/``.
        read: hands the bytes to the parser; what it gives back is looked at by nobody.
        rooms: the files of the program that it is about, whose coverage is told.
        refuses: the errors by which the parser may refuse its input.
        fixtures: patterns below ``tests/data``: files that it begins from, besides its corpus.
        made: inputs that it begins from, besides these; the hostile archives, for one.
    """

    id: str
    read: Callable[[bytes], object]
    rooms: tuple[str, ...]
    refuses: tuple[type[Exception], ...] = ()
    fixtures: tuple[str, ...] = ()
    made: Callable[[], Iterator[bytes]] | None = None

    def begins_with(self) -> dict[str, bytes]:
        """The inputs to begin from by name: the committed ones, fixtures, and what is made here."""
        paths = [path for path in sorted((CORPUS / self.id).glob("*")) if path.is_file()]
        for pattern in self.fixtures:
            paths += (path for path in sorted(DATA.glob(pattern)) if path.is_file())
        contents = [(str(path.relative_to(DATA.parent)), path.read_bytes()) for path in paths]
        made = self.made() if self.made is not None else ()
        contents += ((f"made-{number}", content) for number, content in enumerate(made))
        return {name: content for name, content in contents if len(content) <= LARGEST}

    def try_on(self, content: bytes) -> bool:
        """Whether the parser took ``content`` (it may refuse it); any other error passes through."""
        try:
            self.read(content)
        except TallystickError as error:
            # One line for a person, whatever the bytes were.
            if "\n" in str(error):
                raise AssertionError(f"an error of several lines: {error!r}") from error
            return False
        except self.refuses:
            return False
        return True


class OutOfBoundsError(BaseException):
    """A parser did what no parser may do: nothing that catches errors catches this."""


ALLOWED = Path(tempfile.gettempdir())
"""Where files without a name may be made: a harness's own input, and the spool of an archive."""

_FORBIDDEN = (
    "os.remove",
    "os.rename",
    "os.mkdir",
    "os.rmdir",
    "os.symlink",
    "os.link",
    "os.chmod",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "subprocess.Popen",
    "socket.connect",
    "socket.getaddrinfo",
    "shutil.",
    "pickle.find_class",
    "ctypes.dlopen",
)


def confine(*folders: Path) -> None:
    """From now on, in this process: nothing is written but below ``folders`` and to files without a name,
    nothing is run, nobody is asked.

    An audit hook cannot be taken off again (PEP 578): this is for a process that does nothing else.
    """
    allowed = tuple(f"{folder}/" for folder in folders)

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open":
            path, mode, flags = arguments
            writes = isinstance(flags, int) and flags & 0o3 != 0
            if (
                writes
                and not isinstance(path, int)
                and path != str(ALLOWED)  # a file without a name (open(2), O_TMPFILE)
                and not f"{path!s}/".startswith(allowed)
            ):
                raise OutOfBoundsError(f"open {path!r} {mode!r}")
        elif event.startswith(_FORBIDDEN):
            raise OutOfBoundsError(f"{event} {arguments!r}")

    sys.addaudithook(watch)
