from setuptools import setup
from names import NAMES

setup(name="example", version="1.0", namespace_packages=NAMES())
