"""The ledger for code scanning: SARIF 2.1.0 (OASIS), one run a ledger.

Each entry of the residue, each finding in the container, each reason of the verdict and each piece of advice
is a result.
What could not be checked is a notification, since SARIF too keeps it apart from a pass (section
3.20.21). Section numbers below are those of the specification with errata 01.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from tallystick.model import (
    BuildFinding,
    Finding,
    Grade,
    Ledger,
    LedgerLine,
    News,
    Reach,
    Reason,
    Skip,
    Source,
    Verdict,
    VerdictValue,
)
from tallystick.model.advice import AdviceAbout
from tallystick.report import advised, several, summary
from tallystick.report.custody_json import custody_values
from tallystick.report.custody_sarif import Said, results_of
from tallystick.report.text import name, prose

if TYPE_CHECKING:
    from tallystick.model.advice import Advice
    from tallystick.model.custody import Custody

_SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_BASE: Final = "ARTIFACT"
_SOURCE: Final = "SOURCE"
_BENIGN: Final = frozenset({Reach.DATA, Reach.DOCS})
_RULES: Final = {
    "contradicted": "A claim that was checked and is false.",
    "unexplained": "An entry that nobody claims.",
    "unproven": "A claim that could be checked and was not.",
}
_REASON_LEVEL: Final = {
    VerdictValue.REJECTED: "error",
    VerdictValue.INCONCLUSIVE: "warning",
    VerdictValue.ACCEPTED: "note",
}
_UNAUDITED_LEVEL: Final = {
    several.Kind.MISMATCH: "error",
    several.Kind.FAILED: "error",
    several.Kind.LACKS_TOOL: "error",
    several.Kind.NO_RELEASE: "warning",
}
_ABSOLUTE_URI: Final = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:/[A-Za-z0-9._~+/-]*)?")


def render(results: Sequence[several.Result]) -> str:
    """A SARIF log; ASCII, for the reason given in ``report/json.py``."""
    runs = [_run(ledger) for ledger in several.ledgers(results)]
    if left := [*several.failures(results), *several.not_audited(results)]:
        runs.append(_run_without_ledger(left))
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": runs}
    return json.dumps(log, indent=1, allow_nan=False) + "\n"


def render_custody(custody: Custody) -> str:
    """A SARIF log of what is known of a repository's history; places are relative to its root."""
    results = [_of_custody(said, custody.where) for said in results_of(custody)]
    verdict = custody.verdict or Verdict(value=VerdictValue.INCONCLUSIVE)
    results += [
        {**_of_reason(reason, _REASON_LEVEL[verdict.value]), "locations": [_location(".", None)]}
        for reason in verdict.reasons
    ]
    run = {
        "tool": {
            "driver": {
                "name": summary.TOOL,
                "version": summary.tool_version(),
                "rules": [_rule(rule) for rule in dict.fromkeys(r["ruleId"] for r in results)],
                "notifications": [
                    {"id": skip}
                    for skip in dict.fromkeys(_id("skip", skip.check) for skip in custody.skips)
                ],
            }
        },
        "automationDetails": {"id": f"{summary.TOOL}/custody/"},
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [_unlooked(skip) for skip in custody.skips],
            }
        ],
        "originalUriBaseIds": {_SOURCE: {"description": _message("the root of the repository")}},
        "results": results,
        "properties": {"verdict": verdict.value.value, "repository": prose(custody.where)},
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=1, allow_nan=False) + "\n"


def _unlooked(skip: Skip) -> dict[str, Any]:
    return {
        "descriptor": {"id": _id("skip", skip.check)},
        "level": "warning",
        "message": _message(f"{skip.check} did not run: {skip.reason}"),
    }


def _of_custody(said: Said, where: str) -> dict[str, Any]:
    places = [_location(path, _SOURCE) for path in said.paths] or [_location(".", None)]
    if said.region is not None and "physicalLocation" in places[0]:
        places[0]["physicalLocation"]["region"] = dict(said.region)
    subject = "\0".join((_id("custody", said.rule), where, *said.paths, said.message))
    return {
        "ruleId": _id("custody", said.rule),
        "level": said.level,
        "message": _message(said.message),
        "locations": places,
        "partialFingerprints": {
            "subject/v1": hashlib.sha256(subject.encode("utf-8", "surrogatepass")).hexdigest()
        },
    }


def _run(ledger: Ledger) -> dict[str, Any]:
    verdict = summary.verdict(ledger)
    results = list(_results(ledger))
    run: dict[str, Any] = {
        "tool": {"driver": _driver(results, ledger)},
        "automationDetails": {"id": f"{summary.TOOL}/{_uri(ledger.artifact.name)}/"},
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [_unlooked(skip) for skip in ledger.skips],
            }
        ],
        "originalUriBaseIds": {
            _BASE: {"description": _message(f"the contents of {name(ledger.artifact.name)}")}
        },
        "results": results,
        "properties": {
            "verdict": verdict.value.value,
            "artifact": name(ledger.artifact.name),
            "sha256": ledger.artifact.sha256,
        },
    }
    if ledger.advice:
        run["originalUriBaseIds"][_SOURCE] = {"description": _message("the root of the project")}
    if ledger.custody is not None:
        run["properties"]["custody"] = custody_values(ledger.custody)["coverage"]
    if ledger.news is not None:
        run["properties"]["baseline"] = _news(ledger.news)
    if ledger.source is not None and (provenance := _provenance(ledger.source)):
        run["versionControlProvenance"] = [provenance]
    return run


def _run_without_ledger(left: Sequence[several.Unaudited]) -> dict[str, Any]:
    """What could not be audited: notifications of one more run (section 3.20.21)."""
    kinds = dict.fromkeys(_id("unaudited", result.kind) for result in left)
    has_failed = any(result.kind in several.FAILURES for result in left)
    return {
        "tool": {
            "driver": {
                "name": summary.TOOL,
                "version": summary.tool_version(),
                "notifications": [{"id": kind} for kind in kinds],
            }
        },
        "automationDetails": {"id": f"{summary.TOOL}/unaudited/"},
        "invocations": [
            {
                "executionSuccessful": not has_failed,
                "toolExecutionNotifications": [
                    {
                        "descriptor": {"id": _id("unaudited", result.kind)},
                        "level": _UNAUDITED_LEVEL.get(result.kind, "note"),
                        "message": _message(f"{name(result.target)}: {result.reason}"),
                    }
                    for result in left
                ],
            }
        ],
        "results": [],
    }


def _news(news: News) -> dict[str, Any]:
    """A property (section 3.8): SARIF's own baselineState speaks of results, and kinds are none."""
    return {
        "since": [prose(old.version or old.name) for old in news.since],
        "news": [
            {
                "about": item.about.value,
                "message": prose(item.message),
                "paths": [name(path) for path in item.paths],
            }
            for item in news.items
        ],
    }


def _driver(results: Sequence[dict[str, Any]], ledger: Ledger) -> dict[str, Any]:
    used = dict.fromkeys(result["ruleId"] for result in results)
    notifications = dict.fromkeys(_id("skip", skip.check) for skip in ledger.skips)
    return {
        "name": summary.TOOL,
        "version": summary.tool_version(),
        "rules": [_rule(rule) for rule in used],
        "notifications": [{"id": skip} for skip in notifications],
    }


def _rule(rule: str) -> dict[str, Any]:
    family, _, _ = rule.partition("/")
    if family == "container":
        short, where = "Something in the container that is not plain content.", "container.md"
    elif family == "custody":
        short, where = "Something about who wrote, saw and holds the source.", "custody.md"
    elif family == "build":
        short, where = "Something that an attacker would use in a build.", "build-system.md"
    elif family == "policy":
        short, where = "A rule of the policy that was not met.", "policy.md"
    elif family == "advice":
        short, where = "What a maintainer can do before an upload.", "howto/maintainer.md"
    else:
        short, where = _RULES[rule], "ledger.md"
    # Section 3.49.12 wants an absolute helpUri, and the documentation has no one address.
    return {
        "id": rule,
        "shortDescription": {"text": short},
        "help": {"text": f"See docs/{where} in the source of {summary.TOOL}."},
    }


def _results(ledger: Ledger) -> Iterator[dict[str, Any]]:
    verdict = summary.verdict(ledger)
    for reason in verdict.reasons:
        # A reason is the same one in the next release, whichever paths it is about there.
        yield _identified(_of_reason(reason, _REASON_LEVEL[verdict.value]), "", ledger)
    for line in summary.residue(ledger):
        yield _identified(_of_line(line), line.path, ledger)
    for finding in ledger.findings:
        yield _identified(_of_finding(finding), "\0".join(finding.paths), ledger)
    for place in ledger.build:
        yield _identified(_of_build(place), f"{place.path}\0{place.message}", ledger)
    for advice in ledger.advice:
        yield _identified(_of_advice(advice), "\0".join(advice.paths), ledger)


def _identified(result: dict[str, Any], subject: str, ledger: Ledger) -> dict[str, Any]:
    """The result with a place and a fingerprint.

    The version is no part of the fingerprint, so that a service sees the same alert again in the
    next release.
    """
    project = ledger.artifact.project or ledger.artifact.name
    identity = f"{result['ruleId']}\0{project}\0{subject}".encode("utf-8", "surrogatepass")
    return {
        **result,
        "locations": result["locations"] or [_location(ledger.artifact.name, base=None)],
        "partialFingerprints": {
            "subject/v1": hashlib.sha256(identity).hexdigest(),
            **result.get("partialFingerprints", {}),
        },
    }


def _of_reason(reason: Reason, level: str) -> dict[str, Any]:
    return _result(_id("policy", reason.rule), level, reason.message, reason.paths)


def _of_line(line: LedgerLine) -> dict[str, Any]:
    why = "" if line.reach_reason is None else f": {line.reach_reason}"
    parts = [f"{name(line.path)} is {line.grade} (reach: {line.reach}{why})."]
    if line.claim is not None:
        parts.append(f"Claim: {line.claim}.")
    if line.evidence is not None:
        parts.append(f"Evidence: {line.evidence}.")
    result = _result(line.grade.value, _level(line), " ".join(parts), (line.path,))
    if line.entry.sha256 is not None:
        result["partialFingerprints"] = {"content/v1": line.entry.sha256}
    explainer = None if line.explainer is None else prose(line.explainer)
    reason = None if line.reach_reason is None else prose(line.reach_reason)
    result["properties"] = {
        "reach": line.reach.value,
        "reachReason": reason,
        "explainer": explainer,
    }
    return result


def _level(line: LedgerLine) -> str:
    """As the default policy weighs it: what rejects is an error, what leaves doubt a warning."""
    if line.grade is Grade.CONTRADICTED:
        return "error"
    if line.grade is Grade.UNEXPLAINED:
        return "warning" if line.reach in _BENIGN else "error"
    return "note" if line.reach in _BENIGN else "warning"


def _of_finding(finding: Finding) -> dict[str, Any]:
    message = f"{finding.message} (at byte {finding.offset:,} of the container)"
    level = "error" if finding.ambiguous else "note"
    return _result(_id("container", finding.id), level, message, finding.paths)


def _of_build(finding: BuildFinding) -> dict[str, Any]:
    level = "warning" if finding.new else "note"
    where = "only in the release" if finding.new else "in the source"
    message = f"{finding.message} ({where})"
    result = _result(_id("build", finding.id), level, message, (finding.path,))
    for location in result["locations"]:
        if "physicalLocation" in location:
            location["physicalLocation"]["region"] = {"startLine": finding.line}
    return result


def _of_advice(advice: Advice) -> dict[str, Any]:
    """A note, at the file that has to be changed, which is where a service shows it to whoever can do so."""
    message = advice.message
    if advice.lines:
        message = f"{message}; {advised.place(advice)}: {' / '.join(advice.lines)}"
    result = _result(_id("advice", advice.about), "note", message, ())
    if advice.file is not None:
        result["locations"] = [_location(advice.file, _SOURCE)]
    elif advice.about is not AdviceAbout.MISSING:
        result["locations"] = [_location(path) for path in advice.paths]
    result["properties"] = {"paths": [name(path) for path in advice.paths]}
    return result


def _result(rule: str, level: str, message: str, paths: Sequence[str]) -> dict[str, Any]:
    return {
        "ruleId": rule,
        "level": level,
        "message": _message(message),
        "locations": [_location(path) for path in paths],
    }


def _location(path: str, base: str | None = _BASE) -> dict[str, Any]:
    location: dict[str, Any] = {"logicalLocations": [{"fullyQualifiedName": name(path)}]}
    # A path that would climb out of, or not be relative to, its base is named, never linked.
    if not {"", ".", ".."} & set(path.split("/")):
        place = {"uri": _uri(path)} if base is None else {"uri": _uri(path), "uriBaseId": base}
        location["physicalLocation"] = {"artifactLocation": place}
    return location


def _uri(path: str) -> str:
    """A relative reference (RFC 3986, section 4.2): all but unreserved characters encoded."""
    try:
        return quote(path.encode("utf-8", "surrogateescape"), safe="/")
    except UnicodeEncodeError:  # a surrogate that stands for no byte: no archive can hold it
        return quote(name(path).encode("utf-8"), safe="/")


def _id(family: str, specific: str) -> str:
    """A rule id; the slash parts its hierarchy (section 3.5.4), so none may come from outside."""
    return f"{family}/{re.sub(r'[^A-Za-z0-9._-]', '-', specific)}"


def _message(text: str) -> dict[str, str]:
    """A plain text message in which nothing is a placeholder (3.11.5) or a link (3.11.6)."""
    shown = prose(text).replace("{", "{{").replace("}", "}}")
    return {"text": shown.replace("](", "] (")}


def _provenance(source: Source) -> dict[str, str] | None:
    if not _ABSOLUTE_URI.fullmatch(source.url):
        return None
    provenance = {"repositoryUri": source.url}
    if source.commit is not None:
        provenance["revisionId"] = source.commit
    return provenance
