"""Every cap on what a stranger's bytes may cost, in one place, each with the reason for its size."""

from __future__ import annotations

from msgspec import Struct

KIB = 1024
MIB = 1024 * KIB
GIB = 1024 * MIB


class Limits(Struct, frozen=True, kw_only=True):
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

    layer: int = 8 * GIB
    """Bytes of an archive within another one that is looked into: layers of images with CUDA have 5 GB."""

    layers: int = 4
    """Archives within one another that are looked into: an image, its layer, a wheel, a zip in that."""

    archives: int = 20_000
    """Archives in one environment that are looked into: an image of TeX Live has some 5,000."""

    metadata: int = 4 * MIB
    """Bytes of one METADATA, PKG-INFO, RECORD line set or build configuration that is parsed."""

    source_map: int = 16 * MIB
    """Bytes of one source map that is parsed: the map of a large application, with its sources quoted."""

    listing: int = 512 * MIB
    """Bytes of a tree listing: two million lines of 256 bytes."""

    ledger: int = 256 * MIB
    """Bytes of a ledger in JSON that is read back: linux's 90,000 entries, at 700 bytes each, are 60 MiB."""

    statements: int = 512 * MIB
    """Bytes of a file of signed statements: the largest ledger that is read, in base64, with some room."""

    statement_lines: int = 1_000
    """Statements in one file: two for each artifact of a release with hundreds of wheels."""

    statement_signatures: int = 16
    """Signatures on one statement that are verified: each is two processes."""

    signature_seconds: int = 60
    """Seconds for one signature to be verified; it takes a hundredth of one."""

    syntax: int = 1 * MIB
    """Bytes of Python source handed to the compiler's parser, whose memory is ~100 times its input."""

    pattern_steps: int = 4_000_000
    """Steps of a project's own patterns over one readme: the longest seen (107,000 characters of history)
    takes 1,640,000, and these take at most four seconds."""

    nesting: int = 64
    """Depth of brackets in TOML, JSON or Python that is parsed: real configuration stays under 20."""

    binary_rows: int = 1_000_000
    """Rows of all tables of one ELF, PE or Mach-O file: the largest of 454 in wheels (67 MB) needs 112,581,
    and a million are read in about three seconds at worst."""

    binary_names: int = 16 * MIB
    """Bytes of all names that are taken out of one image, which may overlap without end: at most 26 kB
    are needed by those 454."""

    binary_code: int = 32 * MIB
    """Bytes of code of one ELF file that are taken apart: most extension modules have less than one MB, which
    takes two seconds of processor; 32 take about a minute."""

    binary_name: int = 64 * KIB
    """Bytes of one symbol's name: C++ writes whole types into them, up to some 20 kB."""

    submodule_depth: int = 8
    """Submodules inside submodules; the deepest seen in the corpus is 3."""

    submodules: int = 2_000
    """Submodules of one source, nested ones included; Boost has 180, and each may be a clone."""

    version_length: int = 256
    """Characters of a version that tags are searched for; the longest that reads as one have under 60."""

    delta_lines: int = 400
    """Lines of a difference that the ledger keeps for a person to look at."""

    download: int = 4 * GIB
    """Bytes of one file fetched from an index: four times the largest wheel there."""

    index_page: int = 64 * MIB
    """Bytes of one answer of an index; the longest real project page is under 20 MB."""

    index_tries: int = 4
    """Requests for one thing, the first included: pip's five, less the one that a person would stop."""

    index_seconds: int = 120
    """Seconds after which no further try begins, and in which one page has to be there whole."""

    download_seconds: int = 7_200
    """Seconds for one file: the cap on its size at 600 kB/s; who drips slower has hung."""

    index_fresh: int = 86_400
    """Seconds for which an index may have its page believed without being asked: a day. PyPI says ten
    minutes; one that says ten years could hide a yanked release from us for as long."""

    provenance: int = 2 * MIB
    """Bytes of one provenance: two attestations of a file are 15 kB."""

    provenances: int = 256
    """Files of one release whose provenance is asked for; the most wheels of a release seen are 120."""

    attestations: int = 64
    """Attestations of one file; a file of PyPI or npm has two. More are refused, not sampled: one of those
    that are left out could be the false one."""

    log_entries: int = 8
    """Transparency log entries of one attestation; all in use have one."""

    statement: int = 1 * MIB
    """Bytes of one signed statement: provenance of a large matrix of builds is under 100 kB."""

    trust_root: int = 1 * MIB
    """Bytes of a trust root; that of the public instance has 7 kB."""

    evidence: int = 512 * MIB
    """Bytes of a file of evidence: artifacts of 200 MB in base64, beside a million blobs' worth of trees."""

    identity_lock: int = 4 * MIB
    """Bytes of ``tallystick.lock``: 1,000 projects with two publishers each are under 1 MB."""

    keyring: int = 64 * MIB
    """Bytes of one file of OpenPGP certificates: Debian's, with 1,000 developers, has under 30."""

    certificate: int = 16 * KIB
    """Bytes of one signing certificate: Fulcio's are under 2 kB."""

    keyring_seconds: int = 60
    """Seconds for the keyring's program, which may ask a person to unlock it."""

    debian_sources: int = 512 * MIB
    """Bytes of one list of source packages, unpacked: that of Debian's main has some 50 MB."""

    apt_seconds: int = 120
    """Seconds for apt to read its lists; a release with all its pockets takes 5."""

    program_output: int = 1 * MIB
    """Bytes that such a program may print: a source package of a thousand files names 200 kB."""

    releases: int = 64
    """Releases of third parties that one audit opens: orjson's sdist vendors 40 crates. A source that
    names more leaves the rest unproven."""

    release_size: int = 64 * MIB
    """Bytes of the file of such a release: TypeScript, among the largest, has 5 MB packed."""

    release_members: int = 100_000
    """Members of such a file; the npm packages of icons, the most numerous, have some 20,000."""

    release_unpacked: int = 1 * GIB
    """Bytes of its members together; all of them are hashed."""

    lock: int = 16 * MIB
    """Bytes of one lock file: 1,000 packages with all their wheels are about 5 MB."""

    pins: int = 100_000
    """Files that one lock file pins: 1,000 packages with 60 wheels each stay below."""

    lock_includes: int = 64
    """Files that a requirements.txt includes; more than five are seldom seen."""

    git_seconds: int = 1_800
    """Seconds for one clone or fetch; the history of a kernel takes ten minutes."""

    git_disk: int = 8 * GIB
    """Bytes of one file that git may write: all of Linux, blobs too, is one pack of about 5 GiB."""

    git_memory: int = 4 * GIB
    """Memory of one git process that talks to a server: it keeps a list of refs whole, however long."""

    git_refs: int = 64 * MIB
    """Bytes of a server's list of branches and tags: more than half a million of them."""

    toolchain_seconds: int = 600
    """Seconds for uv to resolve or to fetch one environment: numpy's takes ten on a slow line."""

    build_file: int = 4 * MIB
    """Bytes of one file of a build system that are read for findings: the largest configure has 3 MB."""

    build_findings: int = 500
    """Findings that are kept of one build system."""

    moved_tags: int = 10_000
    """Changes of tags that are remembered of one clone: more tags than most repositories have."""

    commits: int = 2_000_000
    """Commits of one history that are looked at: Linux has 1,400,000; 100,000 take some 200 MB."""

    commit_message: int = 64 * KIB
    """Bytes of one commit's message that are read; the longest of Linux, a merge's, has 30 kB."""

    blamed: int = 2_000
    """Files of one release whose lines are traced to commits; 10 ms each in a young repository."""

    blame_seconds: int = 120
    """Seconds for all of them: in a repository of 100,000 commits one file takes a third of a second."""

    surviving_files: int = 400
    """Files whose lines are traced through the whole history, to say who knows their folders."""

    surviving_seconds: int = 20
    """Seconds for all of them: git takes 10 ms a file in xz, and a third of a second in rails."""

    forge_requests: int = 3_000
    """Requests to a forge for one report: GitHub takes 5,000 an hour; a release of a thousand
    commits needs fewer."""

    forge_answer: int = 8 * MIB
    """Bytes of one answer of a forge: a hundred reviews, with their texts, have some 500 kB."""

    patch: int = 64 * MIB
    """Bytes of the patches of backports that are compared; one that says more is not a backport's."""


class Caps(Struct, frozen=True, kw_only=True):
    """Caps on one command in the sandbox; sizes in bytes."""

    seconds: int = 1_800
    """From start to end: the slowest of 16 autotools projects takes 37 s, a large extension module ten
    minutes on two cores."""

    cpu_seconds: int = 3_600
    """Of one process: two cores for all of ``seconds``."""

    memory: int = 4 * GIB
    """Resident in all processes together, and written to by one: a C++ compiler takes under 2 GiB."""

    address_space: int = 64 * GIB
    """Reserved by one process: Node.js and Go reserve tens of GiB that they never touch."""

    processes: int = 512
    """Processes and threads: ``make -j2`` stays under 50, Node.js takes 11 threads each."""

    open_files: int = 1_024
    """Of one process: the usual default."""

    disk: int = 4 * GIB
    """In the build's folder, which is in memory: a source, its objects and an artifact; also the largest
    file. /tmp may hold a quarter of it besides."""

    files: int = 500_000
    """Files, folders and links there: more than five times linux."""

    output: int = 16 * MIB
    """Printed on both streams: the log of a large C++ build with all warnings has 5 MB."""

    steps: int = 12_000_000
    """Of a watched build: files that its programs open, move or take away, and twenty for each program. The
    graph of so many takes a GiB; gzip is configured and built in 150,000."""

    kept_open: int = 128
    """Files that are held open for one command, so that what it takes away can be read: an eighth of what a
    process may usually open, and more than are compiled at once."""

    kept_files: int = 100_000
    """Of which it is kept what they held: more than three times the objects of linux."""

    kept_bytes: int = 256 * MIB
    """Of one of them; the largest library with debug information among those tried has 90 MB."""


REGENERATE = Caps(seconds=300, cpu_seconds=600)
"""For one run of ``--depth regenerate``: the slowest honest one of 175 artifacts takes half a minute, and one
that waits for a network waits until it is ended."""

BUILD = Caps()
"""For one build of ``--depth rebuild``: all that :class:`Caps` allows."""

DEFAULT = Limits()
