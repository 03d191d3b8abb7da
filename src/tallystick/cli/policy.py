"""``tallystick policy check FILE``: whether a policy can be meant, and what it comes to."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from tallystick.errors import UsageError
from tallystick.identity.case import FIELDS
from tallystick.identity.rules import RULES as IDENTITY_RULES
from tallystick.identity.terms import Project, Required, Terms
from tallystick.policy import RULES, Policy, read_policy
from tallystick.report.text import prose

WORDS = {"rejected": "reject", "inconclusive": "inconclusive", "accepted": "allow"}

DESCRIPTION = """\
  check FILE   say what the policy makes of each rule, and what it expects of publishers

Exit codes: 0 it can be meant, 2 it cannot (with the reason), or crash."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The action and its file."""
    parser.add_argument("action", choices=("check",), help="see above")
    parser.add_argument("file", metavar="FILE", type=Path, help="a policy (TOML)")


def run(options: argparse.Namespace) -> int:
    """Read the policy and say what it comes to; the exit code."""
    policy = read_policy_at(options.file, str(options.file))
    sys.stdout.write("\n".join(_lines(policy)) + "\n")
    return 0


def read_policy_at(path: Path, called: str) -> Policy:
    """The policy in the file at ``path``, which errors call ``called``.

    Raises:
        UsageError: it cannot be read, or cannot be meant.
    """
    try:
        return read_policy(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{called}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{called}: not UTF-8") from None
    except UsageError as error:
        raise UsageError(f"{called}: {error}") from None


def _lines(policy: Policy) -> Iterator[str]:
    for rule in RULES:
        yield f"{WORDS[policy.consequences[rule]]:<13} {rule}"
    terms = policy.identity or Terms()
    yield f"identity, by {terms.use}"
    for one in IDENTITY_RULES:
        yield f"  {terms.weight(one):<13} {one.id}"
    for project in terms.projects:
        yield from _project(project)


def _project(project: Project) -> Iterator[str]:
    yield f"  {prose(', '.join(project.match))}"
    expected = project.expected
    for name in FIELDS:
        if (value := getattr(expected, name)) is not None:
            yield f"    {name:<13} {prose(value)}"
    for key in sorted(expected.keys):
        yield f"    {'key':<13} {key}"
    if expected.cooldown_days is not None:
        yield f"    {'cooldown':<13} {expected.cooldown_days} days"
    if project.require is not None:
        yield f"    {'require':<13} {in_words(project.require)}"


def in_words(required: Required) -> str:
    """``verified and (tag or signed-by)``."""
    if required.rule:
        return required.rule
    parts = [in_words(one) for one in required.all_of or required.any_of]
    joined = (" and " if required.all_of else " or ").join(parts)
    return f"({joined})" if len(parts) > 1 else joined
