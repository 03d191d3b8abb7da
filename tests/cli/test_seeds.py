"""What a report says does not hang on the order of sets, which Python chooses anew for each process."""

from __future__ import annotations

import re

from command import Releases, Tally
from tallystick.report import FORMATS

TIMES = re.compile(r'"timings": ?\{[^}]*\}|<dd>\d+\.\d{3} s</dd>|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ')
"""How long it took and when it was, which no two runs have in common."""


def test_reports_are_the_same_bytes_under_every_hash_seed(tally: Tally, releases: Releases) -> None:
    outputs = {one.id: tally.folder / f"report{one.suffix}" for one in FORMATS}
    options = [str(word) for path in outputs.values() for word in ("-o", path)]
    source = str(releases.repository.path)
    both = (str(releases.honest), str(releases.tampered))
    said: list[dict[str, str]] = []
    for seed in ("1", "4242"):
        done = tally("audit", *both, "--source", source, *options, PYTHONHASHSEED=seed)
        assert done.code == 1, done
        said.append({name: path.read_text("utf-8") for name, path in outputs.items()})
    first, second = ({name: TIMES.sub("", text) for name, text in one.items()} for one in said)
    assert first == second
    assert all(first.values())
