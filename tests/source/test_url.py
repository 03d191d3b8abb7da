"""Which URLs git may be given, and what of them may be seen."""

from __future__ import annotations

import pytest

from tallystick.errors import UsageError
from tallystick.source.url import looks_like_url, normal_url, parse_url


@pytest.mark.parametrize(
    ("text", "public", "key"),
    [
        ("https://Host.org/a/b.git", "https://host.org/a/b.git", "https://host.org/a/b"),
        ("https://u:p@host.org:443/a/b/", "https://host.org/a/b/", "https://host.org/a/b"),
        ("https://token@host.org/a", "https://host.org/a", "https://host.org/a"),
        ("https://host.org:8443/a", "https://host.org:8443/a", "https://host.org:8443/a"),
        ("https://[::1]:8443/a", "https://[::1]:8443/a", "https://[::1]:8443/a"),
        ("http://127.0.0.1:8080/a.git", "http://127.0.0.1:8080/a.git", "http://127.0.0.1:8080/a"),
        ("http://u:p@LocalHost:80/a", "http://localhost/a", "http://localhost/a"),
        ("http://[::1]/a", "http://[::1]/a", "http://[::1]/a"),
        ("ssh://git@Host.org:22/a.git", "ssh://git@host.org/a.git", "ssh://host.org/a"),
        ("git@Host.org:a/b.git", "git@host.org:a/b.git", "ssh://host.org/a/b"),
        ("host:/abs/b", "host:/abs/b", "ssh://host/abs/b"),
        ("file:///srv/r.git", "file:///srv/r.git", "file:///srv/r.git"),
        ("file://localhost/srv/r", "file:///srv/r", "file:///srv/r"),
    ],
)
def test_a_url_has_a_public_form_and_a_key(text: str, public: str, key: str) -> None:
    parsed = parse_url(text)
    assert (parsed.public, parsed.key) == (public, key)
    assert looks_like_url(text)
    assert normal_url(public) == key


def test_a_password_is_kept_and_not_shown() -> None:
    parsed = parse_url("https://me:p%40ss@host.org/a")
    assert parsed.credentials == ("me", "p@ss")
    assert "p@ss" not in repr(parsed)
    assert "ss" not in parsed.public


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("ext::sh -c x", "control characters"),
        ("ext::sh", "transport helpers"),
        ("fd::17", "transport helpers"),
        ("-u:x", "begins with '-'"),
        ("--upload-pack=x", "begins with '-'"),
        ("http://host/a", "https://"),
        ("http://localhost@evil.example/a", "use https://"),
        ("http://127.0.0.1:80@evil.example/a", "use https://"),
        ("http://127.0.0.1.evil.example/a", "use https://"),
        ("http://localhost.evil.example/a", "use https://"),
        ("http://evil.example/localhost", "use https://"),
        ("http://evil.example\\@localhost/a", "no backslash"),
        ("http://evil.example#@localhost/a", "use https://"),
        ("http://localhost./a", "use https://"),
        ("http://0.0.0.0/a", "use https://"),
        ("http://127.1/a", "use https://"),
        ("http://2130706433/a", "use https://"),
        ("http://[::ffff:127.0.0.1]/a", "use https://"),
        ("http://127.0.0.1", "no repository"),
        ("http://127.0.0.1/a?secret", "no '?'"),
        ("http://me:1/2secret@127.0.0.1/a", "use https://"),
        ("git://host/a", "https://"),
        ("git://127.0.0.1/a", "https://"),
        ("ftp://host/a", "only https"),
        ("ext+https://host/a", "only https"),
        ("https://host/a\n", "control characters"),
        ("https://host%0a/a", "not the name of a host"),
        ("https://-oProxyCommand=x/a", "not the name of a host"),
        ("ssh://-oProxyCommand=x/a", "not the name of a host"),
        ("ssh://-x@host/a", "not the name of a user"),
        ("-x@host:a", "begins with '-'"),
        ("host:-x", "begins with '-'"),
        ("https://host", "no repository"),
        ("https://host:port/a", "not a URL"),
        ("https://me:1/2secret@host/a", "%40"),
        ("https://me:x%0Ay@host/a", "control character"),
        ("https://host/a?private_token=secret", "no '?'"),
        ("https://host/a#secret", "no '?'"),
        ("me:secret@host:a", "'@' in a path"),
        ("file://host/a", "file:///"),
        ("just-a-word", "neither a URL"),
    ],
)
def test_what_is_refused_says_why_without_secrets(text: str, reason: str) -> None:
    with pytest.raises(UsageError) as error:
        parse_url(text)
    assert reason in str(error.value)
    assert "secret" not in str(error.value)
    assert str(error.value).isprintable()
