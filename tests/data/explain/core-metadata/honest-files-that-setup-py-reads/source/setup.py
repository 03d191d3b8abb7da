import os
from pathlib import Path

from setuptools import setup

here = Path(__file__).parent


def read(*names):
    """The text of a file."""
    with open(os.path.join(os.path.dirname(__file__), *names), encoding="utf-8") as file:
        return file.read()


with open("requirements.txt") as file:
    requirements = file.read().splitlines()

test = ["pytest"]
every = test + ["ujson"]

setup(
    name="example",
    version=read("VERSION").strip(),
    long_description=(here / "README.md").read_text() + "\n" + read("docs", "CHANGES.md"),
    install_requires=requirements,
    extras_require={"test": test, "all": every},
)
