"""What the source declares about itself, field by field of the core metadata.

https://packaging.python.org/en/latest/specifications/core-metadata/ names the fields. Each backend
has its own way of declaring them; one room per way (``declared_pep621``, ``declared_setuptools``,
``declared_poetry``, ``declared_flit``). Nothing is run and nothing is guessed: what cannot be read
off is :class:`Unknown`, with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace


class Known(Struct, frozen=True, kw_only=True):
    """A field that can be read off.

    Attributes:
        values: one for each line of the field; none where the field must be absent.
        where: the file and key that say so.
        optional: values that a backend may add, or may leave out.
        also: other complete renderings that a backend makes of the same declaration.
        certain: whether nothing that runs could have changed it; where False, an artifact that
            differs is a question, not a contradiction.
        rewritten: normalised names of requirements that a backend writes in terms of its own, so
            that only a difference in the others is a contradiction.
        stands_for: words in ``values`` in whose place the build puts another field of the release, with
            the name of that.
    """

    values: tuple[str, ...]
    where: str
    optional: tuple[str, ...] = ()
    also: tuple[tuple[str, ...], ...] = ()
    certain: bool = True
    rewritten: frozenset[str] = frozenset()
    stands_for: Mapping[str, str] = field(default_factory=dict)


class Unknown(Struct, frozen=True, kw_only=True):
    """A field that only running the project's code, or its backend's, could tell."""

    why: str


Field = Known | Unknown

EntryPoints = Mapping[str, Mapping[str, str]]
"""Group to name to object reference (the entry points specification)."""


class KnownEntryPoints(Struct, frozen=True, kw_only=True):
    """Entry points that can be read off; ``certain`` as for :class:`Known`."""

    groups: EntryPoints
    where: str
    certain: bool = True


class Declared(Struct, frozen=True, kw_only=True):
    """Everything that a source declares.

    Attributes:
        fields: by the name of the core metadata field, in lower case.
        entry_points: what ``entry_points.txt`` must hold.
        closed: whether a field that is not in ``fields`` must be absent.
        backend: the build backend's top-level module.
    """

    fields: Mapping[str, Field] = field(default_factory=dict)
    entry_points: KnownEntryPoints | Unknown = field(
        default_factory=lambda: KnownEntryPoints(groups={}, where="nothing declares any")
    )
    closed: bool = True
    backend: str = "setuptools"

    def field(self, name: str) -> Field:
        """What is declared of the field ``name`` (in lower case)."""
        nothing = Known(values=(), where="nothing declares it", certain=self.closed)
        return self.fields.get(name, nothing)

    def with_fields(self, fields: Mapping[str, Field]) -> Declared:
        """The same, with ``fields`` put in."""
        return replace(self, fields={**self.fields, **fields})


def strings(value: object) -> tuple[str, ...]:
    """The strings of a list; none where it is not a list."""
    return tuple(x for x in value if isinstance(x, str)) if isinstance(value, list | tuple) else ()


def people(field_name: str, persons: list[tuple[str, str]], where: str) -> dict[str, Field]:
    """``Author`` and ``Author-email`` (or ``Maintainer…``) from pairs of name and address.

    The first rendering is that of PEP 621 ("authors/maintainers"): a lone name goes to ``Author``,
    everything with an address to ``Author-email``. Poetry writes only the first person, name and
    address apart (``poetry.core.masonry.metadata``); maturin names everyone in both.
    """
    names = tuple(name for name, _ in persons if name)
    lone = tuple(name for name, address in persons if not address)
    addresses = tuple(_mailbox(name, address) for name, address in persons if address)
    bare = tuple(address for _, address in persons if address)
    first = tuple(address for _, address in persons[:1] if address)
    return {
        field_name: Known(
            values=_joined(lone),
            where=where,
            also=(_joined(names), names[:1], ()) if addresses else (_joined(names), names[:1]),
        ),
        f"{field_name}-email": Known(
            values=_joined(addresses), where=where, also=(_joined(bare), bare[:1], first)
        ),
    }


def _mailbox(name: str, address: str) -> str:
    return f"{name} <{address}>" if name else address


def _joined(parts: tuple[str, ...]) -> tuple[str, ...]:
    return (", ".join(parts),) if parts else ()


def links(urls: Mapping[str, str], where: str, home: str | None = None) -> dict[str, Field]:
    """``Project-URL``, ``Home-page`` and ``Download-URL`` from a table of labels and addresses.

    Poetry, and setuptools 61 to 71, repeat or move the one labelled "homepage" (and, setuptools,
    "download") into the older fields; the others keep them all as ``Project-URL``.
    """
    plain = {"".join(filter(str.isalnum, label)).casefold(): label for label in urls}
    moved = [plain[key] for key in ("homepage", "download", "downloadurl") if key in plain]
    every = {label: f"{label}, {url}" for label, url in urls.items()}
    homes = [urls[plain["homepage"]]] if "homepage" in plain else []
    downloads = [urls[plain[key]] for key in ("download", "downloadurl") if key in plain]
    return {
        "project-url": Known(
            values=tuple(line for label, line in every.items() if label not in moved),
            optional=tuple(every[label] for label in moved),
            where=where,
        ),
        "home-page": Known(
            values=(home,) if home else (), optional=() if home else tuple(homes), where=where
        ),
        "download-url": Known(values=(), optional=tuple(downloads), where=where),
    }


CONTENT_TYPES = {".md": "text/markdown", ".rst": "text/x-rst", ".txt": "text/plain"}
"""``Description-Content-Type`` by the readme's suffix (PEP 621, "readme")."""


def content_type(readme: str) -> str | None:
    """The content type that a readme's name stands for; None for other suffixes."""
    suffix = readme[readme.rfind(".") :].lower() if "." in readme.rsplit("/", 1)[-1] else ""
    return CONTENT_TYPES.get(suffix)
