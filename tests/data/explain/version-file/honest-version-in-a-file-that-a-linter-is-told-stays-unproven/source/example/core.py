VERSION = "0.9"


def core() -> None:
    pass
