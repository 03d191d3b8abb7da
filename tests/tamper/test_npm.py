"""An honest npm package is accepted, or what its build made is all that is left; tampered it never is."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from gitrepo import GitRepo
from tallystick.artifact import open_artifact
from tallystick.audit import audit
from tallystick.cache import Cache
from tallystick.errors import ArtifactError
from tallystick.limits import DEFAULT
from tallystick.model import Grade, Ledger, VerdictValue
from tallystick.source import open_source
from tamper.kinds import KINDS, Kind
from tamper.npm_kinds import NPM_KINDS
from tamper.release import read_release
from tools_needed import require_tool

MANIFEST = {
    "name": "example",
    "version": "1.0.0",
    "description": "A package to tamper with",
    "license": "MIT",
    "main": "lib/index.js",
    "bin": {"example": "bin/example.js"},
    "files": ["lib", "bin"],
    "scripts": {"test": "node test.js"},
    "dependencies": {"ms": "^2.1.3"},
}
PLAIN = {
    "package.json": json.dumps(MANIFEST, indent=2) + "\n",
    "README.md": "# example\n",
    "LICENSE": "MIT\n",
    "lib/index.js": "exports.one = require('./one.js');\n",
    "lib/one.js": "module.exports = 1;\n",
    "bin/example.js": "#!/usr/bin/env node\nrequire('../lib/index.js');\n",
    "test.js": "require('./lib/index.js');\n",
}
BUILT_MANIFEST = {
    **MANIFEST,
    "main": "dist/index.js",
    "files": ["dist"],
    "scripts": {"build": "tsc"},
}
BUILT = {
    "package.json": json.dumps({k: v for k, v in BUILT_MANIFEST.items() if k != "bin"}) + "\n",
    "README.md": "# example\n",
    "LICENSE": "MIT\n",
    ".gitignore": "dist/\n",
    "src/index.ts": "export { one } from './one.js';\n",
    "src/one.ts": "export const one: number = 1;\n",
}
OUTPUT = {
    "dist/index.js": "const one = 1;\nexport { one };\n//# sourceMappingURL=index.js.map\n",
    "dist/index.js.map": json.dumps({
        "version": 3,
        "sources": ["../src/one.ts", "../src/index.ts"],
        "sourcesContent": [BUILT["src/one.ts"], BUILT["src/index.ts"]],
        "names": [],
        "mappings": "AAAA",
    }),
    "dist/index.d.ts": "export declare const one: number;\n",
}  # fmt: skip
PROJECTS: Mapping[str, tuple[Mapping[str, str], Mapping[str, str]]] = {
    "plain": (PLAIN, {}),
    "built": (BUILT, OUTPUT),
}


@dataclass(frozen=True, slots=True)
class Packed:
    """A repository and what ``npm pack`` made of it."""

    repository: Path
    artifact: Path


@pytest.fixture(scope="session")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Packed]:
    npm = require_tool("npm")
    folder = tmp_path_factory.mktemp("npm")
    return {name: _pack(npm, folder / name, *files) for name, files in PROJECTS.items()}


def _pack(npm: str, folder: Path, source: Mapping[str, str], output: Mapping[str, str]) -> Packed:
    repository = GitRepo(folder / "example")
    repository.commit({path: content.encode() for path, content in source.items()})
    for path, content in {**source, **output}.items():
        (repository.path / path).parent.mkdir(parents=True, exist_ok=True)
        (repository.path / path).write_text(content)
    environment = {**os.environ, "npm_config_cache": str(folder / "cache")}
    command = [npm, "pack", "--offline", "--ignore-scripts", f"--pack-destination={folder}"]
    subprocess.run(
        command, cwd=repository.path, env=environment, check=True, capture_output=True, timeout=120
    )
    return Packed(repository=repository.path, artifact=folder / "example-1.0.0.tgz")


def judge(release: Path, repository: Path, cache: Path) -> Ledger:
    source = open_source(str(repository), cache=Cache(root=cache), limits=DEFAULT, offline=True)
    with open_artifact(release, limits=DEFAULT) as opened:
        return audit(opened.artifact, source)


def test_what_npm_packs_is_accepted(packed: Mapping[str, Packed], tmp_path: Path) -> None:
    plain = packed["plain"]
    ledger = judge(plain.artifact, plain.repository, tmp_path)
    assert ledger.verdict is not None
    assert ledger.verdict.value is VerdictValue.ACCEPTED, ledger.verdict.reasons


def test_of_a_built_package_only_the_output_is_left(
    packed: Mapping[str, Packed], tmp_path: Path
) -> None:
    built = packed["built"]
    ledger = judge(built.artifact, built.repository, tmp_path)
    assert ledger.verdict is not None
    assert ledger.verdict.value is VerdictValue.INCONCLUSIVE, ledger.verdict.reasons
    left = {line.path: line.grade for line in ledger.lines if not line.grade.is_proof}
    assert left == dict.fromkeys(OUTPUT, Grade.UNPROVEN)


@pytest.mark.parametrize("name", PROJECTS)
@pytest.mark.parametrize("kind", [*NPM_KINDS, *KINDS], ids=lambda kind: kind.id)
def test_a_tampered_package_is_never_accepted(
    kind: Kind, name: str, packed: Mapping[str, Packed], tmp_path: Path
) -> None:
    release = read_release(packed[name].artifact).copy()
    tampered = kind.apply(release)
    if tampered is None:
        pytest.skip("this kind does not apply to this package")
    path = release.write(tmp_path)
    try:
        ledger = judge(path, packed[name].repository, tmp_path)
    except ArtifactError:
        return  # refused as a whole: exit code 2, no ledger
    assert ledger.verdict is not None
    assert ledger.verdict.value is not VerdictValue.ACCEPTED
    named = [path for reason in ledger.verdict.reasons for path in reason.paths]
    is_output = kind.id == "npm-code-appended" and name == "built"  # a claim among claims
    assert not tampered or (tampered in named if is_output else tampered in named[0]), named
