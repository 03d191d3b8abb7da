"""Files that people keep and hand to the program: lock files, ledgers, evidence, policies, records."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import ledgers
from fuzz.harness import SMALL, Harness
from tallystick.cli.purl import read_purl
from tallystick.errors import UsageError
from tallystick.identity import lock as identity_lock
from tallystick.identity import pylock
from tallystick.lock import read_lock
from tallystick.policy import read_policy
from tallystick.report import evidence, json_reader, watched_json
from tallystick.report import json as json_report
from tallystick.watch.permissions import read_permissions


def no_include(name: str) -> bytes:
    """No file is included."""
    raise UsageError(name)


def locked(name: str) -> Callable[[bytes], object]:
    """A harness of the lock file that is called ``name``."""
    return lambda content: read_lock(name, content, SMALL, no_include)


def records(content: bytes) -> None:
    """The records of a watched build."""
    watched_json.steps(content, SMALL)
    watched_json.build_reads(content, SMALL)


def written_ledgers() -> Iterator[bytes]:
    """Reports in JSON of one ledger each, of several verdicts."""
    for ledger in (ledgers.rejected(), ledgers.attested(), ledgers.inconclusive(), ledgers.empty()):
        yield json_report.render([ledger]).encode()


def sealed(content: bytes) -> None:
    """Evidence whose digest and form are put right first, so that what is in it is looked at."""
    try:
        document = json.loads(content)
        document.pop("digest", None)
        document["digest"] = evidence._digest(document)
        content = evidence._canonical(document)
    except (ValueError, RecursionError, AttributeError, TypeError):
        pass  # left as it is
    evidence.read(content, SMALL)


def written_evidence() -> Iterator[bytes]:
    """Evidence of one audit."""
    ledger = ledgers.inconclusive()
    objects = {"a" * 40: evidence.KeptObject(kind="blob", content=b"x")}
    kept = evidence.Repository(
        url="https://forge.example/x", commit="b" * 40, objects=objects, tags={"v1": "c" * 40}
    )
    audited = evidence.Audited(
        artifact=b"PK",
        attestations=(
            evidence.Offered(content=b"{}"),
            evidence.Offered(content=None, reason="gone"),
        ),
        signatures=(b"x",),
        repositories=(kept,),
        ledger=ledger,
        document=evidence.as_document(ledger),
    )
    whole = evidence.Evidence(
        tool="1.0", trust_root=b"{}", given={"policy": "d" * 64}, audits=(audited,)
    )
    yield evidence.write(whole)


HARNESSES = (
    Harness(
        id="uv-lock", read=locked("uv.lock"), rooms=("lock/uv.py",), fixtures=("lock/uv/uv.lock",)
    ),
    Harness(
        id="pylock",
        read=locked("pylock.toml"),
        rooms=("lock/pylock.py",),
        fixtures=("lock/uv/pylock.toml",),
    ),
    Harness(
        id="poetry-lock",
        read=locked("poetry.lock"),
        rooms=("lock/poetry.py",),
        fixtures=("lock/poetry/poetry.lock",),
    ),
    Harness(
        id="npm-lock",
        read=locked("package-lock.json"),
        rooms=("lock/npm.py",),
        fixtures=("lock/npm-*/package-lock.json",),
    ),
    Harness(
        id="requirements",
        read=locked("requirements.txt"),
        rooms=("lock/requirements.py",),
        fixtures=("lock/*/requirements*.txt",),
    ),
    Harness(
        id="identity-lock",
        read=lambda content: identity_lock.read_lock(content, SMALL),
        rooms=("identity/lock.py",),
    ),
    Harness(
        id="pylock-identities",
        read=lambda content: pylock.read_identities(content, SMALL),
        rooms=("identity/pylock.py",),
        fixtures=("lock/uv/pylock.toml",),
    ),
    Harness(
        id="ledger",
        read=lambda content: json_reader.read_ledgers(content, SMALL),
        rooms=("report/json_reader.py", "report/json_fields.py"),
        made=written_ledgers,
    ),
    Harness(
        id="evidence",
        read=sealed,
        rooms=("report/evidence.py",),
        made=written_evidence,
    ),
    Harness(id="watched-record", read=records, rooms=("report/watched_json.py",)),
    Harness(
        id="policy",
        read=lambda content: read_policy(content.decode("utf-8", "replace")),
        rooms=("policy.py",),
    ),
    Harness(
        id="permissions",
        read=lambda content: read_permissions(content, SMALL),
        rooms=("watch/permissions.py",),
    ),
    Harness(
        id="purl",
        read=lambda content: read_purl(content.decode("utf-8", "replace")),
        rooms=("cli/purl.py",),
    ),
)
