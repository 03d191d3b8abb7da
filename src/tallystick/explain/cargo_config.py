"""``.cargo/config.toml`` that says nothing but where vendored crates lie.

``cargo vendor`` prints it ("cargo vendor", "Source Replacement" in The Cargo Book): ``[source.*]``
tables with ``replace-with``, and one with ``directory``. Any other key of Cargo's configuration
(``build.rustc-wrapper``, ``target.*.runner``, ``env``, ``alias``, ``registries``) runs or fetches what
the source did not ask for.
"""

from __future__ import annotations

from collections.abc import Mapping

from tallystick.explain.context import Context
from tallystick.explain.places import folder_of, own_bytes
from tallystick.explain.vendored_crate import expected, locks, vendor_folders
from tallystick.model import Difference, Explanation, Grade
from tallystick.project import join
from tallystick.project.bounded import Malformed, toml

ID = "cargo-config"


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    if not f"/{difference.path}".endswith(("/.cargo/config.toml", "/.cargo/config")):
        return None
    content = own_bytes(difference, context)
    if content is None or difference.source is not None or not locks(context):
        return None
    try:
        problem, folder = _read(difference.path, toml(content, context.limits), context)
    except Malformed as error:
        problem, folder = str(error), None
    return Explanation(
        grade=Grade.CONTRADICTED if problem else Grade.UNPROVEN,
        explainer=ID,
        claim="tells cargo to read crates from the folder that they are vendored in",
        evidence=problem
        or f"{expected(f'{folder}/x/', context)}; run `cargo vendor {folder}` to prove the file",
    )


def _read(
    path: str, document: Mapping[str, object], context: Context
) -> tuple[str | None, str | None]:
    """(what it says that ``cargo vendor`` would not, the folder of the crates)."""
    sources = document.get("source")
    if set(document) != {"source"} or not isinstance(sources, Mapping):
        other = ", ".join(sorted(set(document) - {"source"})) or "no source"
        return f"it configures {other[:200]}", None
    here = folder_of(folder_of(path).rstrip("/"))
    found: dict[str, str] = {}
    for name, source in sources.items():
        if not isinstance(source, Mapping):
            return f"source.{name} is no table", None
        directory = source.get("directory")
        if set(source) == {"directory"} and isinstance(directory, str):
            found[str(name)] = join(here, directory)
    for name, source in sources.items():
        if name not in found and (
            name != "crates-io"
            or set(source) != {"replace-with"}
            or source["replace-with"] not in found
        ):
            return f"source.{name} is not crates.io, replaced by a folder of the sdist", None
    folders = set(found.values())
    if len(folders) != 1 or set(found) == set(sources):
        return "it does not replace crates.io by one folder", None
    folder = folders.pop()
    if folder not in vendor_folders(context) or expected(f"{folder}/x/", context) is None:
        return f"{folder} is no folder that the source expects vendored crates in", None
    return None, folder
