"""Send a SARIF file to GitHub's code scanning, from a job; needs nothing but Python.

https://docs.github.com/en/rest/code-scanning/code-scanning#upload-an-analysis-as-sarif-data

Takes TALLY_SARIF and GITHUB_TOKEN, and what the runner sets: GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_SHA,
GITHUB_REF. Ends with 0 if the service took it, with 1 and its answer if not.
"""

from __future__ import annotations

import base64
import gzip
import json
import os
import sys
import urllib.error
import urllib.request
from pathlib import Path

MOST = 10 * 1024 * 1024
"""Bytes that the service takes, packed."""


def main() -> int:
    """Send the file that the environment names; the exit code."""
    packed = gzip.compress(Path(os.environ["TALLY_SARIF"]).read_bytes(), mtime=0)
    if len(packed) > MOST:
        print(f"upload_sarif: {len(packed)} bytes, the service takes {MOST}", file=sys.stderr)
        return 1
    body = {
        "commit_sha": os.environ["GITHUB_SHA"],
        "ref": os.environ["GITHUB_REF"],
        "sarif": base64.b64encode(packed).decode("ascii"),
        "tool_name": "tallystick",
    }
    api, repository = os.environ["GITHUB_API_URL"], os.environ["GITHUB_REPOSITORY"]
    request = urllib.request.Request(  # noqa: S310 - the runner's own address
        f"{api}/repos/{repository}/code-scanning/sarifs",
        data=json.dumps(body).encode(),
        headers={
            "Authorization": f"Bearer {os.environ['GITHUB_TOKEN']}",
            "Accept": "application/vnd.github+json",
            "Content-Type": "application/json",
        },
        method="POST",
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - as above
            print(f"upload_sarif: taken ({answer.status})")
    except urllib.error.HTTPError as error:
        print(f"upload_sarif: {error.code} {error.read(2000)!r}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"upload_sarif: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
