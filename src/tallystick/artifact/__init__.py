"""Released files, opened: sdist, wheel, source tarball, npm package, Debian source package."""

from __future__ import annotations

from tallystick.artifact.debian import debian_files, upstream_signatures
from tallystick.artifact.opening import OpenArtifact, open_artifact

__all__ = ["OpenArtifact", "debian_files", "open_artifact", "upstream_signatures"]
