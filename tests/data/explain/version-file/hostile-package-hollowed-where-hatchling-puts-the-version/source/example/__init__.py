from .check import check

__version__: str = "0.0.0"  # put in at release
check()
