import codecs

from setuptools import setup

setup(
    name="example",
    version="1.0",
    long_description=codecs.open("README.md", "r", encoding="ascii", errors="replace").read(),
    long_description_content_type="text/markdown",
)
