"""Each kind of entry that a lock can have, as its specification writes it."""

from __future__ import annotations

import json

import pytest

from tallystick.errors import UsageError
from tallystick.limits import DEFAULT
from tallystick.lock import Pinned, WhyNot, read_lock

A, B = "a" * 64, "b" * 64
SHA512 = "z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg=="


def lock(name: str, content: str, **files: str) -> tuple[Pinned, ...]:
    named = {key.replace("__", "/"): value for key, value in files.items()}
    return read_lock(name, content.encode(), DEFAULT, lambda included: named[included].encode())


def why(found: tuple[Pinned, ...]) -> list[WhyNot | None]:
    return [pin.why_not for pin in found]


# --- requirements.txt -----------------------------------------------------------------------------


def requirements(content: str, **files: str) -> tuple[Pinned, ...]:
    return lock("requirements.txt", content, **files)


def test_lines_continue_and_comments_end_them() -> None:
    found = requirements(
        f"# head\n\nfoo[x]==1.0 ; python_version > '3' \\\n  --hash=sha256:{A} \\\n"
        f"  --hash sha256:{B}  # why\nbar===2 --hash=SHA256:{A.upper()}\n"
    )
    assert [(pin.name, pin.version, len(pin.digests)) for pin in found] == [
        ("foo", "1.0", 2),
        ("bar", "2", 1),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("foo==1.0", "no --hash"),
        (f"foo>=1.0 --hash=sha256:{A}", "not pinned to one version"),
        (f"foo==1.* --hash=sha256:{A}", "not pinned to one version"),
        (f"foo==1,==2 --hash=sha256:{A}", "not pinned to one version"),
        (f"foo --hash=sha256:{A}", "not pinned to one version"),
        ("foo==1.0 --hash=md5:" + "a" * 32, "no --hash"),
        ("foo==1.0 --hash=sha256:xyz", "a digest that is none"),
        (f"foo==1.0 --hash=sha256:{A}; --evil", "a digest that is none"),
        (f"foo==1.0 --hash=sha256:{A} --evil", "option --evil is not understood"),
        (f"foo==${{VERSION}} --hash=sha256:{A}", "environment variables"),
        (f"foo=={'1' * 5000} --hash=sha256:{A}", "too long"),
        (f"foo==1.0; {'(' * 2000} --hash=sha256:{A}", "not a requirement"),
        (f"foo @ http://example.org/foo-1.0.tar.gz --hash=sha256:{A}", "https only"),
        (f"foo @ file:///etc/foo-1.0.tar.gz --hash=sha256:{A}", "https only"),
        ("foo @ https://example.org/foo-1.0.tar.gz", "no --hash"),
    ],
)
def test_a_requirement_that_pins_nothing_is_a_failure_of_its_line(line: str, reason: str) -> None:
    found = requirements(f"{line}\nbar==1 --hash=sha256:{B}\n")
    assert why(found) == [WhyNot.UNPINNED, None]
    assert reason in found[0].reason


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (f"./foo-1.0.tar.gz --hash=sha256:{A}", WhyNot.NO_RELEASE),
        (f"dist/foo-1.0.tar.gz --hash=sha256:{A}", WhyNot.NO_RELEASE),
        ("foo @ git+https://example.org/foo@v1", WhyNot.NO_RELEASE),
        ("git+https://user:s3cret@example.org/foo", WhyNot.NO_RELEASE),
        ("-e git+https://example.org/foo", WhyNot.NO_RELEASE),
        ("-e .", WhyNot.LOCAL),
    ],
)
def test_what_is_no_release_is_left_out(line: str, kind: WhyNot) -> None:
    found = requirements(line)
    assert why(found) == [kind]
    assert "s3cret" not in repr(found)


@pytest.mark.parametrize(
    "line",
    [
        f"foo @ https://example.org/d/foo-1.0.tar.gz --hash=sha256:{A}",
        f"foo @ https://u:s3cret@example.org/d/foo-1.0.tar.gz#sha256={A}",
        f"https://example.org/d/foo-1.0.tar.gz --hash=sha256:{A}",
    ],
)
def test_a_url_is_fetched_without_asking_an_index(line: str) -> None:
    (pin,) = requirements(line)
    assert (pin.url, pin.filename) == ("https://example.org/d/foo-1.0.tar.gz", "foo-1.0.tar.gz")
    assert pin.is_direct
    assert pin.digests == {("sha256", A)}


def test_includes_are_read_once_and_beside_their_file() -> None:
    found = requirements(
        "-r sub/a.txt\n--requirement=sub/a.txt\n-rb.txt\n",
        sub__a=f"foo==1 --hash=sha256:{A}",
        **{"sub/a.txt": f"foo==1 --hash=sha256:{A}\n-r c.txt\n", "b.txt": "-r b.txt\n"},
        **{"sub/c.txt": f"bar==1 --hash=sha256:{B}\n"},
    )
    assert [pin.name for pin in found] == ["foo", "bar"]


@pytest.mark.parametrize(
    "name",
    [
        "../a.txt",
        "a/../../b.txt",
        "/etc/passwd",
        "https://example.org/a.txt",
        "~/a.txt",
        "-x",
        "a\\b",
    ],
)
def test_an_include_that_leads_elsewhere_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="not in its own folder"):
        requirements(f"-r {name}\n")


def test_includes_without_end_are_refused() -> None:
    def next_one(name: str) -> bytes:
        return f"-r {int(name.removesuffix('.txt')) + 1}.txt\n".encode()

    with pytest.raises(UsageError, match="includes more than 64 files"):
        read_lock("requirements.txt", b"-r 0.txt\n", DEFAULT, next_one)


def test_options_are_known_or_refused() -> None:
    line = f"foo==1 --hash=sha256:{A}\n"
    found = requirements(
        f"-i https://u:s3cret@example.org/simple\n--require-hashes\n-c limits.txt\n--no-binary :all:\n{line}"
    )
    assert found[0].index == "https://example.org/simple"
    for option in ("--evil", "--evil=x", "-i file:///tmp", "-r", "--pre x", "-q"):
        with pytest.raises(UsageError):
            requirements(f"{option}\n{line}")


# --- uv.lock --------------------------------------------------------------------------------------


def uv(package: str) -> tuple[Pinned, ...]:
    return lock("uv.lock", f'version = 1\n[[package]]\nname = "foo"\nversion = "1.0"\n{package}\n')


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ('{ git = "https://example.org/foo?rev=v1#abc" }', WhyNot.NO_RELEASE),
        ('{ path = "foo-1.0.tar.gz" }', WhyNot.NO_RELEASE),
        ('{ editable = "." }', WhyNot.LOCAL),
        ('{ virtual = "." }', WhyNot.LOCAL),
        ('{ directory = "../foo" }', WhyNot.LOCAL),
        ('{ registry = "../wheels" }', WhyNot.NO_RELEASE),
        ('{ registry = "http://example.org/simple" }', WhyNot.NO_RELEASE),
        ('{ registry = "https://example.org/simple" }', WhyNot.UNPINNED),
    ],
)
def test_uv_sources_that_are_no_release(source: str, kind: WhyNot) -> None:
    assert why(uv(f"source = {source}")) == [kind]


def test_uv_url_source_is_fetched_from_its_url() -> None:
    (pin,) = uv(
        'source = { url = "https://example.org/foo-1.0.tar.gz" }\n'
        f'sdist = {{ hash = "sha256:{A}" }}'
    )
    assert (pin.url, pin.is_direct) == ("https://example.org/foo-1.0.tar.gz", True)


@pytest.mark.parametrize("version", ["2", '"1"', "true", "0"])
def test_uv_lock_of_another_version_is_refused(version: str) -> None:
    with pytest.raises(UsageError, match=r"not a uv\.lock of version 1"):
        lock("uv.lock", f"version = {version}\n")


# --- pylock.toml ----------------------------------------------------------------------------------


def pylock(package: str) -> tuple[Pinned, ...]:
    return lock("pylock.dev.toml", f'lock-version = "1.0"\n[[packages]]\nname = "foo"\n{package}\n')


@pytest.mark.parametrize(
    ("package", "kind"),
    [
        ('vcs = { type = "git", url = "https://example.org/foo" }', WhyNot.NO_RELEASE),
        ('directory = { path = "." }', WhyNot.LOCAL),
        ('archive = { url = "https://example.org/f.zip" }', WhyNot.UNPINNED),
        (f'archive = {{ path = "f.zip", hashes = {{ sha256 = "{A}" }} }}', WhyNot.NO_RELEASE),
        ('version = "1"', WhyNot.UNPINNED),
    ],
)
def test_pylock_packages_that_are_left_out(package: str, kind: WhyNot) -> None:
    assert why(pylock(package)) == [kind]


def test_pylock_archive_is_fetched_from_its_url() -> None:
    (pin,) = pylock(f'archive = {{ url = "https://e.org/f.zip", hashes = {{ sha256 = "{A}" }} }}')
    assert (pin.url, pin.is_direct) == ("https://e.org/f.zip", True)


def test_pylock_digests_of_other_kinds_are_passed_over() -> None:
    hashes = f'{{ sha256 = "{A}", blake2b = "00", md5 = "{"0" * 32}" }}'
    url = "https://e.org/foo-1.tar.gz"
    (pin,) = pylock(f'version = "1"\nsdist = {{ url = "{url}", hashes = {hashes} }}')
    assert pin.digests == {("sha256", A)}


# --- poetry.lock ----------------------------------------------------------------------------------


def test_poetry_before_2_0_kept_files_in_metadata() -> None:
    (pin,) = lock(
        "poetry.lock",
        '[[package]]\nname = "foo"\nversion = "1.0"\n[metadata]\nlock-version = "1.1"\n'
        f'[metadata.files]\nfoo = [{{file = "foo-1.0.tar.gz", hash = "sha256:{A}"}}]\n',
    )
    assert pin.filename == "foo-1.0.tar.gz"
    assert pin.digests == {("sha256", A)}


@pytest.mark.parametrize(
    ("type_", "kind"),
    [
        ("git", WhyNot.NO_RELEASE),
        ("directory", WhyNot.LOCAL),
        ("file", WhyNot.NO_RELEASE),
        ("legacy", WhyNot.UNPINNED),
    ],
)
def test_poetry_sources(type_: str, kind: WhyNot) -> None:
    found = lock(
        "poetry.lock",
        f'[[package]]\nname = "foo"\nversion = "1.0"\n[package.source]\ntype = "{type_}"\n'
        'url = "https://example.org"\n[metadata]\nlock-version = "2.1"\n',
    )
    assert why(found) == [kind]


# --- package-lock.json ----------------------------------------------------------------------------


def npm(**packages: object) -> tuple[Pinned, ...]:
    folders = {f"node_modules/{name}": package for name, package in packages.items()}
    return lock("package-lock.json", json.dumps({"lockfileVersion": 3, "packages": folders}))


@pytest.mark.parametrize(
    ("package", "kind"),
    [
        ({"resolved": "git+ssh://git@github.com/a/b.git#0123"}, WhyNot.NO_RELEASE),
        ({"resolved": "file:../x.tgz"}, WhyNot.NO_RELEASE),
        ({"resolved": "local", "link": True}, WhyNot.LOCAL),
        ({"version": "1.0.0", "inBundle": True}, WhyNot.LOCAL),
        ({"version": "1.0.0"}, WhyNot.UNPINNED),
        ({"version": "1.0.0", "integrity": "sha1-qUqP5cyxm6YcTAhz05Hph5gvu9M="}, WhyNot.UNPINNED),
        ({"version": "1.0.0", "resolved": "http://e.org/x-1.0.0.tgz"}, WhyNot.UNPINNED),
        ({"integrity": f"sha512-{SHA512}"}, WhyNot.UNPINNED),
    ],
)
def test_npm_packages_that_are_left_out(package: object, kind: WhyNot) -> None:
    assert why(npm(x=package)) == [kind]


def test_npm_takes_the_strongest_digest_and_the_real_name() -> None:
    weak = "sha1-qUqP5cyxm6YcTAhz05Hph5gvu9M="
    resolved = "https://u:s3cret@e.org/real/-/real-1.0.0.tgz"
    (pin,) = npm(
        alias={
            "name": "real",
            "version": "1.0.0",
            "resolved": resolved,
            "integrity": f"{weak} sha512-{SHA512}",
        }
    )
    assert (pin.name, pin.url) == ("real", "https://e.org/real/-/real-1.0.0.tgz")
    assert [kind for kind, _ in pin.digests] == ["sha512"]


def test_npm_1_nests() -> None:
    entry = {"version": "1.0.0", "integrity": f"sha512-{SHA512}"}
    tree = {"lockfileVersion": 1, "dependencies": {"a": {**entry, "dependencies": {"b": entry}}}}
    assert [pin.name for pin in lock("package-lock.json", json.dumps(tree))] == ["a", "b"]
