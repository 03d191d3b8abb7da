"""When each entry of an artifact can run: at install, at start, in the build, on import, or never."""
