from setuptools import setup

from setup_cython import build

build("frames")
setup(name="example", version="1.0")
