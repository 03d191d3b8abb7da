"""Kinds of tampering by somebody who has read our rules: each pretends to be what a rule expects to find.

They return what those of :mod:`tamper.kinds` return.
"""

from __future__ import annotations

import importlib.util
import marshal
import re
import struct
from pathlib import PurePosixPath

from tamper.kinds import (
    Apply,
    Kind,
    add_member,
    first_module,
    inside,
    package_folder,
    replace_once,
)
from tamper.kinds.making import PAYLOAD
from tamper.release import Member, Release

PLANTED_KINDS: list[Kind] = []


def kind(function: Apply) -> Apply:
    """Add ``function`` to PLANTED_KINDS under its own name."""
    PLANTED_KINDS.append(Kind(function.__name__.replace("_", "-"), function))
    return function


def _metadata(release: Release) -> Member | None:
    if release.is_wheel:
        return release.find(".dist-info/METADATA")
    return next((m for m in release.members if m.name == f"{release.top}PKG-INFO"), None)


def _dist_info(release: Release) -> str | None:
    member = release.find(".dist-info/METADATA") if release.is_wheel else None
    return member.name.removesuffix("METADATA") if member is not None else None


def _beside_metadata(release: Release, name: str, content: bytes) -> str | None:
    folder = _dist_info(release)
    return add_member(release, f"{folder}{name}", content) if folder is not None else None


def _in_data(release: Release, name: str, content: bytes, mode: int = 0o644) -> str | None:
    if not release.is_wheel:
        return None
    stem = "-".join(release.name.split("-")[:2])
    return add_member(release, f"{stem}.data/{name}", content, mode)


def _header_added(release: Release, line: bytes) -> str | None:
    return replace_once(release, _metadata(release), b"\nVersion:", b"\n" + line + b"\nVersion:")


# What installers and importers read


@kind
def direct_url_added(release: Release) -> str | None:
    """PEP 610: written by an installer, and never shipped."""
    told = b'{"url": "https://example.invalid/x.git", "vcs_info": {"vcs": "git", "commit_id": "0"}}'
    return _beside_metadata(release, "direct_url.json", told)


@kind
def installer_named(release: Release) -> str | None:
    return _beside_metadata(release, "INSTALLER", b"pip\n")


@kind
def script_among_the_licences(release: Release) -> str | None:
    return _beside_metadata(release, "licenses/LICENSE.py", PAYLOAD)


@kind
def bill_of_materials_added(release: Release) -> str | None:
    told = b'{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": []}'
    return _beside_metadata(release, "sboms/tool.cdx.json", told)


@kind
def metadata_in_json_added(release: Release) -> str | None:
    """``metadata.json`` of old wheels, in a wheel that has none."""
    told = b'{"metadata_version": "2.0", "run_requires": [{"requires": ["evil"]}]}'
    name = f"{_dist_info(release)}metadata.json"
    return (
        None
        if any(m.name == name for m in release.members)
        else _beside_metadata(release, "metadata.json", told)
    )


@kind
def entry_point_led_elsewhere(release: Release) -> str | None:
    """The command keeps its name; another function answers."""
    member = release.find("/entry_points.txt")
    if member is None:
        return None
    led, count = re.subn(
        rb"(?m)^([\w.-]+\s*=\s*)[\w.]+(:[\w.]+)?", rb"\1os:getpid", member.content, count=1
    )
    if not count:
        return None
    member.content = led
    return inside(release, member)


@kind
def entry_points_in_the_egg_info(release: Release) -> str | None:
    member = release.find(".egg-info/PKG-INFO")
    if member is None or release.is_wheel or release.find(".egg-info/entry_points.txt"):
        return None
    name = member.name.replace("PKG-INFO", "entry_points.txt")
    return add_member(release, name, b"[console_scripts]\npip = os:getpid\n")


@kind
def startup_file_in_the_data_scheme(release: Release) -> str | None:
    """``data`` is unpacked below ``sys.prefix``, and from there a path leads to ``site-packages``."""
    path = "data/lib/python3.11/site-packages/zz_hook.pth"
    return _in_data(release, path, b"import os;os.name\n")


@kind
def header_in_the_headers_scheme(release: Release) -> str | None:
    return _in_data(release, "headers/object.h", b"#define Py_INCREF(x) inert(x)\n")


@kind
def module_in_the_platlib_scheme(release: Release) -> str | None:
    return _in_data(release, "platlib/usercustomize.py", PAYLOAD)


@kind
def main_module_added(release: Release) -> str | None:
    name = f"{package_folder(release)}__main__.py"
    return (
        None if any(m.name == name for m in release.members) else add_member(release, name, PAYLOAD)
    )


@kind
def stub_of_the_package_added(release: Release) -> str | None:
    name = f"{package_folder(release)}__init__.pyi"
    return (
        None
        if any(m.name == name for m in release.members)
        else add_member(release, name, b"x: int\n")
    )


@kind
def module_of_another_project_added(release: Release) -> str | None:
    return add_member(release, f"{release.top}pip/_vendor/certifi/__init__.py", PAYLOAD)


@kind
def pickle_added(release: Release) -> str | None:
    return add_member(release, f"{package_folder(release)}cache.pickle", b"cos\ngetpid\n(tR.")


# What generators are said to have written


def _claimed(release: Release, name: str, first: str, code: str = "import os\n") -> str | None:
    return add_member(release, f"{package_folder(release)}{name}", f"{first}\n{code}".encode())


@kind
def protobuf_module_claimed(release: Release) -> str | None:
    return _claimed(
        release, "wire_pb2.py", "# Generated by the protocol buffer compiler.  DO NOT EDIT!"
    )


@kind
def parser_tables_claimed(release: Release) -> str | None:
    first = (
        "# parsetab.py\n# This file is automatically generated. Do not edit.\n_tabversion = '3.10'"
    )
    return _claimed(release, "parsetab.py", first)


@kind
def scanner_claimed(release: Release) -> str | None:
    return _claimed(
        release, "Scan.py", "# Generated from Scan.g4 by ANTLR 4.9.3\nfrom antlr4 import *"
    )


@kind
def wrapper_claimed(release: Release) -> str | None:
    return _claimed(
        release,
        "wrap.py",
        "# This file was automatically generated by SWIG (https://www.swig.org).\n# Version 4.2.0",
    )


@kind
def cython_claimed_beside_a_module(release: Release) -> str | None:
    """C of the name of a module that is there: Cython also compiles Python."""
    module = first_module(release)
    if module is None:
        return None
    content = b"/* Generated by Cython 3.0.11 */\n#include <stdlib.h>\nint x;\n"
    return add_member(release, f"{module.name.removesuffix('.py')}.c", content)


@kind
def expression_in_a_version_file(release: Release) -> str | None:
    """The value stays, and something is asked for first."""
    pattern = re.compile(
        rb"""(?m)^(__version__\s*(?::\s*str\s*)?=\s*(?:version\s*=\s*)?)(["'][^"'\n]+["'])"""
    )
    found = [m for m in release.members if m.kind == "file" and m.name.endswith(".py")]
    member = next((m for m in found if pattern.search(m.content)), None)
    if member is None:
        return None
    member.content = pattern.sub(rb"\1__import__('os').name and \2", member.content, count=1)
    return inside(release, member)


@kind
def code_behind_the_version(release: Release) -> str | None:
    found = [m for m in release.members if re.search(r"/_?version\.py$", m.name)]
    if not found:
        return None
    found[0].content += b"\ndef __getattr__(name):\n    return __import__(name)\n"
    return inside(release, found[0])


def _compiled(release: Release, ending: str) -> str | None:
    """Bytecode of a module with one line more, whose header has the time and size of the module."""
    module = first_module(release)
    if module is None:
        return None
    path = PurePosixPath(module.name)
    try:
        code = compile(module.content + b"\nimport os\n", path.name, "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return None
    head = importlib.util.MAGIC_NUMBER + struct.pack("<III", 0, 1_700_000_000, len(module.content))
    tag = importlib.util.cache_from_source("x.py").rsplit(".", 2)[1]
    name = f"{path.parent}/__pycache__/{path.stem}.{tag}{ending}.pyc"
    return add_member(release, name, head + marshal.dumps(code))


@kind
def bytecode_of_a_changed_module(release: Release) -> str | None:
    return _compiled(release, "")


@kind
def bytecode_of_a_changed_module_called_optimised(release: Release) -> str | None:
    return _compiled(release, ".opt-1")


@kind
def bytecode_of_a_changed_module_called_that_of_pytest(release: Release) -> str | None:
    return _compiled(release, "-pytest-8.3.3")


@kind
def plural_rule_of_a_catalogue_changed(release: Release) -> str | None:
    """gettext evaluates it (``gettext.c2py``)."""
    member = release.find(".mo")
    if member is None or (found := re.search(rb"plural=([^;\0\n]{6,})", member.content)) is None:
        return None
    rule = b"9**9**9".ljust(len(found[1]))[: len(found[1])]
    member.content = member.content[: found.start(1)] + rule + member.content[found.end(1) :]
    return inside(release, member)


# Metadata


@kind
def field_called_dynamic(release: Release) -> str | None:
    return _header_added(release, b"Dynamic: Requires-Dist")


@kind
def external_requirement_added(release: Release) -> str | None:
    return _header_added(release, b"Requires-External: evil")


@kind
def another_project_obsoleted(release: Release) -> str | None:
    return _header_added(release, b"Obsoletes-Dist: pip")


@kind
def another_project_provided(release: Release) -> str | None:
    return _header_added(release, b"Provides-Dist: pip")


@kind
def classifier_added(release: Release) -> str | None:
    return _header_added(release, b"Classifier: License :: Public Domain")


@kind
def requirement_loosened(release: Release) -> str | None:
    member = _metadata(release)
    if member is None:
        return None
    pattern = rb"(?m)^(Requires-Dist: [\w.-]+) ?\(?[<>=~!][^;\n]*"
    changed, count = re.subn(pattern, rb"\1", member.content, count=1)
    if not count:
        return None
    member.content = changed
    return inside(release, member)


@kind
def python_requirement_removed(release: Release) -> str | None:
    member = _metadata(release)
    if member is None or b"\nRequires-Python:" not in member.content:
        return None
    member.content = re.sub(rb"\nRequires-Python:[^\n]*", b"", member.content, count=1)
    return inside(release, member)


@kind
def build_number_given(release: Release) -> str | None:
    return replace_once(
        release, release.find(".dist-info/WHEEL"), b"\nRoot-Is", b"\nBuild: 9\nRoot-Is"
    )


@kind
def weaker_digest_in_the_record(release: Release) -> str | None:
    member = release.find(".dist-info/RECORD")
    if member is None:
        return None
    release.record_is_kept = True
    member.content, count = re.subn(
        rb",sha256=[\w-]{43}", b",md5=AAAAAAAAAAAAAAAAAAAAAA", member.content, count=1
    )
    return inside(release, member) if count else None


# The build


def _appended(release: Release, pattern: str, line: bytes) -> str | None:
    found = [m for m in release.members if re.search(pattern, m.name) and m.kind == "file"]
    if release.is_wheel or not found:
        return None
    found[0].content += line
    return inside(release, found[0])


@kind
def manifest_takes_more(release: Release) -> str | None:
    return _appended(release, r"^[^/]+/MANIFEST\.in$", b"\ninclude evil.py\n")


@kind
def build_requirement_from_here(release: Release) -> str | None:
    """``backend-path``: what stands in the sdist builds it (PEP 517)."""
    member = next((m for m in release.members if m.name == f"{release.top}pyproject.toml"), None)
    return replace_once(
        release, member, b"[build-system]\n", b'[build-system]\nbackend-path = ["."]\n'
    )


@kind
def command_class_configured(release: Release) -> str | None:
    line = b'\n[tool.setuptools.cmdclass]\nbuild_py = "evil.Build"\n'
    return _appended(release, r"^[^/]+/pyproject\.toml$", line)


@kind
def index_configured(release: Release) -> str | None:
    line = b"\n[easy_install]\nindex_url = https://example.invalid/simple\n"
    return _appended(release, r"^[^/]+/setup\.cfg$", line)


@kind
def makefile_changed(release: Release) -> str | None:
    return _appended(release, r"/(?:GNUm|M)akefile$", b"\n$(shell : inert)\n")


@kind
def configuration_of_the_documentation_changed(release: Release) -> str | None:
    return _appended(release, r"/docs?/(?:source/)?conf\.py$", b"\nimport os\n")


@kind
def build_file_of_meson_or_cmake_changed(release: Release) -> str | None:
    return _appended(release, r"/(?:meson\.build|CMakeLists\.txt)$", b"\n# inert\n")


@kind
def crate_changed(release: Release) -> str | None:
    return _appended(release, r"/(?:build\.rs|src/lib\.rs)$", b"\n// inert\n")


@kind
def source_listed_that_is_outside(release: Release) -> str | None:
    return _appended(release, r"\.egg-info/SOURCES\.txt$", b"\n/etc/setup.py\n")


@kind
def module_between_what_git_ignores(release: Release) -> str | None:
    return add_member(release, f"{release.top}build/lib/evil/__init__.py", PAYLOAD)
