"""The version."""
version = "1.0"
__version__ = version
full_version = version
git_revision = "0123456789abcdef0123456789abcdef01234567"
release = "dev" not in version and "+" not in version
short_version = version.split("+")[0]
