"""One kind of tampering a function, named for the attack; ``KINDS`` is the list of all."""

from tamper.kinds import (  # noqa: F401 - each adds its own to the list
    added,
    changed,
    container,
    links,
    metadata,
    removed,
)
from tamper.kinds.making import (
    KINDS,
    Apply,
    Kind,
    add_member,
    first_module,
    inside,
    package_folder,
    replace_once,
)

__all__ = [
    "KINDS",
    "Apply",
    "Kind",
    "add_member",
    "first_module",
    "inside",
    "package_folder",
    "replace_once",
]
