VERSION = "1.0"


def core() -> None:
    pass
