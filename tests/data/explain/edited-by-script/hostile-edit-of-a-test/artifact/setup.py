from setuptools import setup

setup(name="example-binary",
      version="0.dev0",
      packages=["example"])
