"""What git complains of, in the words that a user can do something about.

git has no codes for its failures, so its sentences are read (always in English: ``LC_ALL=C``). A server
may write some of them: they are shown as text, and decide nothing but what is said.
"""

from __future__ import annotations

import re

from tallystick.errors import SourceError, StorageError

SILENCE = "git says nothing"

COMPLAINT_BYTES = 64 * 1024
"""How much of a complaint is read; its beginning says most."""

_DISK = re.compile("No space left on device|Disk quota exceeded|Read-only file system")
_REDIRECT = "it redirects elsewhere"
_NO_ENTRY = (
    "it wants a password, or does not exist for others; give one in a credential helper of git, in "
    "~/.netrc, or as https://USER:PASSWORD@…"
)
_REASONS = (
    (r"Could not resolve (?:host|proxy)", "no network, or no such host"),
    (r"Failed to connect|Connection (?:refused|timed out)|unreachable", "the host does not answer"),
    (
        # The second are the words of newer git (2.55), which is told by its configuration not to ask.
        r"could not read (?:Username|Password)|unable to get password from user"
        r"|Authentication failed|Permission denied \(|error: 40[13]",
        _NO_ENTRY,
    ),
    (r"Host key verification failed", "ssh does not know the host's key; connect to it once"),
    (r"transport '.*' not allowed", "it leads to a protocol that is not allowed"),
    (r"repository .* not found|does not appear to be a git repo", "there is no repository"),
    (r"is this a git repository\?", "there is no git repository: it answers with something else"),
    (r"returned error: 30[12378]", _REDIRECT),
    (
        r"Out of memory|out of memory|mmap failed",
        "it sends more than memory may hold (cap: git_memory)",
    ),
    # SIGXFSZ, where it is not ignored, ends index-pack before it can say a word.
    (
        r"\A(?:(?:warning|hint|remote): .*\n)*fatal: fetch-pack: invalid index-pack output\n?\Z"
        r"|File too large",
        "it sends more than may be written (cap: git_disk)",
    ),
)

OUTAGE = re.compile(
    "no network, or no such host|the host does not answer|error: (?:408|429|5[0-9][0-9])"
    "|early EOF|hung up unexpectedly|RPC failed|Connection reset|Empty reply"
)
"""Failures that another time might not bring, in our words or in git's (curl's) own."""


class Redirected(SourceError):  # noqa: N818 - a state of the server, like ContentUnavailable
    """The server says that the repository is elsewhere; where, redirect.py finds out."""


def last_words(errors: bytes) -> str:
    """The line of git's complaints that says most, fit for a terminal."""
    text = "".join(
        letter if letter.isprintable() or letter == "\n" else "?"
        for letter in errors.decode("utf-8", "replace")
    )
    lines = [line for line in text.splitlines() if line.strip()]
    if (disk := _DISK.search(text)) is not None:
        return disk[0]
    for pattern, reason in _REASONS:
        if re.search(pattern, text):
            return reason
    for line in lines:
        if line.startswith(("fatal: ", "error: ")):
            return line.partition(": ")[2][:300]
    return lines[-1][:300] if lines else SILENCE


def failure(where: str, complaint: str) -> SourceError | StorageError:
    """The error that a complaint comes to: the disk's, a redirect, or the source's."""
    if _DISK.search(complaint):
        return StorageError(f"cannot keep what comes from {where}: {complaint}")
    if complaint == _REDIRECT:
        return Redirected(f"{where}: {complaint}")
    return SourceError(f"{where}: {complaint}")
