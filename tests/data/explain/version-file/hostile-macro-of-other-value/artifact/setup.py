from setuptools import setup

from versioninfo import write

write("src/example-version.h")
setup(name="example", version="1.0")
