"""What watched rebuilds did, in reports of audits: as JSON and read back, and in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tallystick.model.watched import WatchedAlarm, WatchedBuild
from tallystick.report.text import counted, json_name, json_prose

if TYPE_CHECKING:
    from tallystick.report.json_fields import Fields


def watched_values(build: WatchedBuild) -> dict[str, Any]:
    """One watched build in values that JSON knows."""
    return {
        "product": json_prose(build.product),
        "succeeded": build.succeeded,
        "commands": build.commands,
        "alarms": [
            {
                "rule": json_prose(alarm.rule),
                "severity": "high" if alarm.is_high else "low",
                "message": json_prose(alarm.message),
                "path": None if alarm.path is None else json_name(alarm.path),
                "by": None if alarm.by is None else json_prose(alarm.by),
                "reason": json_prose(alarm.reason),
            }
            for alarm in build.alarms
        ],
        "lost": [json_prose(reason) for reason in build.lost],
        "opaque": [
            {"path": json_name(path), "readers": [json_name(name) for name in readers]}
            for path, readers in sorted(build.opaque.items())
        ],
    }


def read_watched(fields: Fields) -> WatchedBuild:
    """What :func:`watched_values` wrote."""
    return WatchedBuild(
        product=fields.text("product"),
        succeeded=fields.flag("succeeded"),
        commands=fields.number("commands"),
        alarms=tuple(
            WatchedAlarm(
                rule=alarm.text("rule"),
                is_high=alarm.text("severity") == "high",
                message=alarm.text("message"),
                path=alarm.maybe_name("path"),
                by=alarm.maybe_text("by"),
                reason=alarm.text("reason"),
            )
            for alarm in fields.objects("alarms")
        ),
        lost=fields.texts("lost"),
        opaque={one.name("path"): one.names("readers") for one in fields.objects("opaque")},
    )


def watched_words(build: WatchedBuild) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """A subject, a sentence and the paths that it is about, for each thing to be said of a build."""
    high = sum(alarm.is_high for alarm in build.alarms)
    ended = "" if build.succeeded else ", and failed"
    read = counted(len(build.opaque), "opaque file")
    said = f"ran {counted(build.commands, 'command')}{ended}; read {read} of the source; "
    yield (
        build.product,
        said + counted(high, "alarm of high severity", "alarms of high severity"),
        (),
    )
    for alarm in build.alarms:
        by = f", by {alarm.by}" if alarm.by else ""
        reason = f" (honest builds: {alarm.reason})" if alarm.reason else ""
        mark = "HIGH" if alarm.is_high else "low"
        paths = (alarm.path,) if alarm.path is not None else ()
        yield f"{mark} {alarm.rule}", f"{alarm.message}{by}{reason}", paths
    for reason in build.lost:
        yield "lost", reason, ()
