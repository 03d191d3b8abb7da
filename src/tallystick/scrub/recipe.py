"""How what was left out is made again: a script for sh(1) that a person can read, and that checks itself.

Names and claims are the attacker's. In a comment they stand escaped on one line, as reports write them; in a
command between single quotes, where a shell interprets nothing (POSIX, "Single-Quotes").
"""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.model import Artifact
from tallystick.report.text import name, prose
from tallystick.scrub.division import Division, is_safe
from tallystick.scrub.steps import Step, step_of

_CHECKS = r"""
set -u
cd -- "${1:-.}" || exit 2
same=0 other=0 missing=0 failed=0

step() {
    "$@" || { failed=$((failed + 1)); printf 'failed: %s\n' "$1" >&2; }
}

absent() { # NAME, as it is shown
    missing=$((missing + 1)); printf 'missing: %s\n' "$1"
}

check() { # SHA256 x|- PATH NAME: the published file; an executable bit that differs is a difference
    if [ -h "$3" ] || [ ! -f "$3" ]; then
        absent "$4"; return
    fi
    bit=-; [ -x "$3" ] && bit=x
    if [ "$(sha256sum < "$3")" = "$1  -" ] && [ "$bit" = "$2" ]; then
        same=$((same + 1))
    else
        other=$((other + 1)); printf 'otherwise: %s\n' "$4"
    fi
}
"""

_FROM_SDIST = r"""
from_sdist() { # PATH: as the project's own build has it in an sdist, which is built once, beside this folder
    if [ -z "${built:-}" ]; then
        built=$(mktemp -d) && trap 'rm -rf -- "$built"' EXIT
        mkdir -- "$built/source" "$built/sdist" && cp -R -- . "$built/source/" &&
        (cd -- "$built/source" && python3 -m build --sdist --outdir "$built/dist") >&2 &&
        tar -xf "$built"/dist/*.tar.gz -C "$built/sdist" --strip-components=1 || return 1
    fi
    [ -f "$built/sdist/$1" ] && [ ! -h "$built/sdist/$1" ] || return 1
    mkdir -p -- "$(dirname -- "$1")" && cp -p -- "$built/sdist/$1" "$1"
}
"""

_END = r"""
printf '%s same, %s otherwise, %s missing, %s steps failed\n' "$same" "$other" "$missing" "$failed"
[ "$other" -eq 0 ] || exit 1
[ "$missing" -eq 0 ] || exit 3
"""


def recipe(division: Division, *, source: str, tool: str) -> bytes:
    """The script.

    Args:
        division: what was kept and what was left out.
        source: what the artifact was audited against, for a person: URL and commit.
        tool: what wrote this: ``tallystick 0.1.0``.
    """
    steps = {left.line.path: step_of(left, division) for left in division.left_out}
    known = list(dict.fromkeys(step for step in steps.values() if step is not None))
    known.sort(key=lambda step: step.is_last)
    lines = [
        *_head(division, source, tool, known),
        *_CHECKS.splitlines(),
        *(_of_build(division) if any(step.is_last for step in known) else ()),
        *_listed(division, steps),
        *(f"step {' '.join(map(quoted, step.argv))}" for step in known),
        "",
        *_checked(division),
        *_END.splitlines(),
    ]
    return ("\n".join(lines) + "\n").encode("utf-8", "surrogateescape")


def _of_build(division: Division) -> Iterator[str]:
    """What the project's own build is given: the version, which no git says here."""
    version = division.artifact.version
    if version is not None:
        for variable in ("SETUPTOOLS_SCM_PRETEND_VERSION", "PBR_VERSION"):
            yield f"export {variable}={quoted(version)}"
    yield from _FROM_SDIST.splitlines()


def quoted(word: str) -> str:
    """``word`` for sh(1), interpreted by nobody, whatever it holds."""
    return "'" + word.replace("'", "'\\''") + "'"


def _head(division: Division, source: str, tool: str, known: list[Step]) -> Iterator[str]:
    artifact: Artifact = division.artifact
    yield "#!/bin/sh"
    yield f"# What {prose(tool)} left out of {name(artifact.name)}, and how it is made again."
    yield "#"
    yield f"# artifact  sha256 {artifact.sha256}"
    yield f"# source    {prose(source)}"
    yield f"# kept      {len(division.kept)} of {len(division.kept) + len(division.left_out)} entries"
    yield "#"
    yield "# Run it in the folder that the scrubbed tarball unpacks to, or name that folder. It runs the"
    yield "# source's own build files, so run it where you would build. Exit codes: 0 everything is there"
    yield "# again with the published bytes, 1 something came out otherwise, 3 something is missing."
    if known:
        yield "#"
        yield "# Tools:"
        yield from (f"#   {prose(each)}" for each in sorted({step.tool for step in known}))
    yield ""
    yield "umask 022"
    yield "export LC_ALL=C TZ=UTC"
    yield f"export SOURCE_DATE_EPOCH={division.clock}"


def _listed(division: Division, steps: dict[str, Step | None]) -> Iterator[str]:
    """A paragraph of comments for each entry that was left out."""
    for left in division.left_out:
        line = left.line
        yield ""
        yield f"# {name(line.path)}"
        yield f"#   {line.grade.value}, {line.reach.value}"
        if line.claim:
            yield f"#   claim     {prose(line.claim)}"
        yield f"#   left out  {prose(left.reason)}"
        step = steps[line.path]
        yield f"#   made by   {_shown(step)}" if step else "#   no command is known for it"
    yield ""


def _shown(step: Step) -> str:
    return prose(" ".join(step.argv))


def _checked(division: Division) -> Iterator[str]:
    for left in division.left_out:
        entry = left.line.entry
        shown = quoted(name(entry.path))
        if entry.sha256 is None or entry.is_link or not is_safe(entry.path):
            yield f"absent {shown}"
        else:
            bit = "x" if entry.is_executable else "-"
            yield f"check {entry.sha256} {bit} {quoted(f'./{entry.path}')} {shown}"
