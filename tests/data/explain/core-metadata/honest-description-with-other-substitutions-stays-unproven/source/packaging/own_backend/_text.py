"""Helpers of the backend."""

from re import sub as _replace


def sanitize(source_text: str) -> str:
    """Replace roles."""
    pr_regex = r"""(?x)
        :pr:`(?P<number>[^`]+)(?:\s+(.*))?`
    """
    pr_text = (
        r"`PR #\g<number> "
        r"<https://example.invalid/pull/\g<number>>`__"
    )
    role_regex = r"(?::\w+)?:\w+:`(?P<shown>[^`<]+)`"
    role_text = r"``\g<shown>``"

    substitutions = (
        (pr_regex, pr_text),
        (role_regex, role_text),
    )

    text = source_text
    for regex, substitution in substitutions:
        text = _replace(
            regex,
            substitution,
            text,
        )

    return text
