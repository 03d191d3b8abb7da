from setuptools import setup

setup(name="example", version="main")
