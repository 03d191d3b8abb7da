"""Audit against the shell's floor, on one artifact and a local clone of its repository.

    python benchmarks/speed.py ARTIFACT REPOSITORY COMMIT

The floor is ``gzip -dc ARTIFACT | sha1sum`` and ``git ls-tree -r COMMIT``: decompressing, hashing once,
and listing the tree; nothing is compared.
"""

from __future__ import annotations

import argparse
import shlex

from measuring import ANY_VERDICT, TALLYSTICK, Side, compare, machine, table


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("artifact")
    parser.add_argument("repository")
    parser.add_argument("commit")
    options = parser.parse_args()
    artifact, repository, commit = map(
        shlex.quote, (options.artifact, options.repository, options.commit)
    )
    floor = f"gzip -dc {artifact} | sha1sum; git -C {repository} ls-tree -r {commit} | wc -l"
    figures = compare(
        [
            Side(name="shell floor", command=["bash", "-c", floor]),
            Side(
                name="tallystick audit",
                command=[
                    *(TALLYSTICK, "audit", options.artifact, "--offline"),
                    *("--source", options.repository, "--ref", options.commit),
                ],
                exit_codes=ANY_VERDICT,
            ),
            Side(name="tallystick --version", command=[TALLYSTICK, "--version"]),
        ]
    )
    print(machine() + "\n")
    print("\n".join(table(figures, "shell floor")))


if __name__ == "__main__":
    main()
