"""The pipeline: artifact and source in, judged ledger out. It reads like the picture in the docs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from tallystick.accounting import account, without_source
from tallystick.buildsystem import read_build_system
from tallystick.clock import Clock
from tallystick.explain import Releases
from tallystick.limits import DEFAULT, Limits
from tallystick.model import Artifact, Ledger, Skip, Source
from tallystick.model.ladder import Identity, Rung, State
from tallystick.policy import Policy
from tallystick.project import Layout, Project

if TYPE_CHECKING:
    from tallystick.custody import Review
    from tallystick.identity.case import Known

UNASKED = "no index was asked for an attestation, and none lies beside the file"


class Deepen(Protocol):
    """A deeper look at what reading alone left unproven; :class:`tallystick.rebuild.Deeper` is one."""

    def __call__(self, ledger: Ledger, project: Project, layout: Layout) -> Ledger:
        """``ledger``, not judged yet, with more of its residue proven; proofs stay as they are."""
        ...


def audit(  # noqa: PLR0913 - what an audit needs, by keyword
    artifact: Artifact,
    source: Source | None,
    *,
    policy: Policy | None = None,
    limits: Limits = DEFAULT,
    compare_bytes: bool = False,
    clock: Clock | None = None,
    skips: tuple[Skip, ...] = (),
    releases: Releases | None = None,
    deepen: Deepen | None = None,
    published: Known | str = UNASKED,
    whole_custody: bool = False,
    review: Review | None = None,
) -> Ledger:
    """Account for every entry of ``artifact`` against ``source`` and judge the result.

    Args:
        artifact: what was released.
        source: what it claims to come from; None makes every entry ``unproven``.
        policy: the rules of the verdict; the default policy if None.
        limits: the caps.
        compare_bytes: compare contents where blob ids agree, too (``--bytes``).
        clock: where the seconds of each step are added up.
        skips: what could not be checked before the audit began (a repository out of reach).
        releases: who is asked for releases of third parties that the source names; nobody if None.
        deepen: what makes more of the ledger before it is judged, by running things; nothing if None.
        published: what was found out of who published the artifact, or why nobody says anything of it.
        whole_custody: look at all that custody knows to look at, not only at what costs next to nothing.
        review: what asks a forge who saw each commit, for ``whole_custody``; nobody is asked if None.
    """
    clock = clock or Clock()
    policy = policy or Policy()
    if source is None:
        ledger = without_source(artifact, limits, skips)
    else:
        accounted = account(
            artifact,
            source,
            limits=limits,
            clock=clock,
            compare_bytes=compare_bytes,
            skips=skips,
            releases=releases,
        )
        ledger = accounted.ledger
        if deepen is not None:
            with clock.step("deepen"):
                ledger = deepen(ledger, accounted.project, accounted.layout)
        with clock.step("build system"):
            ledger = read_build_system(ledger, limits)
        if source.log is not None:
            with clock.step("custody"):
                from tallystick.custody.of_audit import custody_of  # noqa: PLC0415 - only with a history

                needed = policy.custody.checks if policy.custody is not None else frozenset()
                custody = custody_of(
                    source, ledger, limits, needed=needed, whole=whole_custody, review=review
                )
                ledger = replace(ledger, custody=custody)
    ledger = _identified(ledger, published, policy)
    return replace(ledger, verdict=policy.judge(ledger), timings=dict(clock.seconds))


def _identified(ledger: Ledger, known: Known | str, policy: Policy) -> Ledger:
    """``ledger`` with its identity; what is offered and could not be checked is a skip, and no pass."""
    if policy.identity is None and (isinstance(known, str) or known.is_nothing):
        why = known if isinstance(known, str) else known.unasked
        return replace(ledger, identity=Identity(rung=Rung.ABSENT, why_not=why))
    # Only where somebody has something to say: most artifacts are not attested.
    from tallystick.identity.case import Known  # noqa: PLC0415
    from tallystick.identity.climbing import of_ledger  # noqa: PLC0415
    from tallystick.identity.terms import Terms  # noqa: PLC0415

    known = Known(unasked=known) if isinstance(known, str) else known
    identity = of_ledger(ledger, known, policy.identity or Terms())
    skips = ledger.skips
    states = {one.state for one in identity.attestations}
    if states and states.isdisjoint({State.VERIFIED, State.REFUSED}):
        skips = (*skips, Skip(check="identity", reason=identity.why_not))
    skips += tuple(Skip(check="identity", reason=reason) for reason in known.unanswered)
    return replace(ledger, identity=identity, skips=skips)
