"""A lock file of 100 packages against a local index and a local git server: what the time is spent on.

Each package is an sdist and a wheel, with a git repository of its own. The index and the git server (git's
own ``git http-backend``, that of the tests) are real servers on loopback that wait before each answer, as
distant ones do. Caches are empty, so every repository is cloned. Seconds of processor are those of the
command and the gits that it runs; what the servers use is not among them, but on the same machine.

    python benchmarks/lockfile.py [--packages 100] [--delays 0 0.2] [--jobs 1 8]
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import urlsplit

from measuring import ANY_VERDICT, TESTS, machine

sys.path.append(str(TESTS))
from git_server import GitServer, Server, serving_git  # noqa: E402 - found only now
from gitrepo import Content, GitRepo  # noqa: E402

DATE = 1_700_000_000
MODULES = 12
MEASURED = """
import resource, sys
from tallystick.cli import main
try:
    main()
finally:
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        used = resource.getrusage(who)
        print(used.ru_utime + used.ru_stime, file=sys.stderr)
"""
"""The command as users start it, and then its own processor seconds and those of the gits that it ran."""

BACKEND = '[build-system]\nrequires = ["flit_core"]\nbuild-backend = "flit_core.buildapi"\n'


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """One project: its name, and its released files by name."""

    name: str
    files: dict[str, bytes]


def make(name: str, server: GitServer) -> Package:
    """A pure project at 1.0, released honestly."""
    module = name.replace("-", "_")
    url = server.url(name)
    project = (
        f'[project]\nname = "{name}"\nversion = "1.0"\ndescription = "A benchmark"\n'
        f'[project.urls]\nSource = "{url}"\n'
    )
    source = {"pyproject.toml": (BACKEND + project).encode(), "README.md": b"# example\n"}
    for number in range(MODULES):
        text = f'"""Module {number}."""\n' + f"VALUE_{number} = {number}\n" * 200
        source[f"{module}/m{number}.py"] = text.encode()
    source[f"{module}/__init__.py"] = b'"""A benchmark."""\n'
    metadata = (
        f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\nSummary: A benchmark\n"
        f"Project-URL: Source, {url}\n"
    ).encode()
    repository = GitRepo(server.root / name)
    files: dict[str | bytes, Content] = {}
    files.update(source.items())
    repository.commit(files)
    repository.git("tag", "v1.0")
    repository.serve_partially()
    sdist = {f"{module}-1.0/{path}": content for path, content in source.items()}
    sdist[f"{module}-1.0/PKG-INFO"] = metadata
    wheel = {path: content for path, content in source.items() if path.startswith(module)}
    return Package(
        name=name,
        files={
            f"{module}-1.0.tar.gz": _tar(sdist),
            f"{module}-1.0-py3-none-any.whl": _wheel(wheel, f"{module}-1.0.dist-info", metadata),
        },
    )


def _tar(files: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size, member.mtime, member.mode = len(content), DATE, 0o644
            archive.addfile(member, io.BytesIO(content))
    return held.getvalue()


def _wheel(files: dict[str, bytes], info: str, metadata: bytes) -> bytes:
    head = b"Wheel-Version: 1.0\nGenerator: flit 3.12.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files = {**files, f"{info}/WHEEL": head, f"{info}/METADATA": metadata}
    record = "".join(f"{name},{_hash(content)},{len(content)}\n" for name, content in files.items())
    files[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n".encode()
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            member = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            member.external_attr = 0o100644 << 16
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, content)
    return held.getvalue()


def _hash(content: bytes) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=")
    return f"sha256={digest.decode()}"


@contextmanager
def index(packages: list[Package], delay: float) -> Iterator[str]:
    """Serve the packages by the Simple API (PEP 691), each answer ``delay`` seconds late; its URL."""
    contents = {name: content for package in packages for name, content in package.files.items()}
    by_name = {package.name: package for package in packages}

    class Request(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # noqa: N802 - the name that http.server calls
            time.sleep(delay)
            _, kind, name = urlsplit(self.path).path.rstrip("/").split("/")
            body = contents[name] if kind == "files" else self.page(by_name[name])
            self.send_response(200)
            if kind == "simple":
                self.send_header("Content-Type", "application/vnd.pypi.simple.v1+json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def page(self, package: Package) -> bytes:
            files = [
                {
                    "filename": name,
                    "url": f"/files/{name}",
                    "hashes": {"sha256": hashlib.sha256(content).hexdigest()},
                }
                for name, content in package.files.items()
            ]
            meta = {"api-version": "1.1"}
            return json.dumps({"meta": meta, "name": package.name, "files": files}).encode()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nothing on standard error."""

    with Server(("127.0.0.1", 0), Request) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/simple/"
        server.shutdown()


def requirements(packages: list[Package]) -> str:
    """A requirements.txt with hashes."""
    lines = []
    for package in packages:
        hashes = [
            f"--hash=sha256:{hashlib.sha256(file).hexdigest()}" for file in package.files.values()
        ]
        lines.append(" ".join([f"{package.name}==1.0", *hashes]))
    return "\n".join(lines) + "\n"


def run(packages: list[Package], git: GitServer, folder: Path, jobs: int, delay: float) -> str:
    """Audit all with an empty cache; a row of the table."""
    lock, report = folder / "requirements.txt", folder / "report.txt"
    lock.write_text(requirements(packages))
    git.delay = delay
    git.since()
    with index(packages, delay) as url:
        begun = time.perf_counter()
        command = ["audit", "-r", str(lock), "--index", url, "--jobs", str(jobs)]
        command += ["--allow-host", f"127.0.0.1:{git.port}", "-o", str(report)]
        process = subprocess.run(
            [sys.executable, "-c", MEASURED, *command],
            env={**os.environ, "TALLYSTICK_CACHE": str(folder / f"cache-{jobs}-{delay}")},
            stderr=subprocess.PIPE,
            check=False,
        )
        wall = time.perf_counter() - begun
    if process.returncode not in ANY_VERDICT:
        raise SystemExit(process.stderr.decode())
    own, gits = map(float, process.stderr.split())
    each = 1000 * (own + gits) / len(packages)
    said = report.read_text().splitlines()[0]
    return (
        f"| {delay * 1000:g} ms | {jobs} | {wall:.1f} | {own:.1f} | {gits:.1f} | {each:.0f} "
        f"| {len(git.since())} | {said} |"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--packages", type=int, default=100)
    parser.add_argument(
        "--delays", type=float, nargs="*", default=[0.0, 0.2], help="seconds before each answer"
    )
    parser.add_argument("--jobs", type=int, nargs="*", default=[1, 8])
    options = parser.parse_args()
    print(machine(1))
    with tempfile.TemporaryDirectory() as name, serving_git(Path(name) / "git") as git:
        packages = [make(f"example-{number:03}", git) for number in range(options.packages)]
        print(
            "| delay | jobs | wall s | own cpu s | git cpu s | cpu ms a package | git requests | |"
        )
        print("|--:|--:|--:|--:|--:|--:|--:|---|")
        for delay in options.delays:
            for jobs in options.jobs:
                print(run(packages, git, Path(name), jobs, delay), flush=True)


if __name__ == "__main__":
    main()
