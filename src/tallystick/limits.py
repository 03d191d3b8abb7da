"""Every cap on what a stranger's bytes may cost, in one place, each with the reason for its size."""

from __future__ import annotations

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB
GIB = 1024 * MIB


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Caps on reading, all inclusive: a value equal to its cap is still read.

    Sizes are in bytes, counts in pieces, ``ratio`` in unpacked bytes per packed byte.
    """

    members: int = 2_000_000
    """The largest archives in use (linux, chromium) hold under 500,000; a million are measured."""

    total: int = 64 * GIB
    """Unpacked bytes of one archive: ten times the largest wheel on an index."""

    ratio: int = 2_000
    """Deflate cannot pass 1,032:1; xz of real sources stays under 100:1, of zeros reaches 7,000:1."""

    ratio_floor: int = 64 * MIB
    """Unpacked bytes under which the ratio is not looked at: small files of zeros are honest."""

    name_length: int = 4_096
    """Bytes of one member name: Linux's PATH_MAX, so nothing longer could be unpacked."""

    name_depth: int = 256
    """Components of one member name: the deepest path in the corpus has 14."""

    header_text: int = 1 * MIB
    """Bytes of one PAX or GNU long-name header: two names and a few dozen short records."""

    findings: int = 10_000
    """Findings listed for one container: a hostile one could hold one a member."""

    decoder: int = 192 * MIB
    """Memory of one decompressor: ``xz -9`` needs 65 MiB, ``zstd --long=27`` 128 MiB."""

    content: int = 64 * MIB
    """Bytes of one entry that an explainer may ask for: the largest generated C file seen is 20 MB."""

    metadata: int = 4 * MIB
    """Bytes of one METADATA, PKG-INFO, RECORD line set or build configuration that is parsed."""

    source_map: int = 16 * MIB
    """Bytes of one source map that is parsed: the map of a large application, with its sources quoted."""

    listing: int = 512 * MIB
    """Bytes of a tree listing: two million lines of 256 bytes."""

    syntax: int = 1 * MIB
    """Bytes of Python source handed to the compiler's parser, whose memory is ~100 times its input."""

    nesting: int = 64
    """Depth of brackets in TOML, JSON or Python that is parsed: real configuration stays under 20."""

    submodule_depth: int = 8
    """Submodules inside submodules; the deepest seen in the corpus is 3."""

    submodules: int = 2_000
    """Submodules of one source, nested ones included; Boost has 180, and each may be a clone."""

    delta_lines: int = 400
    """Lines of a difference that the ledger keeps for a person to look at."""

    download: int = 4 * GIB
    """Bytes of one file fetched from an index: four times the largest wheel there."""

    index_page: int = 64 * MIB
    """Bytes of one answer of an index; the longest real project page is under 20 MB."""

    git_seconds: int = 1_800
    """Seconds for one clone or fetch; the history of a kernel takes ten minutes."""


DEFAULT = Limits()
