"""Inside the sandbox: run a command beside an npm registry on loopback that has the files of one folder.

Arguments: the folder, the lock file below the tree, and the command. ``index.json`` says for each path which
tarball is meant (null: the package is there by name alone), and its name and version; a package's document
is made of the ``package.json`` in its tarballs. What installers unpacked below the tree (``node_modules``) is
taken away at the end: nothing of it is the source's or a product.
"""

import base64
import hashlib
import http.server
import io
import json
import os
import re
import shutil
import socketserver
import subprocess
import sys
import tarfile
import threading
import urllib.parse
from typing import Any, Dict, Optional, Set, Tuple


class Registry(socketserver.ThreadingMixIn, http.server.HTTPServer):
    """Serves one folder."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, folder: str) -> None:
        super().__init__(("127.0.0.1", 0), Asked)
        self.folder = folder
        self.url = "http://127.0.0.1:%d" % self.server_port
        with open(os.path.join(folder, "index.json")) as file:
            self.index = json.load(file)

    def named(self) -> Set[Tuple[str, str]]:
        """The packages without content."""
        return {(name, version) for number, name, version in self.index.values() if number is None}

    def tarball(self, place: str) -> bytes:
        """One file."""
        number: Optional[int]
        number, name, version = self.index[place]
        if number is None:
            return empty(name, version)
        with open(os.path.join(self.folder, "%d.tgz" % number), "rb") as file:
            return file.read()

    def document(self, name: str) -> Dict[str, Any]:
        """What a registry says of a package: the versions that are here."""
        versions = {}
        for place, (_, called, version) in self.index.items():
            if called == name and version not in versions:
                content = self.tarball(place)
                digest = base64.b64encode(hashlib.sha512(content).digest()).decode()
                dist = {"tarball": self.url + place, "integrity": "sha512-" + digest}
                versions[version] = dict(manifest(content), name=name, version=version, dist=dist)
        return {"name": name, "versions": versions, "dist-tags": {}}


class Asked(http.server.BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    server: Registry

    def do_GET(self) -> None:
        """A tarball, a document, or neither."""
        path = urllib.parse.unquote(urllib.parse.urlsplit(self.path).path)
        if path in self.server.index:
            self.answer(200, self.server.tarball(path), "octet-stream")
            return
        document = self.server.document(path[1:])
        status = 200 if document["versions"] else 404
        self.answer(status, json.dumps(document if status == 200 else {}).encode(), "json")

    def answer(self, status: int, body: bytes, kind: str) -> None:
        """Send it."""
        self.send_response(status)
        self.send_header("Content-Type", "application/" + kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """The log is the build's."""


def empty(name: str, version: str) -> bytes:
    """A package with nothing in it."""
    content, held = json.dumps({"name": name, "version": version}).encode(), io.BytesIO()
    with tarfile.open(fileobj=held, mode="w:gz") as archive:
        member = tarfile.TarInfo("package/package.json")
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return held.getvalue()


def manifest(tarball: bytes) -> Dict[str, Any]:
    """The ``package.json`` of a package."""
    with tarfile.open(fileobj=io.BytesIO(tarball)) as archive:
        for member in archive:
            if member.name.count("/") == 1 and member.name.endswith("/package.json"):
                content = archive.extractfile(member)
                if content is not None:
                    return dict(json.loads(content.read().decode("utf-8-sig")))
    return {}


def unbind(lock: str, named: Set[Tuple[str, str]]) -> None:
    """Have the lock file bind no bytes of what has none here; the rest of it stays."""
    with open(lock, encoding="utf-8") as file:
        text = file.read()
    if lock.endswith("yarn.lock"):
        for name, version in named:
            block = '(\n  resolution: "%s"\n(?:  .*\n)*?)  checksum: .*\n'
            text = re.sub(block % re.escape(name + "@npm:" + version), r"\1", text)
    else:
        document = json.loads(text)
        unbind_table(document.get("packages", {}), named)
        unbind_table(document.get("dependencies", {}), named)
        text = json.dumps(document, indent=2) + "\n"
    with open(lock, "w", encoding="utf-8") as file:
        file.write(text)


def unbind_table(table: Dict[str, Any], named: Set[Tuple[str, str]]) -> None:
    """The same of one table of npm's lock file, and of those in it."""
    for key, one in table.items():
        name = one.get("name", key.rpartition("node_modules/")[2])
        if (name, one.get("version")) in named:
            one.pop("integrity", None)
        if isinstance(one.get("dependencies"), dict):
            nested = {k: v for k, v in one["dependencies"].items() if isinstance(v, dict)}
            unbind_table(nested, named)


def main() -> None:
    """Serve, run the command, clear up, and end as it ended."""
    registry = Registry(sys.argv[1])
    tree = os.environ["TALLYSTICK_TREE"]
    if registry.named():
        unbind(os.path.join(tree, sys.argv[2]), registry.named())
    threading.Thread(target=registry.serve_forever, daemon=True).start()
    os.environ.update(
        {
            "npm_config_audit": "false",
            "npm_config_fund": "false",
            "npm_config_offline": "false",
            "npm_config_registry": registry.url + "/",
            "npm_config_replace_registry_host": "always",
            "npm_config_update_notifier": "false",
            "YARN_ENABLE_NETWORK": "1",
            "YARN_ENABLE_TELEMETRY": "0",
            "YARN_NPM_REGISTRY_SERVER": registry.url,
            "YARN_UNSAFE_HTTP_WHITELIST": "127.0.0.1",
        }
    )
    status = subprocess.call(sys.argv[3:])
    for folder, names, _ in os.walk(tree):
        if "node_modules" in names:
            names.remove("node_modules")
            shutil.rmtree(os.path.join(folder, "node_modules"), ignore_errors=True)
    sys.exit(status if status >= 0 else 128 - status)


main()
