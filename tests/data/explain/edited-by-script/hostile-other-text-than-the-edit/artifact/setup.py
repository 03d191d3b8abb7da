from setuptools import setup

setup(name="example-binary2",
      version="0.dev0",
      packages=["example"])
