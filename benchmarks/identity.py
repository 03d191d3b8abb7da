"""Attestation, commit, contents, for the releases whose vectors and repositories are public.

``benchmarks/identity.py ARTIFACTS REPOSITORIES``: a folder with the files that are named below (``pip
download --no-deps``), and one with clones, each ``OWNER+NAME`` or ``OWNER/NAME``. The attestations are those
of ``tests/data/identity/vectors``. Nothing is asked of a network. Each is judged again from its evidence.

``--vectors`` verifies each public vector by itself and prints what it costs, the imports apart.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from functools import partial
from pathlib import Path
from typing import Any

VECTORS = Path(__file__).parent.parent / "tests/data/identity/vectors"
TALLY = Path(sys.executable).with_name("tallystick")
MOST_MS = 50

RELEASES = {
    "sampleproject-4.0.0.tar.gz": "pypa/sampleproject",
    "pypi_attestations-0.0.19.tar.gz": "trailofbits/pypi-attestations",
    "pypi_attestation_models-0.0.4a2.tar.gz": "trailofbits/pypi-attestation-models",
    "abi3info-2024.10.3-py3-none-any.whl": "woodruffw/abi3info",
}
"""Each file, and the repository that its certificate names."""

MOVED = {"trailofbits/pypi-attestation-models": "trailofbits/pypi-attestations"}
"""Repositories that were renamed since, and are cloned by their new name."""


def clone(repositories: Path, name: str) -> Path:
    """Where the clone of ``name`` is, by its name then or now."""
    for called in (name, MOVED.get(name, name)):
        for place in (repositories / called.replace("/", "+"), repositories / called):
            for inside in (place, place / "repo"):
                if (inside / "HEAD").is_file() or (inside / ".git").exists():
                    return inside
    raise SystemExit(f"{repositories}: no clone of {name}")


def audited(artifact: Path, repository: str, where: Path, folder: Path) -> tuple[str, ...]:
    """What the audit of one release says, and what its evidence says again."""
    copy = Path(shutil.copy(artifact, folder))
    for vector in VECTORS.glob(f"{artifact.name}.*"):
        shutil.copy(vector, folder)
    evidence = folder / "evidence.json"
    first = report(
        *(str(copy), "--mirror", f"https://github.com/{repository}={where}"),
        *("--evidence", str(evidence), "--offline"),
    )
    again = report("--evidence", str(evidence), "--offline")
    cells = []
    for ledger in (first, again):
        rung = ledger["identity"]["rung"]
        cells += [ledger["verdict"], f"{rung}: {ledger['identity']['why_not']}"]
    commit = (first["source"] or {}).get("commit") or "none"
    return (artifact.name, commit[:12], *cells, f"{evidence.stat().st_size:,}")


def report(*arguments: str) -> dict[str, Any]:
    """The JSON ledger of ``tallystick audit``."""
    done = subprocess.run(
        [TALLY, "audit", *arguments, "--format", "json"], capture_output=True, check=False
    )
    if not done.stdout:
        raise SystemExit(done.stderr.decode())
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def vectors() -> int:
    """Verify each public vector and print its milliseconds of processor; 1 if one is over the goal."""
    from tallystick.identity.documents import read_document  # noqa: PLC0415 - not timed
    from tallystick.identity.registry import pinned_keys  # noqa: PLC0415
    from tallystick.identity.trust import pinned  # noqa: PLC0415
    from tallystick.identity.verification import About, Verification  # noqa: PLC0415
    from tallystick.limits import DEFAULT  # noqa: PLC0415

    verification = Verification(pinned(), DEFAULT, pinned_keys(DEFAULT))
    files = tomllib.loads((VECTORS / "files.toml").read_text())
    slowest = 0.0
    for path in sorted(VECTORS.iterdir()):
        names = [name for name in files if path.name.startswith(f"{name}.")]
        if not names:
            continue
        name = max(names, key=len)
        about = About(name=name, digest=partial(_digest, files[name]), now=time.time())
        for offer in read_document(path.read_bytes(), DEFAULT):
            begun = time.process_time()
            found = verification.attestation(offer, about)
            spent = 1000 * (time.process_time() - begun)
            slowest = max(slowest, spent)
            print(f"{spent:5.1f} ms  {found.state:<9} {path.name}  {found.reason}")
    print(f"slowest {slowest:.1f} ms; goal {MOST_MS}")
    return 1 if slowest > MOST_MS else 0


def _digest(known: str, _algorithm: str) -> str:
    return known


def main() -> int:
    """Print the table; 1 if a release is not accepted, or its evidence says otherwise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("artifacts", type=Path, nargs="?")
    parser.add_argument("repositories", type=Path, nargs="?")
    parser.add_argument("--vectors", action="store_true")
    options = parser.parse_args()
    if options.vectors:
        return vectors()
    if options.artifacts is None or options.repositories is None:
        parser.error("name a folder of artifacts and one of clones, or --vectors")
    rows = []
    for name, repository in RELEASES.items():
        where = clone(options.repositories, repository)
        with tempfile.TemporaryDirectory() as folder:
            rows.append(audited(options.artifacts / name, repository, where, Path(folder)))
    print(
        "| release | commit | verdict | rung, and why not the next | from evidence | rung | bytes |"
    )
    print("|---|---|---|---|---|---|--:|")
    for row in rows:
        print(f"| {' | '.join(row)} |")
    return 0 if all(row[2] == row[4] == "accepted" for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
