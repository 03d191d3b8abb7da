"""What an audit rests on of a repository: its objects, kept, and laid out again where there is none.

Kept are the commit, its trees, the tag objects that point at it, and the blobs whose bytes were read. An
object's id is the digest of its bytes, so that nobody has to be believed: what is laid out is named by what
it hashes to, and a commit whose objects are there is that commit. What no object says (which branch holds the
commit, that a tag is called so) stays the word of whoever kept them.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from tallystick.errors import SourceError
from tallystick.limits import Limits
from tallystick.model import Reader, Source
from tallystick.source.git_reader import GitReader
from tallystick.source.objects import GitObject, object_id
from tallystick.source.repository import Repository
from tallystick.source.trees import subtrees
from tallystick.source.url import by_normal_url, looks_like_url

NESTED = 8
"""Tags of tags of a commit; nobody makes more than one."""

KINDS = frozenset({"commit", "tree", "blob", "tag"})

_TAG = re.compile(r"[^\x00-\x20\x7f~^:?*\[\\/.]+(?:[/.][^\x00-\x20\x7f~^:?*\[\\/.]+)*")
"""git-check-ref-format(1), and a little less: no name with two dots, or with one at an end."""


class KeptRepository(Struct, frozen=True, kw_only=True):
    """One commit of one repository.

    Attributes:
        url: where it was read, without credentials.
        commit: its full id.
        objects: by id.
        tags: ids by name, as the repository had them.
    """

    url: str
    commit: str
    objects: Mapping[str, GitObject]
    tags: Mapping[str, str] = field(default_factory=dict)


class Watched(Struct):
    """A reader that knows what was read through it."""

    reader: Reader
    paths: set[str] = field(default_factory=set)

    def read(self, path: str) -> bytes:
        """See :class:`tallystick.model.Reader`."""
        content = self.reader.read(path)
        self.paths.add(path)
        return content

    def prefetch(self, paths: frozenset[str]) -> None:
        """See :class:`tallystick.model.Reader`."""
        self.reader.prefetch(paths)


def watched(source: Source) -> tuple[Source, Watched]:
    """``source``, and what will have been read of it."""
    watching = Watched(source.tree.reader)
    return replace(source, tree=replace(source.tree, reader=watching)), watching


def kept(source: Source, watching: Watched, limits: Limits) -> tuple[KeptRepository, ...]:
    """What to keep of ``source`` and its submodules; nothing of one that is no git repository.

    Raises:
        SourceError: an object is damaged, or not there anymore.
    """
    reader = watching.reader
    if source.commit is None or not isinstance(reader, GitReader):
        return ()
    blobs: dict[str, set[str]] = {}
    modules = {path for path in source.tree.entries if f"/{path}".endswith("/.gitmodules")}
    for path in watching.paths | modules:
        entry = source.tree.entries.get(path)
        if entry is not None and not entry.is_gitlink:
            blobs.setdefault(reader.place_of(path), set()).add(entry.blob)
    return tuple(
        KeptRepository(
            url=source.url if place == "" else reader.urls[place],
            commit=commit,
            objects={
                one.id: one
                for one in (
                    *_objects(reader.repository(place), commit, blobs.get(place, set()), limits),
                    *(_tag_objects(reader, limits) if place == "" else ()),
                )
            },
            tags=reader.tags() if place == "" else {},
        )
        for place, commit in {"": source.commit, **source.submodules}.items()
    )


def _objects(
    repository: Repository, commit: str, blobs: Collection[str], limits: Limits
) -> Iterator[GitObject]:
    """``commit`` with all its trees, each once, and ``blobs``."""
    objects, tip = repository.objects, repository.find(commit)
    if tip is None:
        raise SourceError(f"{repository.name}: {commit} is not there")
    wanted = [tip.id, *sorted(blobs)]
    yield from _each(objects.read_all(wanted, cap=limits.content), repository)
    level, seen = {tip.tree}, set[str]()
    while level:
        seen |= level
        below: set[str] = set()
        for found in _each(objects.read_all(sorted(level), cap=limits.listing), repository):
            yield found
            below.update(subtrees(found.content, len(commit)))
        level = below - seen


def _each(found: Iterator[GitObject | None], repository: Repository) -> Iterator[GitObject]:
    for one in found:
        if one is None:
            raise SourceError(f"{repository.name}: an object of the commit is not there")
        yield one


def _tag_objects(reader: GitReader, limits: Limits) -> Iterator[GitObject]:
    """The objects of the commit's tags, and of tags of those; a light tag has none."""
    for name in reader.tags().values():
        identity: str | None = name
        for _ in range(NESTED):
            found = reader.repository("").objects.read(identity or "", cap=limits.metadata)
            if found is None or found.kind != "tag":
                break
            yield found
            identity = _points_at(found)


def _points_at(tag: GitObject) -> str | None:
    found = re.match(rb"object ([0-9a-f]+)\n", tag.content) if tag.kind == "tag" else None
    return None if found is None else found[1].decode()


def lay_out(folder: Path, repositories: Sequence[KeptRepository]) -> Mapping[str, str]:
    """Make a repository of each below ``folder``; the folders by the URL that they stand for.

    Raises:
        SourceError: an object has another id than it is kept by, or is of no kind; a tag has no name of
            one, or is of no object; two commits of one URL.
    """
    places: dict[str, str] = {}
    for number, repository in enumerate(repositories):
        if repository.commit not in repository.objects:
            raise SourceError(f"{repository.url}: the commit {repository.commit} is not in it")
        if repository.url in places:
            # One submodule twice, at two commits: their objects are in one place.
            _fill(Path(places[repository.url]), repository)
            continue
        place = folder / f"{number}.git"
        (place / "objects").mkdir(parents=True)
        (place / "refs").mkdir()
        (place / "HEAD").write_text("ref: refs/heads/nothing-is-checked-out\n")
        wide = len(repository.commit) == 64
        version, format_ = (1, "[extensions]\n\tobjectFormat = sha256\n") if wide else (0, "")
        (place / "config").write_text(
            f"[core]\n\trepositoryFormatVersion = {version}\n\tbare = true\n{format_}"
        )
        _fill(place, repository)
        _check_names(repository)
        refs = (f"{id_} refs/tags/{tag}\n" for tag, id_ in sorted(repository.tags.items()))
        (place / "packed-refs").write_text("# pack-refs with: sorted\n" + "".join(refs))
        places[repository.url] = str(place)
    return places


def urls_of(places: Mapping[str, str]) -> Mapping[str, str]:
    """Those of ``places`` that stand for a URL, as mirrors; a folder of another machine is none."""
    return by_normal_url({url: place for url, place in places.items() if looks_like_url(url)})


def _fill(place: Path, repository: KeptRepository) -> None:
    with (place / "shallow").open(
        "a"
    ) as file:  # its parents are not kept (gitrepository-layout(5))
        file.write(f"{repository.commit}\n")
    for id_, one in repository.objects.items():
        if one.kind not in KINDS:
            raise SourceError(f"{repository.url}: the object {id_} is of no kind that git has")
        own = object_id(one.kind, one.content, digits=len(repository.commit))
        if own != id_:
            raise SourceError(f"{repository.url}: the {one.kind} {id_} has another id: {own}")
        path = place / "objects" / own[:2] / own[2:]
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(
            zlib.compress(f"{one.kind} {len(one.content)}\0".encode() + one.content, 1)
        )


def _check_names(repository: KeptRepository) -> None:
    for tag, id_ in repository.tags.items():
        if not _TAG.fullmatch(tag) or not tag.isprintable() or tag.endswith(".lock"):
            raise SourceError(f"{repository.url}: not the name of a tag: {tag!r}")
        if not set(_pointing(repository, id_)) & {repository.commit}:
            raise SourceError(f"{repository.url}: the tag {tag} does not point at the commit")


def _pointing(repository: KeptRepository, identity: str) -> Iterator[str]:
    """``identity`` and what it points at, tag after tag."""
    for _ in range(NESTED):
        yield identity
        one = repository.objects.get(identity)
        to = None if one is None else _points_at(one)
        if to is None:
            return
        identity = to
