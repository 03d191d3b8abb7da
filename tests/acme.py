"""A project with a repository, and a release of it that its own Sigstore attests."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from attesting import Sigstore, claims, provenance, statement
from command import Done, Tally
from gitrepo import Content, GitRepo
from packing import write_tar
from tallystick.cli import audit as command
from tallystick.cli.parsing import Parser

URL = "https://github.com/acme/example"
NAME = "example-1.0.tar.gz"
WORKFLOW = ".github/workflows/release.yml"
SOURCE: dict[str | bytes, Content] = {
    "README.md": b"# example\n",
    "src/a.c": b"int a;\n",
    "src/b.c": b"int b;\n",
    WORKFLOW: b"on: push\n",
}
RELEASED = {f"example-1.0/{name!s}": content for name, content in SOURCE.items()}


@dataclass
class Acme:
    """A project with a repository, a release of it, and those who sign what it publishes."""

    folder: Path
    tally: Tally
    sigstore: Sigstore
    repository: GitRepo = field(init=False)
    commit: str = field(init=False)
    artifact: Path = field(init=False)

    def __post_init__(self) -> None:
        self.repository = GitRepo(self.folder / "source")
        self.commit = self.repository.commit(SOURCE)
        self.repository.git("tag", "v1.0")
        files = {name: content for name, content in RELEASED.items() if isinstance(content, bytes)}
        self.artifact = write_tar(self.folder / "dist" / NAME, files)
        root = self.folder / "root.json"
        root.write_bytes(self.sigstore.trust_root.content)

    @property
    def file(self) -> tuple[str, bytes]:
        return self.artifact.name, self.artifact.read_bytes()

    def attestation(self, payload: bytes | None = None, **said: Any) -> dict[str, Any]:  # noqa: ANN401
        said = {"commit": self.commit, **said}
        return self.sigstore.attestation(payload or statement(self.file), claims(**said))

    def attest(self, *attestations: object, **publisher: object) -> None:
        """Lay a provenance object beside the release."""
        body = provenance(*(attestations or (self.attestation(),)), **publisher)
        self.artifact.with_name(f"{NAME}.provenance").write_bytes(body)

    def attest_another_file(self) -> None:
        """Beside the artifact, a valid attestation of something else."""
        self.attest(self.attestation(statement((NAME, b"another"))))

    def identity(self, *arguments: str | Path) -> Done:
        return self.tally("identity", *arguments, "--trust-root", self.folder / "root.json")

    def audit(self, *options: str | Path) -> Done:
        mirror = f"{URL}={self.repository.path}"
        root = self.folder / "root.json"
        where = () if "--source" in options else ("--source", URL)
        return self.tally(
            "audit", self.artifact, *where, "--mirror", mirror, "--trust-root", root, *options
        )

    def ledger(self, *options: str | Path) -> dict[str, Any]:
        """The JSON report of an audit; of one in this process, since there are a hundred of them."""
        where = () if "--source" in options else ("--source", URL)
        return self.report(self.artifact, *where, *options)

    def report(self, *arguments: str | Path, mirror: GitRepo | None = None) -> dict[str, Any]:
        parser, path = Parser("tallystick audit", ""), self.folder / "report.json"
        command.add_arguments(parser)
        place = f"{URL}={(mirror or self.repository).path}"
        given = ("--mirror", place, "--trust-root", self.folder / "root.json", "-o", path)
        command.run(parser.parse_intermixed_args([*map(str, arguments), *map(str, given)]))
        found: dict[str, Any] = json.loads(path.read_text())
        return found

    def policy(self, text: str) -> Path:
        path = self.folder / "policy.toml"
        path.write_text(text)
        return path


def broken(ledger: dict[str, Any]) -> dict[str, str]:
    """The rules of identity that do not hold, and what they mean."""
    findings = ledger["identity"]["findings"]
    return {one["rule"]: one["weight"] for one in findings if one["holds"] is False}


def acme_bytes(content: Content) -> bytes:
    assert isinstance(content, bytes)
    return content
