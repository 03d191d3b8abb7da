"""Released files, opened: sdist, wheel, source tarball, npm package, Debian source package."""

from __future__ import annotations

from tallystick.artifact.opening import OpenArtifact, open_artifact

__all__ = ["OpenArtifact", "open_artifact"]
