"""``package-lock.json`` and ``npm-shrinkwrap.json``, lockfileVersion 1, 2 and 3.

https://docs.npmjs.com/cli/configuring-npm/package-lock-json: version 1 has a tree of
``dependencies``, 3 a flat table of ``packages`` by their folder, 2 both; npm reads ``packages`` then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tallystick.limits import Limits
from tallystick.lock.pinned import (
    Ecosystem,
    Malformed,
    Pinned,
    WhyNot,
    address,
    file_name,
    integrity,
    is_name,
    is_version,
    left_out,
    table_of,
    text_of,
)

_FOLDER = "node_modules/"
_GIT = ("git+", "git:", "git@", "github:", "gitlab:", "bitbucket:")


def read(document: Mapping[str, object], limits: Limits) -> Iterator[Pinned]:
    """One tarball for each package, in the order of the file.

    Raises:
        Malformed: not a lock file of version 1, 2 or 3.
    """
    version = document.get("lockfileVersion")
    if version in {2, 3} and "packages" in document:
        for folder, package in table_of(document, "packages").items():
            if not isinstance(package, dict):
                raise Malformed("packages: not a table of tables")
            yield _package(folder, package)
    elif version in {1, 2}:
        yield from _tree(table_of(document, "dependencies"), limits)
    else:
        raise Malformed("not a lock file of lockfileVersion 1, 2 or 3")


def _package(folder: str, package: Mapping[str, object]) -> Pinned:
    """What stands in ``packages``; a name of its own means an alias, or a folder outside node_modules."""
    _, installed, last = folder.rpartition(_FOLDER)
    name = (
        text_of(package, "name") or (last if installed else folder.rpartition("/")[2]) or "(root)"
    )
    if not installed or package.get("link") is True:
        version = text_of(package, "version")
        return left_out(Ecosystem.NPM, name, version, WhyNot.LOCAL, "a folder of this project")
    bundled = package.get("inBundle") is True
    return _pinned(name, package, text_of(package, "resolved"), is_bundled=bundled)


def _tree(dependencies: Mapping[str, object], limits: Limits) -> Iterator[Pinned]:
    """What stands in ``dependencies`` of version 1, on a stack of our own: they nest."""
    stack = [(dependencies, 0)]
    while stack:
        level, depth = stack.pop()
        if depth > limits.nesting:
            raise Malformed(f"dependencies nested deeper than {limits.nesting}")
        for name, package in level.items():
            if not isinstance(package, dict):
                raise Malformed("dependencies: not a table of tables")
            yield _dependency(name, package)
            if "dependencies" in package:
                stack.append((table_of(package, "dependencies"), depth + 1))


def _dependency(name: str, package: Mapping[str, object]) -> Pinned:
    version = text_of(package, "version") or ""
    if version.startswith("file:"):
        return left_out(Ecosystem.NPM, name, None, WhyNot.LOCAL, "a file or folder of this project")
    if version.startswith("npm:"):  # an alias: npm:NAME@VERSION
        name, _, version = version.removeprefix("npm:").rpartition("@")
        package = {**package, "version": version}
    resolved = text_of(package, "resolved")
    if "/" in version:  # a URL or a git address stands in place of the version
        resolved, package = resolved or version, {**package, "version": None}
    return _pinned(name, package, resolved, is_bundled=package.get("bundled") is True)


def _pinned(
    name: str, package: Mapping[str, object], resolved: str | None, *, is_bundled: bool
) -> Pinned:
    version = text_of(package, "version")
    if not is_name(name, Ecosystem.NPM):
        raise Malformed(f"a package named {name!r:.100}")
    if version is not None and not is_version(version):
        raise Malformed(f"{name}: version {version!r:.100}")
    if is_bundled:
        reason = "it comes inside the package that bundles it, and is audited as a part of that"
        return left_out(Ecosystem.NPM, name, version, WhyNot.LOCAL, reason)
    if resolved is not None and resolved.startswith("file:"):
        reason = "a file on the disk of whoever locked it; audit it by its path"
        return left_out(Ecosystem.NPM, name, version, WhyNot.NO_RELEASE, reason)
    if resolved is not None and (
        resolved.startswith(_GIT) or resolved.partition("#")[0].endswith(".git")
    ):
        reason = "installed from a git commit; there is no released file"
        return left_out(Ecosystem.NPM, name, version, WhyNot.NO_RELEASE, reason)
    where = address(resolved) if resolved is not None else None
    if where is None and (version is None or resolved is not None):
        reason = "a URL that is not asked (https only)" if resolved else "neither version nor URL"
        return left_out(Ecosystem.NPM, name, version, WhyNot.UNPINNED, reason)
    digests = integrity(text_of(package, "integrity") or "")
    if not digests:
        reason = "no integrity of sha256 or stronger (SHA-1 alone pins nothing); lock it again"
        return left_out(Ecosystem.NPM, name, version, WhyNot.UNPINNED, reason)
    return Pinned(
        ecosystem=Ecosystem.NPM,
        name=name,
        version=version,
        digests=digests,
        url=where,
        filename=file_name(where) if where else None,
        is_direct=version is None,
    )
