import os

from setuptools import setup

os.system("git rev-parse --verify HEAD > .gitrev")
setup(name="example", version="1.0", py_modules=["example"])
