"""The command line: one file a command, loaded when it is called.

Only this package prints, and only :func:`main` exits: 0 accepted, 1 rejected, 2 usage error or crash,
3 inconclusive.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Mapping
from importlib import import_module

import click

from tallystick import __version__
from tallystick.errors import TallystickError

EXIT_FAILED = 2

COMMANDS: Mapping[str, str] = {
    "audit": "Account for every byte of a release against its source.",
    "compare": "Lay the same release from several origins side by side.",
    "demo": "Show an honest release and an xz-shaped one, side by side, with no network.",
    "doctor": "Say which tools are here, and what is skipped without them.",
}
"""Each command and its one line; the module of the same name in this package holds it."""


class _Commands(click.Group):
    """Commands by name, imported only when they are called: ``--version`` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"{__name__}.{cmd_name}").command
        assert isinstance(command, click.Command)  # noqa: S101 - each module of COMMANDS has one
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tallystick", message="%(prog)s %(version)s")
def tallystick() -> None:
    """Account for every byte of a release against its reviewed source.

    Exit codes: 0 accepted, 1 rejected, 2 usage error or crash, 3 inconclusive.
    """


def main() -> None:
    """Run the command line and exit with its code; every failure is one line on standard error."""
    code = EXIT_FAILED
    try:
        code = _run()
        sys.stdout.flush()  # so that a full disk or a broken pipe shows here, not at the very end
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        more = f" ({context.command_path} --help says more)" if context else ""
        _fail(error.format_message() + more)
    except (click.Abort, KeyboardInterrupt):
        _fail("interrupted; nothing was decided")
    except TallystickError as error:
        _fail(str(error))
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
    """Run the command that was asked for.

    click's own ``main`` would exit with 1, which means rejected, when a pipe breaks, and would put an
    empty line before ours when it is interrupted; so it is only used for what shells ask it.
    """
    if "_TALLYSTICK_COMPLETE" in os.environ:
        tallystick.main(prog_name="tallystick")
    _prepare_output()
    try:
        with tallystick.make_context("tallystick", sys.argv[1:]) as context:
            code = tallystick.invoke(context)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    return code if isinstance(code, int) else 0


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


def _fail(message: str) -> None:
    line = (
        message.encode("unicode_escape").decode("ascii") if not message.isprintable() else message
    )
    click.echo(f"tallystick: {line}", err=True)
    sys.exit(EXIT_FAILED)
