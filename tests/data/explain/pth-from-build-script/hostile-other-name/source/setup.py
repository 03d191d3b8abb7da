import textwrap

from setuptools import setup

NAME = "example-start"
CODE = textwrap.dedent(
    """
    import os
    flag = os.environ.get("EXAMPLE", "1")
    flag and __import__("example_start").go()
    """
).lstrip().replace("\n", "; ")
setup()
