"""Private indexes: who we are comes from the URL, netrc or the keyring, and goes to nobody else."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from index_server import JSON, IndexServer, StoppedClock, serving
from tallystick.cache import Cache
from tallystick.errors import IndexFailure, TallystickError, UsageError
from tallystick.index.address import origin_of
from tallystick.index.client import Client
from tallystick.index.credentials import Credentials
from tallystick.index.program import ProgramFailed, output_of
from tallystick.index.pypi import PyPI
from tallystick.limits import DEFAULT, Limits

SECRET = "s3cret:päss"  # noqa: S105 - of a server that lives as long as its test
PAGE = "/simple/x/"


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[IndexServer]:
    """A server that wants a password for everything; nothing on this machine knows it yet."""
    for name in ("NETRC", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    with serving() as server:
        server.project("x", [server.file("x-1.0.tar.gz", b"content")])
        for path in list(server.answers):
            server.guard(path, SECRET)
        yield server


def pypi(url: str, folder: Path) -> PyPI:
    cache = Cache(root=folder / "cache")
    return PyPI(url, cache, DEFAULT, seconds=5.0, clock=StoppedClock())


def write_netrc(path: Path, text: str, mode: int = 0o600) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)


def write_keyring(folder: Path, script: str) -> Path:
    """A real program called ``keyring``; each of its arguments is logged on a line of its own."""
    (folder / "bin").mkdir()
    program = folder / "bin" / "keyring"
    log = folder / "asked"
    program.write_text(f"#!/bin/sh\nprintf '%s\\n' \"$@\" >>'{log}'\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    return log


def fetched(url: str, folder: Path) -> bytes:
    asked = pypi(url, folder)
    return asked.download(asked.release("x", None).files[0]).read_bytes()


def authorization(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


# --- where they come from -------------------------------------------------------------------------


def test_a_password_in_the_url_is_enough(index: IndexServer, tmp_path: Path) -> None:
    url = index.url.replace("//", "//user:s3cret%3Ap%C3%A4ss@")
    assert fetched(url, tmp_path) == b"content"
    assert set(index.credentials) == {authorization("user", SECRET)}


@pytest.mark.parametrize("named", [True, False])
def test_netrc_is_read(
    named: bool, index: IndexServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / ("mine" if named else ".netrc")
    write_netrc(
        path, f"machine other login a password b\nmachine 127.0.0.1 login user password {SECRET}"
    )
    if named:
        monkeypatch.setenv("NETRC", str(path))
    assert fetched(index.url, tmp_path) == b"content"


def test_the_default_of_netrc_is_for_nobody(index: IndexServer, tmp_path: Path) -> None:
    write_netrc(tmp_path / ".netrc", f"default login user password {SECRET}")
    with pytest.raises(IndexFailure, match=r"wants a user name and a password \(401\)"):
        fetched(index.url, tmp_path)
    assert index.credentials == [None]


@pytest.mark.parametrize(
    ("text", "mode", "complaint"),
    [
        ("machine 127.0.0.1 s3cret", 0o600, "line 1 is not netrc"),
        ("machine 127.0.0.1 login user\n password s3cret\n s3cret", 0o600, "line 3 is not netrc"),
        (
            "machine 127.0.0.1 login user password s3cret",
            0o644,
            "others may read it; chmod it to 0600",
        ),
    ],
)
def test_a_bad_netrc_is_said_without_its_text(
    text: str, mode: int, complaint: str, index: IndexServer, tmp_path: Path
) -> None:
    write_netrc(tmp_path / ".netrc", text, mode)
    with pytest.raises(UsageError, match=complaint) as error:
        fetched(index.url, tmp_path)
    assert "s3cret" not in str(error.value)
    assert index.asked == []


def test_a_netrc_that_is_no_text_or_no_file_is_said(index: IndexServer, tmp_path: Path) -> None:
    (tmp_path / ".netrc").mkdir(mode=0o700)
    with pytest.raises(UsageError, match="directory"):
        fetched(index.url, tmp_path)


def test_the_keyring_is_asked_once_and_only_after_a_refusal(
    index: IndexServer, tmp_path: Path
) -> None:
    log = write_keyring(tmp_path, f"printf '%s\\n' '{SECRET}'")
    url = index.url.replace("//", "//user@")
    asked = pypi(url, tmp_path)
    asked.download(asked.release("x", None).files[0])
    assert log.read_text().splitlines() == ["get", index.url, "user"]
    assert index.credentials == [None, authorization("user", SECRET), authorization("user", SECRET)]


def test_the_keyring_is_not_asked_by_an_index_that_answers(
    index: IndexServer, tmp_path: Path
) -> None:
    log = write_keyring(tmp_path, "echo s3cret")
    index.project("x", [index.file("x-1.0.tar.gz", b"content")])
    fetched(index.url.replace("//", "//user@"), tmp_path)
    assert not log.exists()


def test_without_a_user_name_the_keyring_gives_both(index: IndexServer, tmp_path: Path) -> None:
    log = write_keyring(
        tmp_path, f"[ \"$4\" = 127.0.0.1 ] || exit 1; printf '%s\\n' user '{SECRET}'"
    )
    assert fetched(index.url, tmp_path) == b"content"
    assert log.read_text().splitlines() == [
        *("--mode", "creds", "get", index.url),
        *("--mode", "creds", "get", "127.0.0.1"),
    ]


def test_a_user_name_that_would_be_an_option_is_not_asked_for(
    index: IndexServer, tmp_path: Path
) -> None:
    log = write_keyring(tmp_path, "echo s3cret")
    with pytest.raises(IndexFailure, match="401"):
        fetched(index.url.replace("//", "//--disable@"), tmp_path)
    assert not log.exists()


@pytest.mark.parametrize("script", ["exit 1", "echo", "", "echo wrong"])
def test_a_wrong_or_missing_password_is_said_and_not_shown(
    script: str, index: IndexServer, tmp_path: Path
) -> None:
    write_keyring(tmp_path, script)
    with pytest.raises(IndexFailure, match="401") as error:
        fetched(index.url.replace("//", "//user@"), tmp_path)
    assert "wrong" not in str(error.value)
    assert 1 <= len(index.asked) <= 2


def test_a_wrong_password_in_the_url_is_tried_once(index: IndexServer, tmp_path: Path) -> None:
    with pytest.raises(IndexFailure, match="does not take this user name and password") as error:
        fetched(index.url.replace("//", "//user:wr0ng@"), tmp_path)
    assert "wr0ng" not in str(error.value)
    assert len(index.asked) == 1


# --- where they go --------------------------------------------------------------------------------


def test_another_host_never_sees_them(
    index: IndexServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another port is another origin (RFC 6454); one over TLS is taken for the sake of the argument."""
    write_netrc(tmp_path / ".netrc", f"machine 127.0.0.1 login user password {SECRET}")
    ours = Credentials("https://u:p@index.example/simple/", DEFAULT)
    assert ours.for_url("https://index.example:443/file") == authorization("u", "p")
    for other in (
        "https://index.example.evil.example/",
        "https://index.example:444/",
        "http://index.example/simple/",
        "https://evil.example/?https://index.example/",
        "https://u:p@evil.example/",
        "file:///etc/passwd",
    ):
        assert ours.for_url(other) is None
        assert ours.after_refusal(other, None) is None
    with serving() as elsewhere:
        assert Credentials(index.url, DEFAULT).for_url(index.url) is not None
        assert Credentials(index.url, DEFAULT).for_url(elsewhere.url) is None


def test_a_redirect_takes_no_password_along(index: IndexServer, tmp_path: Path) -> None:
    url = index.url.replace("//", "//user:s3cret%3Ap%C3%A4ss@")
    with serving() as elsewhere:
        index.redirect(PAGE, elsewhere.url + "x/")
        with pytest.raises(IndexFailure, match="not https"):
            fetched(url, tmp_path)
        index.redirect(PAGE, "/simple/moved/")
        index.send("/simple/moved/", b"{}", content_type=JSON)
        with pytest.raises(IndexFailure, match="project page"):
            fetched(url, tmp_path)
        assert elsewhere.asked == []
    assert set(index.credentials) == {authorization("user", SECRET)}


def test_even_where_plain_http_is_allowed_a_redirect_takes_no_password_along(
    index: IndexServer,
) -> None:
    url = index.url.replace("//", "//user:s3cret%3Ap%C3%A4ss@")
    login = Credentials(url, DEFAULT)
    client = Client("it", origin_of(url), login, StoppedClock(), seconds=5.0, plain=True)
    with serving() as elsewhere:
        index.redirect(PAGE, elsewhere.url + "x/")
        elsewhere.redirect("/simple/x/", index.url + "back/")
        index.send("/simple/back/", b"back")
        with client.get(index.url + "x/", {}, seconds=9, told=frozenset()) as answer:
            assert b"".join(answer.body) == b"back"
        ours = authorization("user", SECRET)
        assert (elsewhere.credentials, index.credentials) == ([None], [ours, ours])
    client.close()


def test_plain_http_off_this_machine_never_gets_any(tmp_path: Path) -> None:
    asked = Credentials("http://user:s3cret@mirror.example/debian/", DEFAULT)
    assert asked.for_url("http://mirror.example/debian/") is None
    assert asked.after_refusal("http://mirror.example/debian/", None) is None


def test_no_file_and_no_error_holds_them(index: IndexServer, tmp_path: Path) -> None:
    url = index.url.replace("//", "//user:s3cret%3Ap%C3%A4ss@")
    asked = pypi(url, tmp_path)
    release = asked.release("x", None)
    asked.download(release.files[0])
    said = [repr(release), asked.url, repr(asked)]
    for project in ("absent", "y"):
        with pytest.raises(TallystickError) as error:
            asked.release(project, "1.0")
        said.append(str(error.value))
    for root, _folders, names in os.walk(tmp_path / "cache"):
        said += [root, *names, *(Path(root, n).read_bytes().decode("latin-1") for n in names)]
    assert not [text for text in said if "s3cret" in text or "user" in text]
    assert not [text for text in said if authorization("user", SECRET)[6:] in text]


# --- programs that are asked ----------------------------------------------------------------------


def test_a_program_that_hangs_or_floods_is_ended(tmp_path: Path) -> None:
    with pytest.raises(ProgramFailed, match=r"sleep: no answer within 0\.2 s"):
        output_of(["/bin/sleep", "60"], seconds=0.2, cap=10, environment={})
    flood = ["/bin/sh", "-c", "while :; do echo yes; done"]
    with pytest.raises(ProgramFailed, match="sh: said more than 10 bytes"):
        output_of(flood, seconds=60, cap=10, environment={})
    with pytest.raises(ProgramFailed, match="absent: not found"):
        output_of([str(tmp_path / "absent")], seconds=1, cap=10, environment={})
    with pytest.raises(ProgramFailed, match="ended with 3") as error:
        output_of(["/bin/sh", "-c", "echo why >&2; exit 3"], seconds=9, cap=10, environment={})
    assert error.value.stderr == "why\n"
    assert output_of(["/bin/cat"], seconds=9, cap=10, environment={}) == b""


def test_a_keyring_that_hangs_is_no_password(index: IndexServer, tmp_path: Path) -> None:
    write_keyring(tmp_path, "exec /bin/sleep 60")
    environment = {"HOME": str(tmp_path), "PATH": str(tmp_path / "bin")}
    hurried = Credentials(index.url, Limits(keyring_seconds=1), environment)
    assert hurried.after_refusal(index.url, None) is None
