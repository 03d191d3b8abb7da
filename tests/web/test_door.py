"""Who is let in, tried as an attacker would: hosts, paths, methods, sizes, tokens."""

from __future__ import annotations

import base64
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from command import Tally
from tallystick.store import Put, open_store
from tallystick.web.door import HEADERS, _Turns, digest_of, has_token, host_of
from viewers import viewer

TOKEN = "correct-horse-battery-staple"  # noqa: S105 - of the tests


def raw(base: str, request: bytes) -> bytes:
    """What the server answers to these very bytes, until it closes."""
    host, _, port = base.removeprefix("http://").rpartition(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(request)
        answer = b""
        while part := connection.recv(65_536):
            answer += part
    return answer


def get(path: str, *headers: str) -> bytes:
    lines = (f"GET {path} HTTP/1.1", *headers, "Connection: close", "", "")
    return "\r\n".join(lines).encode("latin-1")


@pytest.mark.parametrize(
    ("header", "host"),
    [
        ("localhost", "localhost"),
        ("LOCALHOST:8765", "localhost"),
        ("127.0.0.1:1", "127.0.0.1"),
        ("[::1]:80", "::1"),
        ("[::1]", "::1"),
        ("localhost:", "localhost"),
        ("localhost.", "localhost."),
        ("", None),
        ("::1", None),
        ("localhost:80@evil.example", None),
        ("evil.example/localhost", None),
        ("localhost:99999999", None),
        ("localhost, evil.example", None),
    ],
)
def test_a_host_is_read_without_its_port_or_not_at_all(header: str, host: str | None) -> None:
    assert host_of([header]) == host
    assert host_of([header, header]) is None
    assert host_of([]) is None


@pytest.mark.parametrize(
    "hosts",
    [
        ["Host: evil.example"],
        ["Host: 127.0.0.1.evil.example"],
        ["Host: evil.example:8765"],
        ["Host: user@127.0.0.1"],
        ["X-Forwarded-Host: 127.0.0.1", "Host: evil.example"],
    ],
)
def test_another_host_gets_nothing(base: str, hosts: list[str]) -> None:
    answer = raw(base, get("/", *hosts))
    assert answer.startswith(b"HTTP/1.1 421"), answer[:200]
    assert b"xz" not in answer


@pytest.mark.parametrize("hosts", [[], ["Host: 127.0.0.1", "Host: evil.example"]])
def test_no_host_or_two_are_refused(base: str, hosts: list[str]) -> None:
    assert raw(base, get("/", *hosts)).startswith((b"HTTP/1.1 400", b"HTTP/1.1 421"))


@pytest.mark.parametrize(
    "path",
    [
        "/../../../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/static/../../door.py",
        "/static/%2e%2e%2f%2e%2e%2fdoor.py",
        "/static/0/viewer.css",
        "/static//etc/passwd",
        "/projects/pypi/..",
        "/projects/pypi/%2e%2e",
        "/projects/pypi/a%2fb",
        "/projects/pypi/a%00b",
        "/projects/pypi/~2e",
        "/projects/pypi/~zz",
        "/ledgers/..",
        "/ledgers/" + "g" * 64,
        "/ledgers/" + "A" * 64,
        "/ledgers/" + "a" * 64 + "/entries/-1",
        "/ledgers/" + "a" * 64 + "/entries/99999999999999999999",
        "/ledgers/" + "a" * 64 + "/entries/٣",
        "/blobs/",
        "//evil.example/",
        "/\\evil.example",
        "http://evil.example/",
        "/templates/base.html.jinja",
    ],
)
def test_a_path_leads_nowhere_else(base: str, path: str) -> None:
    request = get(path.encode().decode("latin-1"), "Host: 127.0.0.1")
    answer = raw(base, request)
    status = answer[9:12]
    assert status in {b"400", b"404"}, answer[:300]
    assert b"location:" not in answer.lower()
    assert b"root:" not in answer
    assert b"Traceback" not in answer


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "NO"])
def test_nothing_can_be_changed(client: httpx.Client, method: str) -> None:
    answer = client.request(method, "/")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"


def test_what_is_too_large_is_not_read(client: httpx.Client) -> None:
    assert client.request("GET", "/", content=b"x").status_code == 413
    assert client.request("GET", "/", content=iter([b"x"])).status_code == 413
    assert client.get("/search", params={"q": "x" * 5_000}).status_code == 414
    assert client.get("/search", params={"q": "x" * 1_025}).status_code == 400
    assert client.get("/", headers={"X-Long": "x" * 20_000}).status_code in {400, 431}


@pytest.mark.parametrize(
    "query", ["nothing=1", "q=1&q=2", "q=%00", "after=1.2.3", "after=x", "after=" + "9" * 40]
)
def test_a_query_that_cannot_be_meant_is_refused(client: httpx.Client, query: str) -> None:
    path = "/ledgers" if "after" in query else "/search"
    assert client.get(f"{path}?{query}").status_code == 400


def test_every_answer_has_every_header(client: httpx.Client, put: dict[str, Put]) -> None:
    digest = put["rejected"].digest
    style = client.get("/").text.partition('href="/static/')[2].partition('"')[0]
    for path in (
        "/",
        "/nothing",
        "/index.json",
        "/feed.atom",
        "/openapi.json",
        f"/static/{style}",
        f"/ledgers/{digest}",
        f"/ledgers/{digest}/ledger.json",
        f"/ledgers/{digest}/badge.svg",
    ):
        answer = client.get(path)
        for name, value in HEADERS.items():
            expected = "cross-origin" if "Resource" in name and "badge" in path else value
            assert answer.headers[name] == expected, (path, name)
        assert "server" not in answer.headers
        assert "set-cookie" not in answer.headers
    refused = client.post("/")
    assert refused.headers["content-security-policy"] == HEADERS["Content-Security-Policy"]


def test_head_says_the_same_without_a_body(client: httpx.Client) -> None:
    whole, head = client.get("/projects"), client.head("/projects")
    assert head.status_code == 200
    assert not head.content
    assert head.headers["etag"] == whole.headers["etag"]
    again = client.get("/projects", headers={"If-None-Match": whole.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_downloads_are_attachments_under_names_of_ours(
    client: httpx.Client, put: dict[str, Put]
) -> None:
    digest = put["hostile"].digest
    entries = client.get(f"/ledgers/{digest}/ledger.json").json()["entries"]
    position = next(at for at, one in enumerate(entries) if one["delta"])
    for path in ("ledger.json", f"entries/{position}/difference.txt"):
        answer = client.get(f"/ledgers/{digest}/{path}")
        disposition = answer.headers["content-disposition"]
        assert disposition.startswith('attachment; filename="')
        assert disposition.isascii()
        assert "script" not in disposition
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert not answer.headers["content-type"].startswith("text/html")


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("locked")
    with open_store(str(folder / "store.sqlite")):
        pass
    token = folder / "token"
    token.write_text(f"{TOKEN}\n", encoding="ascii")
    token.chmod(0o600)
    with viewer(folder / "store.sqlite", "--token-file", str(token)) as address:
        yield address


@pytest.mark.parametrize(
    ("header", "allowed"),
    [
        (f"Bearer {TOKEN}", True),
        (f"bearer {TOKEN}", True),
        ("Basic " + base64.b64encode(f"anyone:{TOKEN}".encode()).decode(), True),
        (None, False),
        ("", False),
        (f"Bearer {TOKEN}x", False),
        (f"Bearer {TOKEN[:-1]}", False),
        ("Bearer", False),
        ("Basic " + base64.b64encode(TOKEN.encode()).decode(), False),
        ("Basic ???", False),
        (f"Digest {TOKEN}", False),
    ],
)
def test_the_token_is_demanded_of_every_path(
    locked: str, header: str | None, allowed: bool
) -> None:
    headers = {} if header is None else {"Authorization": header}
    for path in ("/", "/index.json", "/feed.atom", "/static/x/viewer.css", "/nothing"):
        answer = httpx.get(f"{locked}{path}", headers=headers, timeout=60)
        assert (answer.status_code != 401) == allowed, path
        if not allowed:
            assert answer.headers["www-authenticate"].startswith("Basic ")


def test_two_authorizations_are_none() -> None:
    assert has_token([f"Bearer {TOKEN}"], digest_of(TOKEN.encode()))
    assert not has_token([f"Bearer {TOKEN}"] * 2, digest_of(TOKEN.encode()))


def test_a_client_that_asks_too_often_has_to_wait(filled: tuple[Path, dict[str, Put]]) -> None:
    with (
        viewer(filled[0], "--rate", "0.1") as base,  # a turn comes back after ten seconds
        httpx.Client(base_url=base, timeout=60) as client,
    ):
        answers = [client.get("/robots.txt").status_code for _ in range(2)]
        assert answers == [200, 429]
        assert client.get("/robots.txt").headers["retry-after"] == "1"


def test_turns_come_back_with_time_and_are_counted_for_few() -> None:
    now = [0.0]
    turns = _Turns(1.0, lambda: now[0])
    assert [turns.take("a") for _ in range(5)] == [True] * 4 + [False]
    assert turns.take("b")
    now[0] = 2.0
    assert [turns.take("a") for _ in range(3)] == [True, True, False]
    for number in range(10_000):
        turns.take(str(number))
    assert len(turns._left) <= 4_096


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--host", "0.0.0.0"], ["--token-file"]),  # noqa: S104 - refused
        (["--host", "::"], ["--token-file"]),
        (["--host", "0.0.0.0", "--token-file", "token"], ["--certificate", "--behind-proxy"]),  # noqa: S104
        (["--token-file", "open"], ["others can read it"]),
        (["--token-file", "short"], ["20 to 1024"]),
        (["--token-file", "none"], ["none"]),
        (["--certificate", "token"], ["need each other"]),
        (["--port", "65536"], ["65535"]),
        (["--rate", "0"], ["0.1"]),
    ],
)
def test_more_than_was_meant_is_never_let_in(
    options: list[str], words: list[str], tmp_path: Path
) -> None:
    for name, text, mode in (
        ("token", TOKEN, 0o600),
        ("open", TOKEN, 0o644),
        ("short", "secret", 0o600),
    ):
        (tmp_path / name).write_text(text, encoding="ascii")
        (tmp_path / name).chmod(mode)
    with open_store(str(tmp_path / "store.sqlite")):
        pass
    tally = Tally(tmp_path)
    assert tally("serve", "--store", "store.sqlite", *options).failed_saying(*words)


def test_a_store_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    assert Tally(tmp_path)("serve", "--store", "gone.sqlite").failed_saying("no store here")
    assert not list(tmp_path.iterdir())
