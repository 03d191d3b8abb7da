"""Rules about words that have to agree: the index's, the predicate's and the certificate's."""

from __future__ import annotations

from tallystick.identity.case import Case
from tallystick.identity.rules.said import Said
from tallystick.model.ladder import Attestation, Claims, Publisher

_FORGES = {"GitHub": "https://github.com/", "GitLab": "https://gitlab.com/"}

_ISSUERS = {
    "GitHub": "https://token.actions.githubusercontent.com",
    "GitLab": "https://gitlab.com",
    "Google": "https://accounts.google.com",
    "CircleCI": "https://oidc.circleci.com",
}
"""Who issues identities to PyPI's kinds of trusted publishers (its documentation, "Trusted publishers")."""


def publisher(case: Case) -> Said | None:
    """What the index says of who published is what the certificate says: its own word proves nothing."""
    agreed = None
    for one in case.verified:
        if one.publisher is None or one.claims is None or one.publisher.kind not in _ISSUERS:
            continue  # of a kind that came later there is nothing to compare by
        why = _against(one.publisher, one.claims)
        if why is not None:
            return False, why
        agreed = f"the index names {one.publisher.who}, as the certificate does"
    return None if agreed is None else (True, agreed)


def _against(said: Publisher, claims: Claims) -> str | None:
    """Why a publisher block is not of the certificate; None if it is."""
    issuer = _ISSUERS[said.kind]
    if claims.issuer != issuer:
        return f"the index says {said.kind}, the certificate is for {claims.issuer}"
    if said.email is not None and said.email != claims.subject:
        return f"the index says {said.email}, the certificate {claims.subject}"
    forge = _FORGES.get(said.kind)
    if forge is None:
        return None
    if said.repository is None:
        return "the index names no repository"
    wanted = f"{forge}{said.repository}"
    if claims.repository is None or wanted.lower() != claims.repository.lower():
        return f"the index says {wanted}, the certificate {claims.repository}"
    has = claims.workflow_path
    file = has.rpartition("/")[2] if said.kind == "GitHub" and has is not None else has
    if said.workflow is not None and said.workflow != file:
        return f"the index says workflow {said.workflow}, the certificate {has}"
    if None not in {said.environment, claims.environment} and (
        said.environment != claims.environment
    ):
        return (
            f"the index says environment {said.environment}, the certificate {claims.environment}"
        )
    return None


def predicate(case: Case) -> Said | None:
    """What a provenance predicate says, which the job itself fills, is what the certificate says."""
    compared: dict[str, None] = {}
    for one in case.verified:
        for name, said, has in _pairs(one):
            if said != has:
                return False, f"its predicate says {name} {said}, the certificate {has}"
            compared[name] = None
    return (True, f"predicate and certificate agree on {', '.join(compared)}") if compared else None


def _pairs(one: Attestation) -> list[tuple[str, str, str]]:
    """Name, the predicate's value and the certificate's, where both have one."""
    if one.claims is None:
        return []
    found = []
    for name, value in one.said:
        has: str | None = getattr(one.claims, name)
        if has is not None and name == "repository":
            found.append((name, value.lower().removesuffix(".git"), has.lower()))
        elif has is not None:
            found.append((name, value, has))
    return found
