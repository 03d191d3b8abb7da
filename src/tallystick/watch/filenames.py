"""What files of a source are for, by their names: a hint, where their bytes say nothing."""

from __future__ import annotations

import re

OBJECTS = (".o", ".a", ".lo", ".obj", ".so", ".os", ".lib", ".bc", ".rlib")
"""How what is linked is called."""

ARCHIVES = (".a", ".lib", ".rlib")

TESTS = re.compile(r"(?:.*/)?(?:tests?|testsuite|testing|testdata|t|spec|fixtures)(?:/.*)")
BUILD_FILE = re.compile(
    r"(?:.*/)?(?:(?:GNU)?[Mm]akefile(?:\.(?:in|am))?|.*\.(?:mk|mak|am|ac|m4|in|cmake|ninja|po|pot)"
    r"|CMakeLists\.txt|meson(?:\.build|_options\.txt)|SCons(?:cript|truct)|configure|config\.status|libtool"
    r"|setup\.(?:py|cfg)|pyproject\.toml|BUILD(?:\.bazel)?|\.deps/.*|LINGUAS|POTFILES.*|.*\.P?o)"
)
CODE = re.compile(
    r".*\.(?:c|cc|cpp|cxx|h|hh|hpp|hxx|inc|s|S|asm|py|pyx|pxd|pxi|pyi|rs|go|js|ts|sh|bash|pl|pm|rb|lua|f|f90"
    r"|y|l|gperf|java|awk|sed|tcl|ml|hs|vala|cu)"
)
