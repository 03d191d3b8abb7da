"""What taught each rule of identity: the incident, or the attack, that it would have caught; a line each."""

from __future__ import annotations

CAUGHT = {
    "verified": "an attestation of another release beside a malicious one; the empty lists that "
    "pypi-attestations 0.0.30 says OK to",
    "publisher": "an index, or a mirror, that makes up who published",
    "predicate": "provenance that names the upstream repository, signed by a job of a fork",
    "continuity": "Ultralytics 8.3.45: published with a token, and without the workflow",
    "repository": "a fork that a release itself names as its source",
    "repository-id": "a deleted or renamed repository whose name was registered again (repojacking)",
    "owner-id": "an account's name that was given up, and taken by somebody else",
    "workflow": "a second workflow that somebody adds to publish from",
    "ref": "a run on a branch that nobody reviewed",
    "environment": "a job beside the one whose environment asks a person first",
    "trigger": "Nx and TanStack: jobs with the project's rights on a stranger's pull request",
    "signer": "a job that hands its identity to another's workflow",
    "runner": "a build on a machine that the one before had left something on",
    "attempt": "a run that is repeated to get in over ssh, and publishes by hand",
    "run": "a run that publishes first, and is cancelled or fails before its tests are through",
    "commit": "xz, Ultralytics 8.3.41, TanStack: valid signatures over what the commit does not hold",
    "reachable": "TanStack: orphan commits of forks, which forges serve under the project's own URL",
    "tag": "tj-actions/changed-files: all tags were moved to one commit",
    "version": "mistralai 2.4.6: a version that no tag of the project names",
    "workflow-file": "a workflow that is pushed for one run, and is in no reviewed commit",
    "workflow-change": "a step that is added to the workflow of one release",
    "every-file": "LiteLLM and num2words: a stolen token uploaded beside what a workflow publishes",
    "no-downgrade": "axios and Ultralytics 8.3.45: published without the provenance of earlier versions",
    "one-publisher": "one wheel among many by somebody else",
    "late-file": "a wheel that is added to an old release, and preferred to its sdist",
    "cooldown": "most malware, which indexes take down within days",
    "signed-by": "a release from a maintainer's account by whoever does not have the key",
    "required": "whatever the policy asks for by name",
}
"""By the id of the rule; ``docs/policy.md`` has the same lines."""
