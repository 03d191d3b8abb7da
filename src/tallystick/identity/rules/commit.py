"""Rules about the attested commit: that it is the audited one, that the project holds it, and its tag."""

from __future__ import annotations

from tallystick.errors import UsageError
from tallystick.identity.case import Case
from tallystick.identity.rules.said import Said
from tallystick.locate.tags import of_other_versions, rank_tags
from tallystick.model import Source, SourceKind
from tallystick.model.ladder import Claims, State
from tallystick.source.url import looks_like_url, normal_url

TAG = "refs/tags/"


def repository(case: Case) -> Said | None:
    """The attested repository is the audited one: a fork that the release itself names is another."""
    source = case.source
    attested = [claims.repository for claims in case.claims if claims.repository is not None]
    if not attested or source is None or source.kind is not SourceKind.GIT:
        return None
    if not looks_like_url(source.url):
        return None, f"attested is {attested[0]}; the audited one is a folder of this machine"
    audited = {_key(source.url)} | {
        _key(one)
        for e in source.evidence
        if e.kind == "redirected"
        for one in e.value.split(" to ")
    }
    for url in attested:
        if _key(url) not in audited:
            return False, f"attested is {url}, audited was {source.url}"
    return True, f"attested and audited is {attested[0]}"


def _key(url: str) -> str:
    try:
        return normal_url(url).lower()
    except UsageError:
        return url.lower()


def commit(case: Case) -> Said | None:
    """The attested commit is the one that was audited."""
    if not case.claims:
        return None
    if not case.commits:
        return None, "the certificate names no commit"
    if case.source is None or case.source.commit is None:
        return None, f"attested is {short(next(iter(case.commits)))}; no commit was audited"
    for one in case.commits:
        if one != case.source.commit:
            return False, f"attested is {short(one)}, audited was {short(case.source.commit)}"
    return True, f"attested and audited is {short(case.source.commit)}"


def bound(case: Case) -> tuple[Source, Claims] | None:
    """The source and the claims, where the attested commit is the audited one."""
    said = commit(case)
    if case.source is None or case.source.commit is None or said is None or said[0] is not True:
        return None
    return case.source, case.commits[case.source.commit]


def reachable(case: Case) -> Said | None:
    """The default branch or a signed tag holds the commit: what a reviewer, or a key, has let in.

    A commit of a fork or a pull request is served by its id, too; and whoever may push at all can make
    a branch or a tag. A maintained line is an honest branch like that, so it tells nothing either way.
    """
    found = bound(case)
    if found is None:
        return None
    source, _ = found
    commit = short(source.commit or "")
    if any(e.kind == "reachable" and e.agrees is False for e in source.evidence):
        return False, f"no branch or tag holds {commit}"
    if case.in_default_branch:
        return True, f"the default branch holds {commit}"
    for one in case.signatures:
        if one.state is State.VERIFIED and one.on.startswith("tag "):
            return True, f"the {one.on}, which {one.signer or one.key} signed, holds {commit}"
    if case.in_default_branch is None:
        return None, f"which branch holds {commit} could not be asked"
    return (
        None,
        f"{commit} is not in the default branch, and no tag of it is signed by a key of yours",
    )


def tag(case: Case) -> Said | None:
    """The tag that the run was for still points at the attested commit, and nobody moved it."""
    found = bound(case)
    if found is None:
        return None
    source, claims = found
    moved = [e.value for e in source.evidence if e.kind == "moved-tag"]
    if moved:
        return False, moved[0]
    if claims.ref is not None and claims.ref.startswith(TAG):
        name = claims.ref.removeprefix(TAG)
        if name not in source.tags:
            return False, f"the run was for the tag {name}, which does not point at the commit now"
        return True, f"the tag {name} points at the commit"
    named = rank_tags(source.tags, case.project or "", case.version or "")
    if named:
        return (
            True,
            f"the tag {named[0].tag} points at the commit, although the run was for {claims.ref}",
        )
    return None, f"the run was for {claims.ref}, and no tag of the version points at the commit"


def version(case: Case) -> Said | None:
    """The tag that the run was for is one of the artifact's version."""
    if case.version is None:
        return None
    for claims in case.claims:
        if claims.ref is None or not claims.ref.startswith(TAG):
            continue
        name, project = claims.ref.removeprefix(TAG), case.project or ""
        if rank_tags([name], project, case.version):
            return True, f"the run was for the tag {name} of this version"
        others = of_other_versions([name], project, case.version, subdir="", repository="")
        said = f"the run was for the tag {name}, the file is of version {case.version}"
        return (False, said) if others else (None, said)
    return None


def workflow_file(case: Case) -> Said | None:
    """The workflow that signed stands in the audited commit, where it can be read."""
    found = bound(case)
    if found is None:
        return None
    source, claims = found
    path = claims.workflow_path
    if (
        path is None
        or claims.is_foreign_signer
        or claims.workflow_digest not in {None, claims.commit}
    ):
        return None
    if path not in source.tree.entries:
        return False, f"the workflow {path} is not in the attested commit"
    return True, f"the workflow is {path} of the attested commit"


def workflow_change(case: Case) -> Said | None:
    """The workflow is the one of the release before; what changed is for somebody to look at."""
    earlier = case.earlier
    if earlier is None or bound(case) is None:
        return None
    if earlier.delta is None:
        return None, f"{earlier.path} is not in {earlier.tag}, or cannot be read there"
    if earlier.delta:
        return False, f"{earlier.path} changed since {earlier.tag}: {earlier.delta}"
    return True, f"{earlier.path} is the same as in {earlier.tag}"


def short(commit: str) -> str:
    """The beginning of a commit's id, as people write it."""
    return commit[:12]
