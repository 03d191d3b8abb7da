from setuptools import setup

setup(name="example",
      version="2.0",
      packages=["example"])
