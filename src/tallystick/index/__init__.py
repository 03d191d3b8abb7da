"""What a package index says of a release, and its files, fetched and checked against its digests.

``index.pypi`` brings httpx with it (0.1 s), so nothing is imported here.
"""
