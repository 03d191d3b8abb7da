"""From links of all kinds to repositories, in the order in which they are tried."""

from __future__ import annotations

import pytest

from tallystick.locate.repositories import repositories, repository_url
from tallystick.model import Hint, HintKind


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("https://github.com/psf/requests", "https://github.com/psf/requests"),
        ("https://github.com/psf/requests.git", "https://github.com/psf/requests"),
        ("https://www.github.com/psf/requests/", "https://github.com/psf/requests"),
        ("http://github.com/psf/requests", "https://github.com/psf/requests"),
        ("https://github.com/psf/requests/tree/main/docs", "https://github.com/psf/requests"),
        ("https://github.com/psf/requests/issues", "https://github.com/psf/requests"),
        ("https://github.com/psf/requests#readme", "https://github.com/psf/requests"),
        ("git+https://github.com/lodash/lodash.git", "https://github.com/lodash/lodash"),
        ("git+ssh://git@github.com/lodash/lodash.git", "https://github.com/lodash/lodash"),
        ("git://github.com/lodash/lodash.git", "https://github.com/lodash/lodash"),
        ("git@github.com:lodash/lodash.git", "https://github.com/lodash/lodash"),
        ("ssh://git@github.com/lodash/lodash", "https://github.com/lodash/lodash"),
        ("lodash/lodash", "https://github.com/lodash/lodash"),
        ("gitlab:group/name", "https://gitlab.com/group/name"),
        ("https://gitlab.com/group/part/name", "https://gitlab.com/group/part/name"),
        ("https://gitlab.com/group/part/name/-/issues", "https://gitlab.com/group/part/name"),
        ("https://git.sr.ht/~who/what", "https://git.sr.ht/~who/what"),
        ("https://pagure.io/what", "https://pagure.io/what"),
        ("https://example.org:8443/a/b.git", "https://example.org:8443/a/b"),
        ("http://127.0.0.1:8000/a/b", "http://127.0.0.1:8000/a/b"),
    ],
)
def test_a_link_is_cut_down_to_its_repository(link: str, url: str) -> None:
    assert repository_url(link) == url


@pytest.mark.parametrize(
    "link",
    [
        "",
        "https://",
        "https://github.com",
        "https://github.com/psf",
        "https://github.com/sponsors/psf",
        "https://github.com/orgs/psf/repositories",
        "ext::sh -c id",
        "--upload-pack=touch /tmp/x",
        "file:///etc",
        "javascript:alert(1)",
        "https://[::1",
        "https://github.com/a/b\nfile:///etc",
        "https://github.com/a/..\\b",
        "https://github.com/a@b/c",
        "https://example.org:99999/a/b",
    ],
)
def test_what_is_no_repository_is_not_asked(link: str) -> None:
    assert repository_url(link) is None


def test_credentials_in_a_link_are_not_kept() -> None:
    assert repository_url("https://user:secret@github.com/a/b") == "https://github.com/a/b"


def named(*pairs: tuple[str, str]) -> list[Hint]:
    return [Hint(kind=HintKind.REPOSITORY, value=value, by=by) for by, value in pairs]


def test_the_publisher_comes_first_and_the_description_last() -> None:
    hints = named(
        ("description", "https://github.com/fork/example"),
        ("metadata: Home-page", "https://github.com/home/example"),
        ("metadata: Source Code", "https://github.com/declared/example"),
        ("publisher", "https://github.com/published/example"),
    )
    found, refused = repositories(hints, "example", lambda _: False)
    assert [each.url.split("/")[3] for each in found] == ["published", "declared", "home", "fork"]
    assert [each.vouched for each in found] == [True, False, False, False]
    assert refused == ()


def test_one_repository_named_twice_is_tried_once() -> None:
    hints = named(
        ("metadata: Homepage", "https://github.com/a/b"),
        ("metadata: source", "https://github.com/a/b.git"),
    )
    (found,), _ = repositories(hints, "b", lambda _: False)
    assert found.by == ("metadata: Homepage", "metadata: source")


def test_a_description_counts_only_where_it_is_called_like_the_project() -> None:
    hints = named(
        ("description", "https://github.com/numpy/numpy"),
        ("description", "https://github.com/who/My_Project/actions"),
    )
    found, _ = repositories(hints, "my-project", lambda _: False)
    assert [each.url for each in found] == ["https://github.com/who/My_Project"]


def test_no_host_is_asked_that_the_user_did_not_allow() -> None:
    hints = named(("metadata: Source", "https://intranet.example/a/b"))
    found, refused = repositories(hints, "b", lambda _: False)
    assert found == ()
    (line,) = refused
    assert "--allow-host intranet.example" in line
    found, refused = repositories(hints, "b", lambda url: url == "https://intranet.example/a/b")
    assert [each.url for each in found] == ["https://intranet.example/a/b"]
    assert refused == ()


def test_a_home_page_elsewhere_is_no_repository_and_no_complaint() -> None:
    hints = named(("metadata: Home-page", "https://example.readthedocs.io/en/latest"))
    assert repositories(hints, "example", lambda _: False) == ((), ())
