"""Signed tags, commits and files, made with real gpg, ssh-keygen and git; and what a false one looks like."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from msgspec.structs import replace

from gitrepo import TIME, Content, GitRepo
from gnupg import DAY, Gpg
from tallystick.cache import Cache
from tallystick.cli.attested import Trusting, known, trusting
from tallystick.cli.targets import Target
from tallystick.errors import UsageError
from tallystick.identity.case import Case, Expected, Signature
from tallystick.identity.climbing import identify
from tallystick.identity.openpgp import Keyring, read_keyring
from tallystick.identity.rules import BY_ID
from tallystick.identity.signed import Signed, signed_commit, signed_tag
from tallystick.identity.signers import Signers
from tallystick.identity.ssh import read_allowed_signers
from tallystick.identity.terms import Terms
from tallystick.limits import DEFAULT, Limits
from tallystick.model import Evidence, Source
from tallystick.model.ladder import Rung, State
from tallystick.source import open_source
from tools_needed import require_tool

FILES: dict[str | bytes, Content] = {"a.py": b"a = 1\n"}


@pytest.fixture(scope="module")
def gpg(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gpg]:
    require_tool("gpg")
    made = Gpg.at(tmp_path_factory.mktemp("g"))
    made.key("alice@example.org")
    made.key("mallory@example.org")
    made.key("late@example.org", lasts="1d")
    made.key("revoked@example.org")
    yield made
    made.end()


def sign(gpg: Gpg, person: str, payload: bytes, *, at: int = TIME) -> bytes:
    return gpg("--armor", "--detach-sign", "--local-user", person, given=payload, at=at)


def signers(gpg: Gpg, folder: Path, *people: str) -> Signers:
    paths = [gpg.export(person, folder / f"{person}.asc") for person in people]
    return Signers(keyring=read_keyring(paths, DEFAULT))


def repository(folder: Path) -> GitRepo:
    repo = GitRepo(folder / "source")
    repo.commit(FILES)
    return repo


def put(repo: GitRepo, kind: str, content: bytes) -> str:
    return repo.git("hash-object", "-t", kind, "-w", "--stdin", given=content)


def tag(repo: GitRepo, name: str, commit: str, sign_it: bytes | None = None) -> bytes:
    """The payload of a tag object; with ``sign_it`` the object is made, and the ref set."""
    payload = (
        f"object {commit}\ntype commit\ntag {name}\n"
        f"tagger A <a@example.org> {TIME} +0000\n\nrelease {name}\n"
    ).encode()
    if sign_it is not None:
        repo.git("update-ref", f"refs/tags/{name}", put(repo, "tag", payload + sign_it))
    return payload


def opened(repo: GitRepo, ref: str, folder: Path) -> Source:
    return open_source(str(repo.path), cache=Cache(root=folder / "cache"), limits=DEFAULT, ref=ref)


def tagged(gpg: Gpg, folder: Path, person: str, *, at: int = TIME) -> Source:
    """A source whose tag ``person`` has signed."""
    repo = repository(folder)
    commit = repo.git("rev-parse", "HEAD")
    payload = tag(repo, "v1.0", commit)
    tag(repo, "v1.0", commit, sign(gpg, person, payload, at=at))
    return opened(repo, "v1.0", folder)


# --- OpenPGP --------------------------------------------------------------------------------------


def test_a_tag_that_is_signed_by_a_key_of_the_keyring(gpg: Gpg, tmp_path: Path) -> None:
    source = tagged(gpg, tmp_path, "alice@example.org")
    (found,) = signers(gpg, tmp_path, "alice@example.org").of_source(source)
    assert (found.on, found.kind, found.state) == ("tag v1.0", "openpgp", State.VERIFIED)
    assert found.signer is not None
    assert "alice@example.org" in found.signer
    assert found.key is not None
    assert len(found.key) == 40


def test_git_itself_agrees(gpg: Gpg, tmp_path: Path) -> None:
    """What git signs with gpg, as people do it."""
    repo = repository(tmp_path)
    program = tmp_path / "gpg"
    program.write_text(
        f'#!/bin/sh\nexec gpg --homedir {gpg.home} --faked-system-time={TIME}! --batch "$@"\n'
    )
    program.chmod(0o755)
    config = ("-c", f"gpg.program={program}", "-c", "user.signingkey=alice@example.org")
    repo.git(*config, "commit", "-q", "-S", "--allow-empty", "-m", "signed")
    repo.git(*config, "tag", "-s", "-m", "release", "v1.0")
    found = signers(gpg, tmp_path, "alice@example.org").of_source(opened(repo, "v1.0", tmp_path))
    assert [(one.on.split()[0], one.state) for one in found] == [
        ("tag", State.VERIFIED),
        ("commit", State.VERIFIED),
    ]


def test_a_key_that_is_in_no_keyring_is_not_checked(gpg: Gpg, tmp_path: Path) -> None:
    source = tagged(gpg, tmp_path, "mallory@example.org")
    (found,) = signers(gpg, tmp_path, "alice@example.org").of_source(source)
    assert found.state is State.UNCHECKED
    assert "in no keyring of yours" in found.reason


def test_a_signature_over_another_commit_is_refused(gpg: Gpg, tmp_path: Path) -> None:
    """Taken from the tag of one release, and put under the tag of another commit."""
    repo = repository(tmp_path)
    good = repo.git("rev-parse", "HEAD")
    stolen = sign(gpg, "alice@example.org", tag(repo, "v1.0", good))
    evil = repo.commit({"evil.py": b"evil = 1\n"})
    tag(repo, "v1.0", evil, stolen)
    (found,) = signers(gpg, tmp_path, "alice@example.org").of_source(opened(repo, "v1.0", tmp_path))
    assert found.state is State.REFUSED
    assert found.reason.startswith("not valid by ")


def test_a_key_that_had_expired_is_refused(gpg: Gpg, tmp_path: Path) -> None:
    repo = repository(tmp_path)
    commit = repo.git("rev-parse", "HEAD")
    payload = tag(repo, "v1.0", commit)
    # gpg refuses to sign with it, but for one who says that it is yesterday: the time is inside.
    good = sign(gpg, "late@example.org", payload, at=TIME - DAY // 2)
    tag(repo, "v1.0", commit, good)
    ring = signers(gpg, tmp_path, "late@example.org")
    (found,) = ring.of_source(opened(repo, "v1.0", tmp_path))
    assert found.state is State.VERIFIED  # it had not expired when it signed
    revised = tmp_path / "expired.asc"
    gpg("--quick-set-expire", gpg.fingerprint("late@example.org"), "seconds=60", at=TIME - DAY + 1)
    revised.write_bytes(gpg("--armor", "--export", "late@example.org"))
    late = Signers(keyring=read_keyring([revised], DEFAULT))
    (found,) = late.of_source(opened(repo, "v1.0", tmp_path))
    assert found.state is State.REFUSED
    assert "expires on" in found.reason


def test_a_revoked_key_is_refused(gpg: Gpg, tmp_path: Path) -> None:
    person = "revoked@example.org"
    source = tagged(gpg, tmp_path, person)
    ring = signers(gpg, tmp_path, person)
    assert ring.of_source(source)[0].state is State.VERIFIED
    gpg("--import", given=gpg.revocation(person))
    (found,) = signers(gpg, tmp_path, person).of_source(source)
    assert found.state is State.REFUSED
    assert "(the key is revoked)" in found.reason


def test_a_signed_file(gpg: Gpg, tmp_path: Path) -> None:
    keyring = signers(gpg, tmp_path, "alice@example.org")
    signed = Signed(
        on="x.tar.gz",
        kind="openpgp",
        payload=b"content",
        signature=sign(gpg, "alice@example.org", b"content"),
    )
    assert keyring.check(signed).state is State.VERIFIED
    assert keyring.check(replace(signed, payload=b"other")).state is State.REFUSED


def test_a_signed_file_is_read_from_disk(gpg: Gpg, tmp_path: Path) -> None:
    path = tmp_path / "x.tar.gz"
    path.write_bytes(b"content")
    target = Target(path=path, name=path.name)
    keyring = signers(gpg, tmp_path, "alice@example.org")
    (tmp_path / "x.tar.gz.sig").write_bytes(b"MEUCIQDx")  # cosign's, which is no OpenPGP
    with_keys = Trusting(signers=keyring)
    assert known(target, None, with_keys, DEFAULT).signatures == ()
    binary = gpg("--detach-sign", "--local-user", "alice@example.org", given=b"content")
    for content in (binary, sign(gpg, "alice@example.org", b"content")):
        (tmp_path / "x.tar.gz.asc").write_bytes(content)
        (found,) = known(target, None, with_keys, DEFAULT).signatures
        assert (found.on, found.state) == ("x.tar.gz", State.VERIFIED)
    path.write_bytes(b"another")
    (found,) = known(target, None, with_keys, DEFAULT).signatures
    assert found.state is State.REFUSED


@pytest.mark.parametrize(
    "junk", [b"", b"x", b"-----BEGIN PGP SIGNATURE-----\n\n-----END", b"\x88" * 99]
)
def test_junk_is_no_signature(junk: bytes, gpg: Gpg, tmp_path: Path) -> None:
    keyring = signers(gpg, tmp_path, "alice@example.org")
    found = keyring.check(Signed(on="x", kind="openpgp", payload=b"", signature=junk))
    assert found.state is State.REFUSED
    assert "\n" not in found.reason


@pytest.mark.parametrize("content", [b"", b"junk", b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n"])
def test_a_keyring_without_a_certificate_is_an_error(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "ring"
    path.write_bytes(content)
    with pytest.raises(UsageError, match="--keyring"):
        read_keyring([path], DEFAULT)
    with pytest.raises(UsageError, match="--keyring"):
        read_keyring([tmp_path / "none"], DEFAULT)


def test_a_keyring_over_its_cap_is_not_read(gpg: Gpg, tmp_path: Path) -> None:
    path = gpg.export("alice@example.org", tmp_path / "a.asc")
    size = path.stat().st_size
    assert read_keyring([path], Limits(keyring=size)).certificates
    with pytest.raises(UsageError, match="larger than"):
        read_keyring([path], Limits(keyring=size - 1))


# --- SSH ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SshKey:
    """A key of its own, and lists that allow it."""

    path: Path

    @property
    def public(self) -> str:
        kind, key, *_ = self.path.with_suffix(".pub").read_text().split()
        return f"{kind} {key}"

    def allowed(self, folder: Path, options: str = "") -> Signers:
        path = folder / "allowed"
        path.write_text(f"alice@example.org {options}{' ' if options else ''}{self.public}\n")
        return Signers(allowed=read_allowed_signers(path, DEFAULT))

    def sign(self, repo: GitRepo, *arguments: str) -> None:
        config = ("-c", "gpg.format=ssh", "-c", f"user.signingkey={self.path}")
        repo.git(*config, *arguments)


@pytest.fixture
def ssh_key(tmp_path: Path) -> SshKey:
    path = tmp_path / "key"
    subprocess.run(
        [require_tool("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", path], check=True
    )
    return SshKey(path)


def ssh_tagged(key: SshKey, folder: Path) -> GitRepo:
    repo = repository(folder)
    key.sign(repo, "commit", "-q", "-S", "--allow-empty", "-m", "signed")
    key.sign(repo, "tag", "-s", "-m", "release", "v1.0")
    return repo


def test_tag_and_commit_that_are_signed_by_an_allowed_key(ssh_key: SshKey, tmp_path: Path) -> None:
    source = opened(ssh_tagged(ssh_key, tmp_path), "v1.0", tmp_path)
    found = ssh_key.allowed(tmp_path).of_source(source)
    assert [(one.on.split()[0], one.kind, one.state, one.signer) for one in found] == [
        (on, "ssh", State.VERIFIED, "alice@example.org") for on in ("tag", "commit")
    ]
    assert all((one.key or "").startswith("SHA256:") for one in found)


@pytest.mark.parametrize(
    ("options", "state"),
    [
        ('namespaces="git"', State.VERIFIED),
        ('namespaces="file"', State.UNCHECKED),
        ('valid-before="20200101"', State.REFUSED),
        ('valid-after="20300101"', State.REFUSED),
        ('valid-before="20300101"', State.VERIFIED),
    ],
)
def test_a_list_says_for_what_and_when_a_key_counts(
    options: str, state: State, ssh_key: SshKey, tmp_path: Path
) -> None:
    """The tag was made in 2023."""
    source = opened(ssh_tagged(ssh_key, tmp_path), "v1.0", tmp_path)
    found = ssh_key.allowed(tmp_path, options).of_source(source)
    assert [one.state for one in found] == [state, state]


def test_an_ssh_key_that_no_list_allows_is_not_checked(ssh_key: SshKey, tmp_path: Path) -> None:
    source = opened(ssh_tagged(ssh_key, tmp_path), "v1.0", tmp_path)
    (tmp_path / "other").mkdir()
    other = tmp_path / "other" / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", other], check=True)
    found = SshKey(other).allowed(tmp_path).of_source(source)
    assert [one.state for one in found] == [State.UNCHECKED, State.UNCHECKED]
    assert "which no list of yours allows" in found[0].reason


def test_an_ssh_signature_over_another_commit_is_refused(ssh_key: SshKey, tmp_path: Path) -> None:
    repo = ssh_tagged(ssh_key, tmp_path)
    content = repo.git("cat-file", "tag", "v1.0").encode() + b"\n"
    evil = repo.commit({"evil.py": b"evil = 1\n"})
    good = repo.git("rev-parse", "v1.0^{commit}")
    moved = put(repo, "tag", content.replace(good.encode(), evil.encode()))
    repo.git("update-ref", "refs/tags/v1.0", moved)
    (found,) = ssh_key.allowed(tmp_path).of_source(opened(repo, "v1.0", tmp_path))
    assert found.state is State.REFUSED
    assert found.reason.startswith("not valid: ")


@pytest.mark.parametrize("content", ["", "# nobody\n", "\n"])
def test_a_list_of_nobody_is_an_error(content: str, tmp_path: Path) -> None:
    path = tmp_path / "allowed"
    path.write_text(content)
    with pytest.raises(UsageError, match="it lists nobody"):
        read_allowed_signers(path, DEFAULT)


# --- taken apart ----------------------------------------------------------------------------------

SSH = b"-----BEGIN SSH SIGNATURE-----\nx\n-----END SSH SIGNATURE-----\n"


def test_the_last_signature_of_a_tag_counts() -> None:
    """A message may quote one; git takes the last."""
    content = b"object 1\n\nquote:\n" + SSH + b"end\n" + SSH
    found = signed_tag("v1", content)
    assert found is not None
    assert found.payload == b"object 1\n\nquote:\n" + SSH + b"end\n"
    assert signed_tag("v1", b"object 1\n\nnone\n") is None
    assert signed_tag("v1", b"object 1\n\nnot at a line's beginning " + SSH) is None


def test_a_commit_that_is_signed_twice_is_not_signed() -> None:
    """Programs differ in which of two headers they take."""
    header = b"gpgsig " + SSH.rstrip(b"\n").replace(b"\n", b"\n ") + b"\n"
    once = b"tree 1\n" + header + b"\nmessage\n"
    found = signed_commit("7" * 40, once)
    assert found is not None
    assert (found.payload, found.signature) == (b"tree 1\n\nmessage\n", SSH)
    assert signed_commit("7" * 40, b"tree 1\n" + header * 2 + b"\nmessage\n") is None
    assert signed_commit("7" * 40, b"tree 1\n\n" + header) is None


@pytest.mark.parametrize(
    ("begin", "state"),
    [
        (b"-----BEGIN SIGNED MESSAGE-----", State.UNSUPPORTED),
        (b"-----BEGIN PGP SIGNATURE-----", State.UNCHECKED),
        (b"-----BEGIN SSH SIGNATURE-----", State.UNCHECKED),
    ],
)
def test_what_no_key_is_given_for_is_not_checked(begin: bytes, state: State) -> None:
    """gitsign and S/MIME are detected, and said."""
    signed = signed_tag("v1", b"object 1\n\nm\n" + begin + b"\nx\n")
    assert signed is not None
    found = Signers().check(signed)
    assert found.state is state
    assert found.reason


# --- the rule, and the ladder ---------------------------------------------------------------------

GOOD = Signature(
    on="tag v1.0", kind="ssh", state=State.VERIFIED, key="SHA256:" + "a" * 43, signer="a"
)
REFUSED = Signature(on="commit 777", kind="ssh", state=State.REFUSED, reason="not valid")
UNKNOWN = Signature(on="commit 777", kind="openpgp", state=State.UNCHECKED, reason="no key")


@pytest.mark.parametrize(
    ("signatures", "keys", "holds"),
    [
        ((GOOD,), (), True),
        ((GOOD,), (GOOD.key,), True),
        ((GOOD,), ("SHA256:" + "b" * 43,), False),
        ((GOOD,), ("SHA256:" + "A" * 43,), False),  # base64 tells capitals apart
        ((GOOD, UNKNOWN), (GOOD.key,), True),
        ((GOOD, REFUSED), (), False),
        ((UNKNOWN,), (), None),
        ((UNKNOWN,), (GOOD.key,), None),
        ((), (GOOD.key,), False),
    ],
)
def test_who_has_to_have_signed(
    signatures: tuple[Signature, ...], keys: tuple[str, ...], holds: bool | None
) -> None:
    expected = (Expected(by="the policy", keys=frozenset(keys)),) if keys else ()
    case = Case(name="x", signatures=signatures, expected=expected, signers=True)
    found = BY_ID["signed-by"].check(case)
    assert found is not None
    assert found[0] is holds


def test_who_gives_no_key_gets_no_answer() -> None:
    expected = (Expected(by="the policy", keys=frozenset({"A" * 40})),)
    found = BY_ID["signed-by"].check(Case(name="x", expected=expected))
    assert found == (None, "no key was given to check signatures with")
    assert BY_ID["signed-by"].check(Case(name="x", signers=True)) is None


def test_a_signed_tag_reaches_as_far_as_an_attestation(ssh_key: SshKey, tmp_path: Path) -> None:
    source = opened(ssh_tagged(ssh_key, tmp_path), "v1.0", tmp_path)
    signatures = ssh_key.allowed(tmp_path).of_source(source)
    case = Case(name="x", source=source, signatures=signatures, signers=True, is_proven=True)
    assert identify(case, Terms()).rung is Rung.CONTENT
    moved = Evidence(kind="moved-tag", value="it pointed elsewhere", agrees=False)
    against = replace(source, evidence=(*source.evidence, moved))
    assert identify(replace(case, source=against), Terms()).rung is Rung.COMMIT
    alone = replace(case, signatures=tuple(one for one in signatures if "commit" in one.on))
    assert identify(alone, Terms()).why_not == "the commit is signed, and no tag of it"
    file = replace(case, signatures=(replace(GOOD, on="x"),))
    assert identify(file, Terms()).rung is Rung.IDENTITY


def test_an_empty_keyring_has_no_key() -> None:
    found = Keyring((), frozenset()).check(
        Signed(on="x", kind="openpgp", payload=b"", signature=b"")
    )
    assert found.state is State.REFUSED


def krl(folder: Path, *keys: Path) -> Path:
    path = folder / "revoked.krl"
    subprocess.run(["ssh-keygen", "-q", "-k", "-f", path, *keys], check=True)
    return path


def listed(folder: Path, *keys: Path) -> Path:
    path = folder / "revoked.txt"
    path.write_text("".join(key.read_text() for key in keys))
    return path


@pytest.mark.parametrize("made", [krl, listed])
def test_a_revoked_ssh_key_is_refused_and_another_is_not(
    made: Callable[..., Path], ssh_key: SshKey, tmp_path: Path
) -> None:
    source = opened(ssh_tagged(ssh_key, tmp_path), "v1.0", tmp_path)
    allowed = tmp_path / "allowed"
    allowed.write_text(f"alice@example.org {ssh_key.public}\n")
    (tmp_path / "other").mkdir()
    other = tmp_path / "other" / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", other], check=True)
    for key, state in ((ssh_key.path, State.REFUSED), (other, State.VERIFIED)):
        revoked = made(tmp_path, key.with_suffix(".pub"))
        signers = Signers(allowed=read_allowed_signers(allowed, DEFAULT, revoked=revoked))
        found = signers.of_source(source)
        assert [one.state for one in found] == [state, state]
        assert all(("which is revoked" in one.reason) is (state is State.REFUSED) for one in found)


@pytest.mark.parametrize("content", [b"", b"\n", b"junk\n", b"SSHKRL\n\0", b"SSHKRL\n\0\0\0\0\1"])
def test_what_is_no_list_of_revoked_keys_is_an_error(
    content: bytes, ssh_key: SshKey, tmp_path: Path
) -> None:
    """Read as one, it would revoke nothing."""
    allowed = tmp_path / "allowed"
    allowed.write_text(f"alice@example.org {ssh_key.public}\n")
    path = tmp_path / "revoked"
    path.write_bytes(content)
    with pytest.raises(UsageError, match="--revoked-signers"):
        read_allowed_signers(allowed, DEFAULT, revoked=path)
    with pytest.raises(UsageError, match="--revoked-signers"):
        read_allowed_signers(allowed, DEFAULT, revoked=tmp_path / "none")


def test_revoked_keys_go_with_allowed_ones(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="goes together with --allowed-signers"):
        trusting(lock=None, root=None, revoked=tmp_path / "x")
