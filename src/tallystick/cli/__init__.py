"""The command line: one file a command, loaded when it is called.

Only this package prints, and only :func:`main` exits: 0 accepted, 1 rejected, 2 usage error or crash,
3 inconclusive.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Mapping
from importlib import import_module

from tallystick import __version__
from tallystick.cli.parsing import Parser
from tallystick.errors import TallystickError, ToolMissing, UsageError

EXIT_FAILED = 2
EXIT_UNCHECKED = 3

DESCRIPTION = """\
Account for every byte of a release against its reviewed source.

Exit codes: 0 accepted, 1 rejected, 2 usage error or crash, 3 inconclusive."""

COMMANDS: Mapping[str, str] = {
    "audit": "Account for every byte of a release against its source.",
    "compare": "Lay the same release from several origins side by side.",
    "completion": "Print what completes commands and options in bash, zsh or fish.",
    "custody": "Was the source itself reviewed, and who holds it.",
    "demo": "Show an honest release and an xz-shaped one, side by side, with no network.",
    "doctor": "Say which tools are here, and what is skipped without them.",
    "identity": "Say who published a release, proven how; lock that, and check it.",
    "man": "Print the manual page.",
    "monitor": "Follow indexes, audit what is new, and tell what has changed.",
    "policy": "Say whether a policy can be meant, and what it comes to.",
    "query": "Ask a store a question with a name.",
    "quorum": "Lay the signed statements of several rebuilders side by side: k of n.",
    "rebuild": "Build a release again in a sandbox, and compare: audit --depth rebuild.",
    "scrub": "Write a copy that holds only proven entries, and a recipe that makes the rest.",
    "serve": "Show what a store holds, in a browser.",
    "store": "Keep ledgers: make a store, put them in, get them out.",
    "survey": "Audit many releases, on this machine or a cluster; resumable.",
    "trace": "From something bad to whoever brought it in, carries it or runs it.",
    "watch": "Run a build and account for what it read, ran, made and linked.",
    "upstreams": "Build, update and compare databases of known toolchain files.",
}
"""Each command and its one line; the module of the same name in this package holds it."""


def main() -> None:
    """Run the command line and exit with its code; every failure is one line on standard error."""
    code = EXIT_FAILED
    try:
        code = _run()
        sys.stdout.flush()  # so that a full disk or a broken pipe shows here, not at the very end
    except KeyboardInterrupt:
        _fail("interrupted; nothing was decided")
    except ToolMissing as error:
        _fail(str(error), EXIT_UNCHECKED)
    except TallystickError as error:
        from tallystick.cli.next_step import with_next_step  # noqa: PLC0415 - only where it fails

        named = sys.argv[1] if sys.argv[1:2] and sys.argv[1] in COMMANDS else ""
        _fail(with_next_step(error, named))
    except BrokenPipeError:
        # The reader of our output went away; say nothing more to it (SIGPIPE's old meaning).
        _drop_output()
        sys.exit(EXIT_FAILED)
    except OSError as error:
        _drop_output()
        _fail(f"{error.filename or 'input/output'}: {error.strerror or error}")
    except Exception as error:
        if os.environ.get("TALLYSTICK_DEBUG"):
            raise
        _fail(f"internal error: {type(error).__name__}: {error} (TALLYSTICK_DEBUG=1 shows where)")
    sys.exit(code)


def _run() -> int:
    """Run the command that was asked for; only its own module is imported."""
    _prepare_output()
    name, *rest = sys.argv[1:] or [""]
    try:
        if name in COMMANDS:
            module = import_module(f"{__name__}.{name}")
            parser = parser_of(name)
            words, behind = _split(rest) if getattr(module, "TAKES_COMMAND", False) else (rest, [])
            options = parser.parse_intermixed_args(words)
            options.command = behind
            return int(module.run(options))
        return _no_command(name)
    except SystemExit as stop:  # argparse has shown help or the version
        return int(stop.code or 0)


def parser_of(name: str) -> Parser:
    """What reads the arguments of one of :data:`COMMANDS`, and knows its help."""
    module = import_module(f"{__name__}.{name}")
    parser = Parser(f"tallystick {name}", f"{COMMANDS[name]}\n\n{module.DESCRIPTION}")
    module.add_arguments(parser)
    return parser


def _split(words: list[str]) -> tuple[list[str], list[str]]:
    """What stands before ``--``, and the command behind it, whose options are none of ours."""
    at = words.index("--") if "--" in words else len(words)
    return words[:at], words[at + 1 :]


def _no_command(name: str) -> int:
    """Show the help or the version; the help goes to standard error where nothing was asked."""
    width = max(map(len, COMMANDS))
    listed = "\n".join(f"  {command:{width}}  {line}" for command, line in COMMANDS.items())
    parser = Parser("tallystick", f"{DESCRIPTION}\n\ncommands:\n{listed}")
    parser.add_argument("--version", action="version", version=f"tallystick {__version__}")
    parser.add_argument(
        "command", metavar="COMMAND", nargs="?", help="one of the above; each has a --help"
    )
    if not name:
        parser.print_help(sys.stderr)
        return EXIT_FAILED
    parser.parse_args([name] if name.startswith("-") else [])
    from tallystick.cli.next_step import near  # noqa: PLC0415 - as above

    raise UsageError(
        f"{name}: no such command{near(name, COMMANDS)} (tallystick --help lists them)"
    )


def _prepare_output() -> None:
    """See to it that a report is written in full, or fails.

    A terminal may not know every character. And with PYTHONUNBUFFERED, which containers like to set,
    Python's standard output drops what a pipe or a disk did not take, and says nothing.
    """
    if not isinstance(sys.stdout, io.TextIOWrapper):
        return
    if isinstance(sys.stdout.buffer, io.RawIOBase):
        sys.stdout = io.TextIOWrapper(
            io.BufferedWriter(sys.stdout.buffer),
            encoding=sys.stdout.encoding,
            line_buffering=sys.stdout.isatty(),
        )
    sys.stdout.reconfigure(errors="backslashreplace")


def _drop_output() -> None:
    """What standard output did not take would fail once more when the interpreter ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail(message: str, code: int = EXIT_FAILED) -> None:
    line = (
        message.encode("unicode_escape").decode("ascii") if not message.isprintable() else message
    )
    # Nobody hears it on a disk that is full; a traceback would end with 1, which is a verdict.
    with contextlib.suppress(OSError):
        sys.stderr.write(f"tallystick: {line}\n")
    sys.exit(code)
