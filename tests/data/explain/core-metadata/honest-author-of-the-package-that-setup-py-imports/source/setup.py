import example
from setuptools import setup

setup(name="example", version="1.0", author=example.__author__, packages=["example"])
