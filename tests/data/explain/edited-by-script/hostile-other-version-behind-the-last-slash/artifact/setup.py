from setuptools import setup

setup(name="example", version="9.0")
