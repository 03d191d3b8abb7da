"""``--source-keys``: the OpenPGP keys that the source itself had at the release before the audited one.

A release cannot vouch for itself: what stands in its own ``KEYS`` is the word of whoever made it. What stood
there when the release before was made was there for everybody to see; a key that signs both is continuity.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from tallystick.cli.attested import documents_of
from tallystick.cli.targets import Target
from tallystick.errors import ContentUnavailable, LimitExceeded, SourceError, UsageError
from tallystick.identity.case import Known, Signature
from tallystick.identity.earlier import tag_before
from tallystick.identity.openpgp import Keyring, earlier_keyring
from tallystick.identity.signed import Signed
from tallystick.identity.signers import Signers
from tallystick.limits import DEFAULT
from tallystick.locate.tags import rank_tags
from tallystick.model import Artifact, Source
from tallystick.model.ladder import State
from tallystick.source import Views
from tallystick.source.repository import Commit
from tallystick.source.view import View

NAMES = ("KEYS", "KEYS.txt", "KEYS.asc")
"""What such a file is called at the top of a source (Apache's release policy, "KEYS"; others follow it)."""


def with_source_keys(
    known: Known, artifact: Artifact, source: Source, target: Target, views: Views
) -> Known:
    """``known``, with what the source's earlier keys say of signatures that no key of the user's is for."""
    keyring = _keyring(artifact, source, views)
    if keyring is None:
        return known
    found = [*Signers(keyring=keyring).of_source(source), *_of_file(keyring, target)]
    told = {(one.on, one.kind): one for one in found}
    decided = {
        (one.on, one.kind): one
        for one in known.signatures
        if one.state in {State.VERIFIED, State.REFUSED}
    }
    return replace(known, signatures=tuple({**told, **decided}.values()), signers=True)


def _of_file(keyring: Keyring, target: Target) -> Iterator[Signature]:
    for content in documents_of(target, DEFAULT).signatures:
        yield keyring.check(
            Signed(on=target.name, kind="openpgp", payload=target.path, signature=content)
        )


def _keyring(artifact: Artifact, source: Source, views: Views) -> Keyring | None:
    named = rank_tags(source.tags, artifact.project or "", artifact.version or "")
    if source.commit is None or not named:
        return None
    try:
        view = views.open(source.url)
        tag = None if view is None else tag_before(view.tags, named[0].tag, named[0].version)
        if view is None or tag is None:
            return None
        old, new = view.find(f"refs/tags/{tag}"), view.find(source.commit)
    except (SourceError, UsageError):
        return None
    for name in NAMES if old is not None and new is not None else ():
        before, now = _read(view, old, name), _read(view, new, name)
        if before is not None:
            return earlier_keyring(before, now, f"{name} of {tag}")
    return None


def _read(view: View, commit: Commit | None, name: str) -> bytes | None:
    """The file at ``commit``; None where it is not there, or cannot be had."""
    if commit is None:
        return None
    try:
        return view.read(commit, name)
    except (ContentUnavailable, LimitExceeded, SourceError):
        return None
