from setuptools import setup

setup(name="example",
      version="0.dev0",
      packages=["example"])
