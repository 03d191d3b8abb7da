"""The rules of identity, by id: ``docs/identity.md`` has a heading for each, with what taught it."""

from __future__ import annotations

from tallystick.identity.rules import agreement, attested, commit, expected, keys
from tallystick.identity.rules.said import IdentityRule
from tallystick.model.ladder import Weight

_REJECT, _DOUBT, _ALLOW = Weight.REJECT, Weight.INCONCLUSIVE, Weight.ALLOW

RULES: tuple[IdentityRule, ...] = (
    IdentityRule(id="verified", weight=_REJECT, strict=_REJECT, check=attested.verified),
    IdentityRule(id="publisher", weight=_REJECT, strict=_REJECT, check=agreement.publisher),
    IdentityRule(id="predicate", weight=_REJECT, strict=_REJECT, check=agreement.predicate),
    IdentityRule(id="continuity", weight=_REJECT, strict=_REJECT, check=expected.continuity),
    IdentityRule(
        id="repository",
        weight=_DOUBT,
        strict=_REJECT,
        check=expected.by_field("repository", commit.repository),
    ),
    IdentityRule(
        id="repository-id",
        weight=_REJECT,
        strict=_REJECT,
        check=expected.only("repository_id"),
    ),
    IdentityRule(id="owner-id", weight=_REJECT, strict=_REJECT, check=expected.only("owner_id")),
    IdentityRule(id="workflow", weight=_REJECT, strict=_REJECT, check=expected.only("workflow")),
    IdentityRule(id="ref", weight=_REJECT, strict=_REJECT, check=expected.only("ref")),
    IdentityRule(
        id="environment", weight=_REJECT, strict=_REJECT, check=expected.only("environment")
    ),
    IdentityRule(
        id="trigger",
        weight=_DOUBT,
        strict=_REJECT,
        check=expected.by_field("trigger", expected.trigger),
    ),
    IdentityRule(
        id="signer",
        weight=_ALLOW,
        strict=_REJECT,
        check=expected.by_field("signer", expected.signer),
    ),
    IdentityRule(
        id="runner",
        weight=_ALLOW,
        strict=_REJECT,
        check=expected.by_field("runner", expected.runner),
    ),
    IdentityRule(id="attempt", weight=_ALLOW, strict=_DOUBT, check=expected.attempt),
    IdentityRule(id="run", weight=_DOUBT, strict=_REJECT, check=expected.run),
    IdentityRule(id="commit", weight=_DOUBT, strict=_REJECT, check=commit.commit),
    IdentityRule(id="reachable", weight=_DOUBT, strict=_REJECT, check=commit.reachable),
    IdentityRule(id="tag", weight=_DOUBT, strict=_REJECT, check=commit.tag),
    IdentityRule(id="version", weight=_DOUBT, strict=_REJECT, check=commit.version),
    IdentityRule(id="workflow-file", weight=_DOUBT, strict=_REJECT, check=commit.workflow_file),
    IdentityRule(id="workflow-change", weight=_ALLOW, strict=_DOUBT, check=commit.workflow_change),
    IdentityRule(id="every-file", weight=_DOUBT, strict=_REJECT, check=attested.every_file),
    IdentityRule(id="no-downgrade", weight=_DOUBT, strict=_REJECT, check=attested.no_downgrade),
    IdentityRule(id="one-publisher", weight=_DOUBT, strict=_REJECT, check=attested.one_publisher),
    IdentityRule(id="late-file", weight=_ALLOW, strict=_DOUBT, check=attested.late_file),
    IdentityRule(id="cooldown", weight=_DOUBT, strict=_DOUBT, check=attested.cooldown),
    IdentityRule(id="signed-by", weight=_REJECT, strict=_REJECT, check=keys.signed_by),
)
"""Every rule, most serious first."""

BY_ID = {rule.id: rule for rule in RULES}
