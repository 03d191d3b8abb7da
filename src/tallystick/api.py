"""What ``import tallystick`` offers to programs: an audit of a file, and ledgers read back."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec.structs import replace

from tallystick.artifact import open_artifact
from tallystick.audit import audit
from tallystick.cache import Cache
from tallystick.limits import DEFAULT
from tallystick.locate import project_folder_of
from tallystick.model import Ledger
from tallystick.policy import Policy
from tallystick.report.json_reader import read_ledgers as read
from tallystick.source import open_source


def audit_file(
    path: str | os.PathLike[str],
    *,
    source: str | os.PathLike[str],
    ref: str | None = None,
    subdir: str | None = None,
    policy: Policy | None = None,
    expected_sha256: str | None = None,
    offline: bool = True,
) -> Ledger:
    """Account for every entry of a released file against its source, by reading alone, and judge it.

    Args:
        path: an sdist, a wheel, a tarball, an npm package or a Debian ``.dsc``.
        source: a git repository (folder or URL), a folder, an archive or a listing.
        ref: tag, branch or commit of the repository; None: what HEAD is.
        subdir: the project's folder in the source; None: its top, or for a source without a history the
            folder that holds most of the artifact.
        policy: the rules of the verdict; None: the default.
        expected_sha256: what the file's digest has to be.
        offline: whether nobody is asked for anything; False lets git fetch ``source``.

    Returns:
        A ledger with a verdict. Who published the file is not asked, so its ``identity`` is none.

    Raises:
        TallystickError: there is no ledger: the file or the source cannot be read, or a cap was passed.
    """
    cache = Cache.default()
    where = open_source(
        os.fspath(source),
        ref=ref,
        subdir=subdir or "",
        cache=cache,
        limits=DEFAULT,
        offline=offline,
    )
    with open_artifact(
        Path(path),
        limits=DEFAULT,
        object_format=where.object_format,
        expected_sha256=expected_sha256,
    ) as opened:
        if subdir is None and where.history is None:
            folder, evidence = project_folder_of(opened.artifact, where.tree)
            where = replace(where, subdir=folder, evidence=(*where.evidence, *evidence))
        return audit(opened.artifact, where, policy=policy)


def read_ledgers(text: str | bytes) -> tuple[Ledger, ...]:
    """The ledgers in a JSON report; contents are not in it, so trees of such ledgers cannot be read from.

    Raises:
        UsageError: it is no such report, or too large.
    """
    return read(text.encode() if isinstance(text, str) else text, DEFAULT)
