from setuptools import setup
setup(name="example")
