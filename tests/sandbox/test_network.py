"""No way to anybody: not out, not to this machine's own services, not past namespaces."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from msgspec.structs import replace

from sandboxes import ALLOW_ALL, python, replanned, said, without
from tallystick.sandbox import Sandbox
from tallystick.sandbox.seccomp import FAMILIES

CONNECT = """
family, address = int(sys.argv[1]), json.loads(sys.argv[2])
address = tuple(address) if isinstance(address, list) else address.replace("@", chr(0))
connection = socket.socket(family)
connection.settimeout(5)
tell(attempt(connection.connect, address))
"""


def listening(family: int, address: tuple[str, int] | str, closing: ExitStack) -> socket.socket:
    server = closing.enter_context(socket.socket(family))
    server.bind(address)
    server.listen()
    return server


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[dict[str, tuple[int, str]]]:
    """Servers outside, each with the words for CONNECT."""
    with ExitStack() as closing:
        four = listening(socket.AF_INET, ("127.0.0.1", 0), closing)
        path = tmp_path / "socket"
        listening(socket.AF_UNIX, str(path), closing)
        abstract = f"tallystick-{four.getsockname()[1]}"
        listening(socket.AF_UNIX, f"\0{abstract}", closing)
        found = {
            "ipv4": (int(socket.AF_INET), f'["127.0.0.1", {four.getsockname()[1]}]'),
            "path": (int(socket.AF_UNIX), f'"{path}"'),
            "abstract": (int(socket.AF_UNIX), f'"@{abstract}"'),
        }
        try:
            six = listening(socket.AF_INET6, ("::1", 0), closing)
            found["ipv6"] = (int(socket.AF_INET6), f'["::1", {six.getsockname()[1]}]')
        except OSError:
            pass  # a machine without IPv6 has nothing to be reached there
        yield found


def test_no_server_of_this_machine_is_reached(
    sandbox: Sandbox, servers: dict[str, tuple[int, str]]
) -> None:
    answers = {name: said(python(sandbox, CONNECT, *words)) for name, words in servers.items()}
    assert answers["path"] == "ENOENT"
    assert answers["abstract"] == "ECONNREFUSED"
    assert answers["ipv4"] in {"ECONNREFUSED", "ENETUNREACH"}
    assert answers.get("ipv6") in {None, "ECONNREFUSED", "ENETUNREACH", "EADDRNOTAVAIL"}


@pytest.mark.parametrize("name", ["ipv4", "abstract"])
def test_without_the_namespace_they_are_reached(
    sandbox: Sandbox, servers: dict[str, tuple[int, str]], name: str
) -> None:
    shared = without(sandbox, "--unshare-net", "--net")
    assert said(python(shared, CONNECT, *servers[name])) == "done"


def test_a_socket_among_the_reads_is_the_callers_choice(
    sandbox: Sandbox, servers: dict[str, tuple[int, str]], tmp_path: Path
) -> None:
    # unix(7): connecting needs write permission on the socket; a read-only mount does not take it.
    # docs/sandbox.md says so, and this notices if it ever changes.
    answer = said(python(sandbox, CONNECT, *servers["path"], reads=(tmp_path,)))
    assert answer in {"EACCES", "done"}


def test_nobody_outside_is_reached(sandbox: Sandbox) -> None:
    script = """
tell([attempt(socket.socket(socket.AF_INET, kind).connect, ("192.0.2.1", 53))
      for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM)])
"""
    assert said(python(sandbox, script)) == ["ENETUNREACH", "ENETUNREACH"]


def test_there_is_no_interface_but_its_own_loopback(sandbox: Sandbox) -> None:
    script = 'tell([line.split(":")[0].strip() for line in open("/proc/net/dev")][2:])'
    names = said(python(sandbox, script))
    assert set(names) <= {"lo", "tunl0", "sit0", "ip6tnl0", "gre0", "gretap0", "erspan0"}


def test_its_own_loopback_works(sandbox: Sandbox) -> None:
    # Test suites of honest projects talk to themselves.
    script = """
server = socket.create_server(("127.0.0.1", 0))
tell(attempt(socket.create_connection(server.getsockname()).close))
"""
    assert said(python(sandbox, script)) == "done"


FAMILIES_SCRIPT = """
def open_and_close(number): socket.socket(number, socket.SOCK_DGRAM).close()
tell({number: attempt(open_and_close, number) for number in range(1, 46)})
"""


def test_no_family_that_a_namespace_does_not_hold(sandbox: Sandbox) -> None:
    # 40 is AF_VSOCK (vsock(7)): from a virtual machine to its host, whatever namespace one is in.
    answers = said(python(sandbox, FAMILIES_SCRIPT))
    others = {
        family: what for family, what in answers.items() if int(family) not in FAMILIES.values()
    }
    assert set(others.values()) == {"EAFNOSUPPORT"}
    assert "40" in others
    assert answers["2"] == "done"


def test_without_the_filter_other_families_open(sandbox: Sandbox) -> None:
    open_to_all = replanned(sandbox, lambda plan: replace(plan, seccomp=ALLOW_ALL))
    answers = said(python(open_to_all, FAMILIES_SCRIPT))
    others = {what for family, what in answers.items() if int(family) not in FAMILIES.values()}
    assert others - {"EAFNOSUPPORT"}, "this kernel has no other family, so the filter shows nothing"
