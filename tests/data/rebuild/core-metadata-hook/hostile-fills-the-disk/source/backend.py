"""A backend that writes without end."""


def build_sdist(folder, settings=None):
    with open("big", "wb") as file:
        while True:
            file.write(bytes(1 << 20))
