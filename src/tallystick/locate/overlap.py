"""How much of an artifact stands in a commit at the right paths: blob ids against trees, nothing read.

An artifact's folders stand for folders of the source: its root for the project's folder, a wheel's
``pkg`` for ``src/pkg``. Which for which is not asked of any configuration here; the files say it
themselves: each blob that stands under the same file name on both sides votes for the pair of
folders that is left when what both paths end in is taken away.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from tallystick.model import Artifact, Entry

SMALL = 32
"""Bytes below which a file tells nothing: empty modules, ``*`` in a ``.gitignore``, a lone import."""

SAME_BLOB = 16
"""Places of one blob in a source that vote; a file that is everywhere says little of where it is from."""

PAIRS = 8
"""Pairs of folders that are kept: a distribution of many top-level packages has one for each."""

_WRITTEN_BY_THE_BUILD = (".dist-info/", ".egg-info/")
"""Folders of what no source holds (core metadata specifications): its absence there says nothing."""

PROJECT_FILES = frozenset({"pyproject.toml", "setup.py", "setup.cfg", "package.json"})
"""Files that make a folder the root of a project."""

_COMMON = (
    *("license", "licence", "copying", "unlicense", "code_of_conduct"),
    *(".git", ".editorconfig", "py.typed"),
)
"""How names of files begin, in lower case, that unrelated projects share to the byte."""

_VENDORED = re.compile(
    r"_?vendor(?:ed|ing)?|_?extern(?:al|als)?|third[_-]?party|node_modules|site-packages"
)
"""Folders in which projects keep copies of others: found there, a file belongs to somebody else."""


class Fingerprint(Struct, frozen=True, kw_only=True):
    """The entries of an artifact that can tell one source from another.

    Attributes:
        blobs: their blob ids by path.
        telling: the paths among them whose bytes unrelated projects do not share.
        root: what stands at the artifact's root and says how it is built.
    """

    blobs: Mapping[str, str]
    telling: frozenset[str]
    root: frozenset[str]

    @property
    def object_format(self) -> str:
        """How its ids are made: ``sha1`` or ``sha256``."""
        return "sha256" if len(next(iter(self.blobs.values()), "")) == 64 else "sha1"

    @classmethod
    def of(cls, artifact: Artifact) -> Fingerprint:
        """Take from ``artifact`` what a source could hold."""
        blobs = {
            path: entry.blob
            for path, entry in artifact.tree.entries.items()
            if not entry.is_gitlink
            and (entry.size is None or entry.size >= SMALL)
            and path != "PKG-INFO"
            and not any(folder in path for folder in _WRITTEN_BY_THE_BUILD)
        }
        folders = {path.rpartition("/")[0] for path in blobs}
        vendored = {folder for folder in folders if _is_vendored(folder)}
        telling = frozenset(
            path
            for path in blobs
            for folder, _, name in [path.rpartition("/")]
            if folder not in vendored and not name.lower().startswith(_COMMON)
        )
        root = frozenset(PROJECT_FILES & artifact.tree.entries.keys())
        return cls(blobs=blobs, telling=telling, root=root)


class Pair(Struct, frozen=True, kw_only=True, order=True):
    """A folder of the artifact, and the folder of the source that it stands for ("": the root)."""

    artifact: str
    source: str

    @property
    def is_vendored(self) -> bool:
        """Whether the source only holds a copy here: of the artifact, as of other projects."""
        return _is_vendored(self.source)


_ROOTS = Pair(artifact="", source="")


class Overlap(Struct, frozen=True, kw_only=True):
    """What one tree holds of an artifact.

    Attributes:
        found: the artifact's paths whose blob stands at the right path.
        telling: how many of them unrelated projects do not share.
        of: entries that could have.
        of_telling: likewise.
        pairs: the folders that stand for each other, the one with most entries first.
        elsewhere: telling entries besides, whose blob stands in the tree under another name.
        differing: the blob that the artifact has, by path of the source where another one stands.
        missing: the blob that the artifact has, by path of the source where none stands.
    """

    found: frozenset[str]
    telling: int
    of: int
    of_telling: int
    pairs: tuple[Pair, ...]
    elsewhere: int
    differing: Mapping[str, str]
    missing: Mapping[str, str]

    @property
    def matched(self) -> int:
        """Entries whose blob stands at the right path."""
        return len(self.found)

    @property
    def figure(self) -> str:
        """For people: ``72 of 79 files``."""
        return f"{self.matched} of {self.of} file{'' if self.of == 1 else 's'}"


def measure(fingerprint: Fingerprint, files: Mapping[str, Entry]) -> Overlap:
    """Lay the artifact over the tree ``files``; linear in both."""
    pairs = _pairs(fingerprint, files)
    # What a path begins with on both sides; made once, since every path is laid over every pair.
    ends = [
        (f"{p.artifact}/" if p.artifact else "", f"{p.source}/" if p.source else "") for p in pairs
    ]
    matched: set[str] = set()
    differing: dict[str, str] = {}
    missing: dict[str, str] = {}
    for path, blob in fingerprint.blobs.items():
        places = [there + path[len(here) :] for here, there in ends if path.startswith(here)]
        held = [(place, files[place]) for place in places if place in files]
        if any(entry.blob == blob for _, entry in held):
            matched.add(path)
        elif held:
            differing[held[0][0]] = blob
        elif places:
            missing[places[0]] = blob
    held_blobs = {entry.blob for entry in files.values()}
    return Overlap(
        elsewhere=sum(
            fingerprint.blobs[path] in held_blobs for path in fingerprint.telling - matched
        ),
        found=frozenset(matched),
        telling=len(matched & fingerprint.telling),
        of=len(fingerprint.blobs),
        of_telling=len(fingerprint.telling),
        pairs=pairs,
        differing=differing,
        missing=missing,
    )


def _pairs(fingerprint: Fingerprint, files: Mapping[str, Entry]) -> tuple[Pair, ...]:
    """The pairs of folders with the most votes, the one that most entries share first."""
    wanted = set(fingerprint.blobs.values())
    places: defaultdict[str, list[str]] = defaultdict(list)
    for path, entry in files.items():
        if entry.blob in wanted and len(places[entry.blob]) <= SAME_BLOB:
            places[entry.blob].append(path)
    votes: Counter[Pair] = Counter()
    for path, blob in fingerprint.blobs.items():
        if len(places[blob]) <= SAME_BLOB:
            found = {_pair(path, place) for place in places[blob]}
            votes.update(pair for pair in found if pair is not None)
    votes = Counter({pair: count for pair, count in votes.items() if not pair.is_vendored})
    if not votes:
        # Nothing is alike, as where every line ending was rewritten; names are all that is left.
        votes = _votes_by_name(fingerprint, files)
    # Equal votes: the pair that says less (the longer common end), then by name, for the same result.
    ranked = sorted(votes.items(), key=lambda item: (-item[1], _length(item[0]), item[0]))
    return tuple(pair for pair, _ in ranked[:PAIRS]) or (_ROOTS,)


def _votes_by_name(fingerprint: Fingerprint, files: Mapping[str, Entry]) -> Counter[Pair]:
    """Pairs of folders by file names alone, those that stand in one place on both sides."""
    ours = _by_file_name(fingerprint.blobs)
    theirs = _by_file_name(files)
    votes: Counter[Pair] = Counter()
    for name in ours.keys() & theirs.keys():
        if len(ours[name]) == len(theirs[name]) == 1:
            pair = _pair(ours[name][0], theirs[name][0])
            votes.update([pair] if pair is not None and not pair.is_vendored else [])
    return votes


def _is_vendored(folder: str) -> bool:
    return any(_VENDORED.fullmatch(part) is not None for part in folder.split("/"))


def _by_file_name(paths: Iterable[str]) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in paths:
        found[path.rpartition("/")[2]].append(path)
    return found


def _length(pair: Pair) -> int:
    return len(pair.artifact) + len(pair.source)


def _pair(path: str, place: str) -> Pair | None:
    """What is left of both paths without their common end; None if not even the name is common."""
    if path == place:
        return _ROOTS
    ours, theirs = path.split("/"), place.split("/")
    common = 0
    while common < min(len(ours), len(theirs)) and ours[-1 - common] == theirs[-1 - common]:
        common += 1
    if common == 0:
        return None
    return Pair(
        artifact="/".join(ours[: len(ours) - common]),
        source="/".join(theirs[: len(theirs) - common]),
    )


def project_folder(
    fingerprint: Fingerprint, overlap: Overlap, files: Mapping[str, Entry], *, whole: bool
) -> str:
    """The folder of the project in its repository.

    Args:
        fingerprint: of the artifact.
        overlap: of the artifact with ``files``.
        files: the tree of the commit.
        whole: the artifact holds the project's folder as it is (an sdist), and not only what is
            installed (a wheel): then its root is that folder.
    """
    at_root = [pair.source for pair in overlap.pairs if not pair.artifact]
    folder = (at_root or [pair.source for pair in overlap.pairs])[0]
    if not whole:
        return next((above for above in _upwards(folder) if _is_project(above, files)), folder)
    folder = at_root[0] if at_root else ""
    if fingerprint.root and not _is_project(folder, files):
        # What is built stands at the root, but came from a folder below: a workspace of crates.
        inside = {
            path.rpartition("/")[0] for path in files if path.rpartition("/")[2] in fingerprint.root
        }
        if len(inside) == 1:
            return inside.pop()
        above = {each for path in inside for each in _upwards(path)}
        return next((each for each in at_root if each in above and each), folder)
    return folder


def _is_project(folder: str, files: Mapping[str, Entry]) -> bool:
    prefix = f"{folder}/" if folder else ""
    return any(f"{prefix}{name}" in files for name in PROJECT_FILES)


def _upwards(folder: str) -> Iterator[str]:
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]
    yield ""
