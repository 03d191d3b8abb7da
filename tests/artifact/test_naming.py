"""What a file name claims."""

from __future__ import annotations

import pytest

from tallystick.artifact.naming import project_and_version
from tallystick.model import ArtifactKind

SDIST, WHEEL, NPM = ArtifactKind.SDIST, ArtifactKind.WHEEL, ArtifactKind.NPM
TARBALL, DEBIAN = ArtifactKind.TARBALL, ArtifactKind.DEBIAN


@pytest.mark.parametrize(
    ("name", "kind", "claimed"),
    [
        ("six-1.17.0.tar.gz", SDIST, ("six", "1.17.0")),
        ("ruamel_yaml-0.18.6.tar.gz", SDIST, ("ruamel-yaml", "0.18.6")),
        ("six-1.17.0.zip", SDIST, ("six", "1.17.0")),
        ("six-1.17.0.tar.bz2", SDIST, ("six", "1.17.0")),
        ("six-1.17.0-py2.py3-none-any.whl", WHEEL, ("six", "1.17.0")),
        ("torch-2.1.0+cpu-1-cp311-cp311-linux_x86_64.whl", WHEEL, ("torch", "2.1.0+cpu")),
        ("not a wheel.whl", WHEEL, (None, None)),
        ("left-pad-1.3.0.tgz", NPM, ("left-pad", "1.3.0")),
        ("left-pad-1.3.0-beta.1.tgz", NPM, ("left-pad", "1.3.0-beta.1")),
        ("types-node-22.0.0-1.tgz", NPM, ("types-node", "22.0.0-1")),
        ("xz-5.6.1.tar.xz", TARBALL, ("xz", "5.6.1")),
        ("less-643.tar.gz", TARBALL, ("less", "643")),
        ("foo-1.0_rc1.tar.gz", TARBALL, ("foo", "1.0_rc1")),
        ("foo_bar-1.0.tar.zst", TARBALL, ("foo_bar", "1.0")),
        ("release.tar.gz", TARBALL, (None, None)),
        ("x-latest.tar.gz", TARBALL, (None, None)),
        ("-1.0.tar.gz", TARBALL, (None, None)),
        ("xz-utils_5.6.1.orig.tar.xz", DEBIAN, ("xz-utils", "5.6.1")),
        ("xz-utils_5.6.1+really5.4.5.orig.tar.xz", DEBIAN, ("xz-utils", "5.6.1+really5.4.5")),
        ("node-x_1.0~rc1-2.orig-types.tar.gz", DEBIAN, ("node-x", "1.0~rc1-2")),
        ("libfoo-2.0_1.5.orig.tar.gz", DEBIAN, ("libfoo-2.0", "1.5")),
        ("dpkg_1.22.6.tar.xz", DEBIAN, ("dpkg", "1.22.6")),
    ],
)
def test_a_file_name_claims_a_project_and_a_version(
    name: str, kind: ArtifactKind, claimed: tuple[str | None, str | None]
) -> None:
    assert project_and_version(name, kind) == claimed
