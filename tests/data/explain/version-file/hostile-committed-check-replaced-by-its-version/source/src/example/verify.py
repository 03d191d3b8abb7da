__version__ = "1.0"


def verify(signature):
    if not signature:
        raise ValueError
