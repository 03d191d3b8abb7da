from setuptools import setup

setup(name="example", version="1.0", namespace_packages=["zoo", "zoo.birds"])
