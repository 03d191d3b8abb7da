"""``tallystick trace``: from something bad to whoever brought, carries or runs it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tallystick.cache import Cache
from tallystick.cli.locked import pins_of
from tallystick.cli.output import write_whole
from tallystick.cli.storing import HELP, import_store, open_store_at
from tallystick.custody.forge_review import ask
from tallystick.errors import UsageError
from tallystick.forge import Forge, open_forge
from tallystick.limits import DEFAULT
from tallystick.model import Source
from tallystick.source import open_source

if TYPE_CHECKING:
    from tallystick.model.incident import Incident
    from tallystick.store import Store

DESCRIPTION = """\
BAD is a SHA-256 or git blob id, a file, a commit, or PROJECT==VERSION. Says which commits
brought it in and whose hands they passed through, which artifacts carry it, which of the lock
files and folders given have it, when what happened, and what to do now. docs/incident.md
walks through it.

Exit codes: 0 nothing has it, 1 something does, 2 usage error or crash, 3 nothing was found and
not all could be looked at."""

_FOUND, _UNKNOWN = 1, 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``tallystick trace`` takes."""
    add = parser.add_argument
    add("bad", metavar="BAD")
    add("--store", metavar="URL", help=f"the ledgers to look through: {HELP}")
    add(
        "--repository",
        action="append",
        default=[],
        metavar="DIR|URL",
        help="a history to look through; may be repeated",
    )
    add(
        "--ref",
        action="append",
        default=[],
        help="tag, branch or commit that histories are read from; may be repeated (default: HEAD, and all "
        "branches and tags)",
    )
    add(
        "--forge",
        metavar="[KIND:]URL",
        help="ask the forge of the one repository who merged and approved; KIND is github, gitlab or gitea",
    )
    add(
        "--lock",
        action="append",
        type=Path,
        default=[],
        metavar="LOCKFILE",
        help="is it exposed? requirements.txt, pylock.toml, package-lock.json …; may be repeated",
    )
    add(
        "--environment",
        action="append",
        default=[],
        metavar="PATH",
        help="is it in this folder (a site-packages, an unpacked image) or archive (a wheel, a packed "
        "image), or in an archive there? may be repeated",
    )
    add("--plan", type=Path, metavar="FILE", help="another template of the plan (TOML)")
    add("--offline", action="store_true", help="use the cache alone")
    add("--format", choices=tuple(FORMATS), help="how to report (default: by -o, else text)")
    add("-o", "--output", type=Path, metavar="FILE", help="write the report to this file")


def run(options: argparse.Namespace) -> int:
    """Trace, report, and say whether anything has it."""
    import_store()
    if options.store is None and not options.repository:
        raise UsageError("trace: name a --store, a --repository, or both")
    incident = _trace(options)
    text = FORMATS[_format(options)](incident)
    if options.output is None:
        sys.stdout.write(text)
    else:
        write_whole(options.output, text.encode("utf-8"))
    if incident.introductions or incident.carriers or incident.exposed:
        return _FOUND
    return _UNKNOWN if incident.skips else 0


def _trace(options: argparse.Namespace) -> Incident:
    if options.store is None:
        return _traced(options, None)
    with open_store_at(options.store, read_only=True, make=False) as store:
        return _traced(options, store)


def _traced(options: argparse.Namespace, store: Store | None) -> Incident:
    from tallystick.trace import Given, History, Lock, trace  # noqa: PLC0415 - brings the extra along
    from tallystick.trace.plan import read_template, shipped_template  # noqa: PLC0415
    from tallystick.trace.subject import subject_of  # noqa: PLC0415

    forge = _forge(options)
    review = None if forge is None else partial(ask, forge)
    given = Given(
        store=store,
        repositories=[
            History(
                source=_opened(where, options),
                refs=options.ref[1:] if options.ref else None,
                review=review,
            )
            for where in options.repository
        ],
        locks=[Lock(where=str(path), pins=pins_of(path, DEFAULT)) for path in options.lock],
        environments=[_folder(where) for where in options.environment],
        template=shipped_template() if options.plan is None else read_template(_text(options.plan)),
    )
    sources = [history.source for history in given.repositories]
    subject = subject_of(options.bad, store, sources, DEFAULT)
    return trace(subject, given, DEFAULT)


def _forge(options: argparse.Namespace) -> Forge | None:
    """The forge that the user named, if any is to be asked."""
    if options.forge is None:
        return None
    if options.offline:
        raise UsageError("--forge asks a server, and --offline nobody")
    if len(options.repository) != 1:
        raise UsageError("--forge is of one repository: name one --repository")
    return open_forge(options.forge, DEFAULT)


def _opened(where: str, options: argparse.Namespace) -> Source:
    return open_source(
        where,
        cache=Cache.default(),
        limits=DEFAULT,
        ref=options.ref[0] if options.ref else None,
        offline=options.offline,
        submodules=False,
    )


def _folder(where: str) -> str:
    if not Path(where).is_dir() and not Path(where).is_file():
        raise UsageError(f"--environment {where}: neither a folder nor a file")
    return where


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise UsageError(f"--plan {path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UsageError(f"--plan {path}: not UTF-8") from None


def _format(options: argparse.Namespace) -> str:
    suffix = options.output.suffix.lower() if options.output is not None else ""
    by_suffix = {".json": "json", ".html": "html", ".md": "markdown"}.get(suffix, "text")
    return str(options.format or by_suffix)


def _as_text(incident: Incident) -> str:
    from tallystick.report.incident import render_text  # noqa: PLC0415

    return render_text(incident)


def _as_json(incident: Incident) -> str:
    from tallystick.report.incident import render_json  # noqa: PLC0415

    return render_json(incident)


def _as_markdown(incident: Incident) -> str:
    from tallystick.report.incident_pages import render_markdown  # noqa: PLC0415

    return render_markdown(incident)


def _as_html(incident: Incident) -> str:
    from tallystick.report.incident_pages import render_html  # noqa: PLC0415 - brings jinja2 along

    return render_html(incident)


FORMATS: Final[Mapping[str, Callable[[Incident], str]]] = {
    "text": _as_text,
    "markdown": _as_markdown,
    "html": _as_html,
    "json": _as_json,
}
