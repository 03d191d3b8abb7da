"""What a source says of releases that are not its own: read without running anything, within caps."""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Mapping

import pytest

from tallystick.explain.context import Context
from tallystick.explain.evidence.script_urls import MAX_URLS, fetched
from tallystick.explain.npm.locks import locked
from tallystick.explain.releases import same_bytes
from tallystick.limits import DEFAULT
from tallystick.model import MODE_EXECUTABLE, MODE_SYMLINK
from tallystick.project import Layout, Project
from trees import artifact, entry, source, tree

SRI = f"sha512-{base64.b64encode(hashlib.sha512(b'x').digest()).decode()}"
PINNED = frozenset({("sha512", hashlib.sha512(b"x").hexdigest())})


def context(files: Mapping[str, bytes | str]) -> Context:
    reviewed = source(tree(files))
    return Context(
        artifact=artifact(tree({})),
        source=reviewed,
        project=Project(tree=reviewed.tree),
        layout=Layout(roots=()),
        limits=DEFAULT,
    )


def downloads(script: str) -> set[tuple[str, str, str]]:
    found = fetched(context({"hatch_build.py": script}))
    return {(one.named.name, one.named.version, one.path) for one in found}


# --- URLs in build files --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "script",
    [
        'U = "https://cdn.example.org/@s/x@4.0.2/style/index.css"',
        'V = "4.0.2"\nU = "https://cdn.example.org/@s/x@%s/style/index.css" % V',
        'V = "4.0.2"\nU = f"https://cdn.example.org/npm/@s/x@{V}/style/index.css"',
        'V = "4.0.2"\nU = "https://cdn.example.org/@s/x@" + V + "/style/index.css"',
        'V = "4.0.2"\ndef get():\n    return f"https://cdn.example.org/@s/x@{V}/style/index.css"',
    ],
)
def test_constants_are_put_into_a_url(script: str) -> None:
    assert downloads(script) == {("@s/x", "4.0.2", "style/index.css")}


@pytest.mark.parametrize(
    "script",
    [
        'U = f"https://cdn.example.org/x@{version()}/index.css"',
        'V = "4.0.2"\nV = input()\nU = f"https://cdn.example.org/x@{V}/index.css"',
        'U = "https://cdn.example.org/x@../../index.css"',
        'U = "https://cdn.example.org/x@latest/index.css"',
        'U = "https://cdn.example.org/x@^4/index.css"',
        'U = "https://cdn.example.org/x/index.css"',
        "U = (",
    ],
)
def test_a_url_that_names_no_version_names_nothing(script: str) -> None:
    assert downloads(script) == set()


def test_a_text_that_doubles_itself_costs_little() -> None:
    lines = ['A0 = "https://cdn.example.org/x@1.0.0/" + "a" * 9']
    lines += [f'A{n + 1} = f"{{A{n}}}{{A{n}}}{{A{n}}}"' for n in range(2_000)]
    begun = time.process_time()
    downloads("\n".join(lines))
    downloads("A = 'https://' + " + " + ".join(["'a'"] * 500))
    downloads("A = 'https://'\n" + "B = f'" + "{A}" * 5_000 + "'")
    assert time.process_time() - begun < 10


def test_urls_are_counted() -> None:
    script = "\n".join(f'"https://cdn.example.org/x@1.0.{n}/a.js"' for n in range(MAX_URLS * 3))
    assert len(fetched(context({"hatch_build.py": script}))) == MAX_URLS


# --- lock files -----------------------------------------------------------------------------------


def test_a_lock_of_yarn_1_binds_bytes() -> None:
    lock = f'"@s/x@^1.0.0", "@s/x@~1.0":\n  version "1.0.2"\n  integrity {SRI}\n  dependencies:\n    y "1"\n'
    (named,) = locked(context({"yarn.lock": lock}))["@s/x"]
    assert (named.version, named.digests, named.by) == ("1.0.2", PINNED, "yarn.lock")


def test_a_lock_of_a_later_yarn_names_and_does_not_bind() -> None:
    lock = '"x@npm:^1.0.0":\n  version: 1.0.2\n  resolution: "x@npm:1.0.2"\n  checksum: 10c0/00\n'
    (named,) = locked(context({"yarn.lock": lock}))["x"]
    assert (named.version, named.digests) == ("1.0.2", frozenset())


@pytest.mark.parametrize(
    "head",
    [
        '"x@workspace:."',
        '"x@patch:x@npm%3A1.0.0#./y.patch"',
        '"x@file:../x"',
        '"x@npm:@evil/y@^1.0.0"',
        '"x@npm:y@^1.0.0"',
        '"x@git+ssh://git@example.org/x.git"',
        '"x@https://example.org/x.tgz"',
    ],
)
def test_what_no_registry_released_under_that_name_is_left_out(head: str) -> None:
    assert not locked(context({"yarn.lock": f'{head}:\n  version "1.0.2"\n  integrity {SRI}\n'}))


@pytest.mark.parametrize("name", ["x;rm", "../x", "$(x)", "-x", "x`y`"])
def test_a_name_that_none_can_have_is_left_out(name: str) -> None:
    lock = f'"{name}@^1.0.0":\n  version "1.0.2"\n  integrity {SRI}\n'
    assert not locked(context({"yarn.lock": lock}))


def test_a_lock_below_node_modules_is_not_the_projects_own() -> None:
    lock = f'x@^1:\n  version "1.0.2"\n  integrity {SRI}\n'
    assert not locked(context({"node_modules/y/yarn.lock": lock}))


# --- the same bytes -------------------------------------------------------------------------------


def test_links_are_no_files_and_a_file_is_not_made_executable() -> None:
    ours = entry("a.js", b"x")
    program = entry("a.js", b"x", MODE_EXECUTABLE)
    files = {
        "file": entry("file", b"x"),
        "link": entry("link", b"x", MODE_SYMLINK),
        "other": entry("other", b"y"),
        "program": entry("program", b"x", MODE_EXECUTABLE),
    }
    assert same_bytes(ours, files) == ["file", "program"]
    assert same_bytes(program, files) == ["program"]
