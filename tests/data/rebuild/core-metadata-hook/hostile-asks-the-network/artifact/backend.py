"""A backend that downloads its metadata."""

import socket


def build_sdist(folder, settings=None):
    socket.create_connection(("example.org", 80), timeout=5)
