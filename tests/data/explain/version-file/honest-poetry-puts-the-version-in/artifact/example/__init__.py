from .check import check

__version__: str = "1.0"  # put in at release
check()
