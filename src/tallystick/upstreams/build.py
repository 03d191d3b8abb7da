"""From versions of files to a database: pure, and the same bytes for the same versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from tallystick.limits import MIB
from tallystick.upstreams import between_releases, keywords, vendor
from tallystick.upstreams.carried import RELEASES, Release, common
from tallystick.upstreams.composed import (
    BLOCK,
    CALL,
    MACROS,
    MAKEFILES,
    macro_lines,
    makefile_lines,
    remarks,
)
from tallystick.upstreams.lines import PATCHED, installed_name, lines_of, row_name
from tallystick.upstreams.macros import COMMENTS, PartKind, Seen, commented, is_plain
from tallystick.upstreams.modules import PREFIX, sections
from tallystick.upstreams.patches import patches_in
from tallystick.upstreams.stamps import stamp
from tallystick.upstreams.table import (
    COMMENT,
    CONFIGURE,
    FILE,
    LINE,
    LINES,
    MACRO,
    MAKEFILE,
    REWORDED,
    Head,
    KnownFiles,
    Patch,
    Row,
    digest_of,
    pack,
)
from tallystick.upstreams.taken_back import line_digests
from tallystick.upstreams.wording import reworded

MOST_BYTES = 8 * MIB
"""Of one toolchain file: gnulib's table of the names of characters has 3.6 MB, and grows every year."""

LAST_DAY = 0xFFFF


class Version(Struct, frozen=True, kw_only=True):
    """One version of one file: its path upstream, its content, and the days it was current."""

    path: str
    content: bytes
    first: int
    last: int


class Builder:
    """Collects versions of files, and packs them."""

    def __init__(self, base: KnownFiles | None = None) -> None:
        """Begin with nothing, or with what ``base`` knows."""
        self._days: dict[tuple[bytes, str, str, str], tuple[int, int]] = {}
        self._heads: dict[tuple[str, str], Head] = {}
        self._of_modules: set[str] = set()
        self._seen: Seen = {}
        self._lines: dict[str, set[bytes]] = {}
        self._exact: dict[bytes, bytes] = {}
        self._comments: set[bytes] = set()
        self._patches: dict[tuple[object, ...], Patch] = {}
        if base is not None:
            for head in base.heads:
                self.head(head)
            self._keep_patches(base.all_patches())
            for row in base.rows():
                self._keep((row.digest, row.name, row.stamp, row.upstream), row.first, row.last)

    @property
    def knows_modules(self) -> bool:
        """Whether descriptions of modules were added, and not only taken over."""
        return bool(self._of_modules)

    def merge(self, other: Builder) -> None:
        """Add what ``other`` collected."""
        for head in other._heads.values():
            self.head(head)
        for key, days in other._days.items():
            self._keep(key, *days)
        self._of_modules |= other._of_modules
        self._keep_patches(other._patches.values())

    def head(self, head: Head) -> None:
        """Write down that ``head`` is what the database was built from; an older clone takes nothing back."""
        before = self._heads.get((head.upstream, head.place))
        if before is None or before.day <= head.day:
            self._heads[head.upstream, head.place] = head

    def add(self, upstream: str, version: Version, *, is_reworded: bool = False) -> None:
        """Make ``version`` known: by its bytes, or as gnulib-tool's rewriting leaves it; and its macros."""
        name = version.path.rpartition("/")[2]
        content = version.content
        if not content or len(content) > MOST_BYTES:
            return
        days = version.first, version.last
        if is_reworded:
            self._keep((digest_of(reworded(content), REWORDED), name, "", upstream), *days)
            return
        self._keep((digest_of(content, FILE), name, stamp(name, content), upstream), *days)
        self.add_lines(upstream, version)
        if name == between_releases.NAME:
            self._keep((digest_of(reworded(content), REWORDED), name, "", upstream), *days)
        for digest in self._less_their_changes(name, content):
            self._keep((digest, name, stamp(name, content), upstream), *days)
        if not name.endswith((".m4", ".m4.in")):
            return
        for part in commented(content.decode("utf-8", "surrogateescape"), self._seen):
            text = part.text.encode("utf-8", "surrogateescape")
            if part.kind is PartKind.DEFINITION:
                self._keep((digest_of(text, MACRO), part.name, "", upstream), *days)
            elif part.kind is PartKind.COMMENT or is_plain(part):
                self._add_comment(text.strip())

    def _less_their_changes(self, name: str, content: bytes) -> Iterator[bytes]:
        """The digests of a file without what repositories and distributions change in it."""
        if keywords.has_keyword(content):
            yield digest_of(keywords.emptied(content), REWORDED)
        if name == vendor.NAME:
            yield digest_of(vendor.without(content), REWORDED)
        if name in PATCHED:
            yield digest_of(line_digests(content, self._exact), LINES)

    def _add_comment(self, text: bytes) -> None:
        """Make a line known that says nothing to m4: a comment, or words in place of one."""
        if text not in self._comments:
            self._comments.add(text)
            self._keep((digest_of(text, COMMENT), COMMENTS, "", ""), 0, LAST_DAY)

    def add_lines(self, upstream: str, version: Version) -> None:
        """Make each line of a file known that distributions patch, once, and of all days."""
        installed = installed_name(version.path.rpartition("/")[2])
        if installed is None:
            return
        known = self._lines.setdefault(installed, set())
        new = set(version.content.split(b"\n")) - known  # two versions differ by few lines
        known |= new
        for _, line in lines_of(b"\n".join(new)):
            self._keep((digest_of(line, LINE), row_name(installed), "", upstream), 0, LAST_DAY)

    def add_patch(self, content: bytes, said: str) -> None:
        """Make known what a published patch does to files that distributions patch; after those before it."""
        self._keep_patches(patches_in(content, said))

    def _keep_patches(self, patches: Iterable[Patch]) -> None:
        """Keep each once, whoever published it first."""
        for patch in patches:
            self._patches.setdefault((patch.name, patch.hunks), patch)

    def add_module(self, upstream: str, version: Version) -> None:
        """Make the sections of a module's description known, under the module's name."""
        if len(version.content) > MOST_BYTES:
            return
        name = PREFIX + version.path.partition("/")[2]
        for section in sections(version.content.decode("utf-8", "surrogateescape")):
            if (
                section.lines or section.kind == MAKEFILE
            ):  # that there is such a module is known, too
                text = section.text.encode("utf-8", "surrogateescape")
                key = digest_of(text, section.kind), name, f"{section.lines} lines", upstream
                self._keep(key, version.first, version.last)
                if section.kind == CONFIGURE:
                    self._of_modules.update(section.text.splitlines())

    def add_composed(self, upstream: str, version: Version) -> None:
        """Make the lines known that gnulib-tool wrote around the modules; after the modules themselves."""
        text = version.content.decode("utf-8", "surrogateescape")
        if version.path.endswith("/gnulib-comp.m4"):
            name = MACROS
            lines = {
                line
                for line in macro_lines(text)
                if line not in self._of_modules or CALL.fullmatch(line) is None
            }
        elif BLOCK.search(text) is not None:
            name, lines = MAKEFILES, {*makefile_lines(text), *remarks(text)}
        elif version.path.endswith("/gnulib-cache.m4"):
            name, lines = MAKEFILES, set(remarks(text))
        else:
            return
        for line in lines:
            key = digest_of(line.encode("utf-8", "surrogateescape"), LINE), name, "", upstream
            self._keep(key, version.first, version.last)

    @property
    def stamped(self) -> frozenset[str]:
        """The names of files whose versions tell themselves apart: those of tools that are installed."""
        return frozenset(
            name for _, name, said, upstream in self._days if said and upstream != RELEASES
        )

    def add_releases(self, releases: Iterable[Release]) -> None:
        """Make known what releases of many projects carry; after all that was published."""
        rows, heads = common(releases, {digest for digest, *_ in self._days})
        for head in heads:
            self.head(head)
        for row in rows:
            self._keep((row.digest, row.name, row.stamp, row.upstream), row.first, row.last)

    def _keep(self, key: tuple[bytes, str, str, str], first: int, last: int) -> None:
        first, last = max(0, min(first, LAST_DAY)), max(0, min(last, LAST_DAY))
        known = self._days.get(key)
        if known is not None:
            first, last = min(first, known[0]), max(last, known[1])
        self._days[key] = first, last

    def packed(self) -> bytes:
        """The database; :class:`StorageError` as in :func:`tallystick.upstreams.table.pack`."""
        rows = [
            Row(digest=digest, name=name, stamp=said, upstream=upstream, first=first, last=last)
            for (digest, name, said, upstream), (first, last) in self._days.items()
        ]
        return pack(rows, tuple(self._heads.values()), tuple(self._patches.values()))
