"""A watched build for a person to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from tallystick.report.text import counted, name, prose, shortened
from tallystick.report.watched_json import Step
from tallystick.watch import Alarm, Severity, Watched
from tallystick.watch.ancestry import Origin
from tallystick.watch.gone import kept
from tallystick.watch.graph import Run
from tallystick.watch.invocation import script
from tallystick.watch.phases import Phase
from tallystick.watch.python_build import python_builds
from tallystick.watch.subject import Subject

MOST_ALIKE = 8
"""Alarms of one rule that are shown; the others are counted."""

MOST_STEPS = 200

MOST_NAMES = 6
"""Files of one list that are named."""

LONGEST = 160


def render(watched: Watched, command: tuple[str, ...]) -> str:
    """The report: alarms first, then what was seen, then what it means."""
    lines = [f"watched: {shortened(prose(' '.join(command)), LONGEST)}", ""]
    if watched.subject.grades:
        lines += [*_graded(watched.subject), ""]
    lines += _alarms(watched)
    lines += [*_python(watched.subject), _seen(watched), ""]
    lines += _kept(watched.subject)
    lines += [f"lost: {prose(reason)}" for reason in watched.lost]
    lines.append(_verdict(watched))
    return "\n".join(lines)


def _alarms(watched: Watched) -> Iterator[str]:
    told = Counter[tuple[Severity, str]]()
    for alarm in watched.alarms:
        kind = (alarm.severity, alarm.rule)
        told[kind] += 1
        if told[kind] <= MOST_ALIKE:
            yield from _alarm(watched.subject, alarm)
    for (severity, rule), number in told.items():
        if number > MOST_ALIKE:
            yield f"{severity:5} {rule}: {counted(number - MOST_ALIKE, 'more alarm')}"
    if watched.alarms:
        yield ""


def _alarm(subject: Subject, alarm: Alarm) -> Iterator[str]:
    mark = "HIGH " if alarm.severity is Severity.HIGH else "low  "
    yield f"{mark} {alarm.rule}: {shortened(prose(alarm.message), LONGEST)}"
    if alarm.path is not None:
        yield f"      {name(subject.inside(alarm.path) or alarm.path)}"
    if alarm.run is not None:
        yield f"      by {_lineage(alarm.run)}"
    if alarm.reason:
        yield f"      honest builds: {alarm.reason}"


def _lineage(run: Run) -> str:
    """The commands from this one back to the first; a subshell has its parent's words."""
    words = [shortened(prose(" ".join(each.argv)), 60) for each in run.lineage if not each.is_fork]
    return " < ".join(dict.fromkeys(words[:6]))


def _graded(subject: Subject) -> Iterator[str]:
    """What the ledger does not account for and the build used all the same."""
    residue = {"unproven", "unexplained", "contradicted"}
    used = Counter[tuple[str, str]]()
    for path, runs in subject.graph.readers.items():
        grade = subject.grades.get(subject.inside(path) or "")
        if grade not in residue:
            continue
        executed = any(run.program == path or script(run) == path for run in runs)
        used["executed" if executed else "read", grade] += 1
    opaque = sum(map(subject.is_opaque, subject.graph.readers))
    words = [
        f"{did} {counted(number, f'{grade} file')}" for (did, grade), number in sorted(used.items())
    ]
    words += [f"read {counted(opaque, 'opaque file')}"] if opaque else []
    yield f"the build {', '.join(words) or 'used no file that the ledger does not account for'}"


def _python(subject: Subject) -> Iterator[str]:
    """What setup.py and backends of Python did."""
    for built in list(python_builds(subject))[:MOST_ALIKE]:
        words = shortened(prose(" ".join(built.run.argv[1:])), 60)
        yield (
            f"python {words}: imported {_some(built.imported)}; ran {_some(built.ran)}; "
            f"wrote {_some(built.wrote)}"
        )


def _some(names: Sequence[str], most: int = MOST_NAMES) -> str:
    shown = ", ".join(map(name, names[:most])) or "nothing"
    return shown + (f" and {len(names) - most:,} more" if len(names) > most else "")


def _seen(watched: Watched) -> str:
    subject = watched.subject
    phases = Counter(subject.phase(run) for run in subject.graph.runs if not run.is_fork)
    programs = {run.program for run in subject.graph.runs if run.program.startswith("/usr/")}
    read = sum(map(subject.is_source, subject.graph.readers))
    told = ", ".join(f"{phase} {phases[phase]:,}" for phase in Phase if phases[phase])
    return (
        f"{counted(sum(phases.values()), 'command')} in {watched.outcome.seconds:.1f} s ({told}); "
        f"{counted(len(programs), 'program')} of this machine; "
        f"read {counted(read, 'file')} of the source, "
        f"wrote {counted(len(watched.outcome.wrote.entries), 'file')}"
    )


def _kept(subject: Subject) -> Iterator[str]:
    """What was linked and taken away, and is known by its bytes all the same."""
    paths = kept(subject)
    for path in paths[:MOST_ALIKE]:
        held = ", ".join(dict.fromkeys(one.sha256[:16] for one in subject.gone.get(path, ())))
        yield f"kept: {name(subject.inside(path) or path)} was linked and taken away (sha256 {held})"
    if len(paths) > MOST_ALIKE:
        yield f"kept: {counted(len(paths) - MOST_ALIKE, 'more file')}, which the record names"


def _verdict(watched: Watched) -> str:
    high = sum(alarm.severity is Severity.HIGH for alarm in watched.alarms)
    if high:
        return f"a person has to look: {counted(high, 'alarm')} of high severity"
    if watched.lost:
        return "not known: the trace is not whole"
    if not watched.outcome.succeeded:
        return f"not known: the build failed with status {watched.outcome.status}"
    return "nothing that honest builds do not do was seen"


def render_permissions(more: Sequence[str]) -> str:
    """What a build needs besides its permissions, behind a report."""
    if not more:
        return "\n\nit did nothing besides what is permitted"
    lines = [f"+ {prose(line)}" for line in more[:MOST_STEPS]]
    if len(more) > MOST_STEPS:
        lines.append(f"and {len(more) - MOST_STEPS:,} more")
    return "\n".join(["", "", "not permitted:", *lines])


def render_origins(subject: Subject, origins: Iterable[Origin]) -> str:
    """Where a file comes from, one line for each file behind it."""
    lines = []
    for origin in origins:
        path = name(subject.inside(origin.path) or origin.path)
        if origin.run is None:
            lines.append(f"{path}: of the source")
        elif origin.moved_from is not None:
            old = name(subject.inside(origin.moved_from) or origin.moved_from)
            lines.append(f"{path}: {old}, renamed or linked by {prose(origin.run.name)}")
        else:
            read = ", ".join(name(subject.inside(each) or each) for each in origin.inputs)
            lines.append(
                f"{path}: by {_lineage(origin.run)}\n    from {read or 'nothing of the build'}"
            )
    return "\n".join(lines) or "nobody wrote it"


def render_difference(only_here: Iterable[Step], only_there: Iterable[Step]) -> str:
    """What one build did and the other did not."""
    lines: list[str] = []
    for title, some in (("only now", only_here), ("only then", only_there)):
        ordered = sorted(some, key=lambda step: (step.did, step.program, step.what))
        lines.append(f"{title}: {counted(len(ordered), 'step')}")
        told = list(_steps_said(ordered))
        lines += [f"  {shortened(line, LONGEST)}" for line in told[:MOST_STEPS]]
        if len(told) > MOST_STEPS:
            lines.append(f"  and {len(told) - MOST_STEPS:,} more")
    return "\n".join(lines)


def _steps_said(ordered: Sequence[Step]) -> Iterator[str]:
    """One line each; what a program reads of the machine, its libraries above all, is one line together."""
    machine: dict[str, list[str]] = {}
    for step in ordered:
        if step.did == "read" and step.what.startswith(("/usr/", "/etc/", "/lib", "/proc/")):
            machine.setdefault(step.program, []).append(step.what)
        else:
            yield f"{prose(step.program)} {step.did} {prose(step.what)}"
    for program, paths in sorted(machine.items()):
        yield f"{prose(program)} read {counted(len(paths), 'file')} of this machine: {_some(paths, 2)}"
