"""Something bad, kept in a store, and what ``tallystick trace`` says of it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from command import Done
from ledgers import accepted
from tallystick.report import render

EVIL = b"dnl inert: a real one would decode a test file here\n"
EVIL_SHA256 = hashlib.sha256(EVIL).hexdigest()
EVIL_GIT = hashlib.sha1(b"blob %d\0" % len(EVIL) + EVIL, usedforsecurity=False).hexdigest()
STORE = ("--store", "store.sqlite")


def entry(path: str, content: bytes, grade: str = "identical") -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(str(render([accepted()], format="json")))["entries"][0]
    blob = hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
    digest = hashlib.sha256(content).hexdigest()
    said = {"path": path, "source_path": None, "grade": grade, "reach": "build"}
    return {**plain, **said, "size": len(content), "sha256": digest, "blob": blob}


def released(project: str, *entries: dict[str, Any], kind: str = "sdist") -> dict[str, Any]:
    document: dict[str, Any] = json.loads(str(render([accepted()], format="json")))
    sha256 = hashlib.sha256(project.encode()).hexdigest()
    said = {"project": project, "version": "1.0", "kind": kind, "sha256": sha256}
    document["artifact"] |= {**said, "name": f"{project}-1.0.tar.gz"}
    document["source"] |= {"url": f"https://example.org/{project}", "commit": "ab" * 20}
    return {**document, "entries": list(entries)}


def traced(done: Done) -> dict[str, Any]:
    assert done.code == 1, done.err
    found: dict[str, Any] = json.loads(done.out)
    return found
