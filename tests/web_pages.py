"""A page of the viewer of each kind, over the store that :mod:`viewers` fills."""

from __future__ import annotations

import re

import httpx

from tallystick.store import Put
from viewers import COMMIT

PAGES = {
    "overview": "/",
    "search": "/search?q=xz",
    "projects": "/projects",
    "project": "/projects/tarball/xz",
    "release": "/releases/tarball/xz/5.6.1",
    "ledgers": "/ledgers",
    "ledger": "/ledgers/{xz-5.6.1}",
    "entry": "/ledgers/{xz-5.6.1}/entries/188",
    "content": "/ledgers/{compiled}/entries/{module}/content",
    "blob": "/blobs/{blob}",
    "commit": f"/commits/{COMMIT}",
    "publisher": "/publishers?who=https://github.com/benjaminp/six",
    "survey": "/survey",
    "incident": "/incident?report=0",
}
"""A page of each kind."""


def addresses(put: dict[str, Put], client: httpx.Client) -> dict[str, str]:
    digests = {name: one.digest for name, one in put.items()}
    entry = client.get(f"/ledgers/{digests['xz-5.6.1']}/entries/188.json").json()
    digests["blob"] = entry["entry"]["line"]["sha256"]
    lines = client.get(f"/ledgers/{digests['compiled']}.json?path=fast.so").json()["lines"]
    digests["module"] = str(lines[0]["position"])
    return {
        name: re.sub(r"\{([^}]+)\}", lambda match: digests[match[1]], path)
        for name, path in PAGES.items()
    }
