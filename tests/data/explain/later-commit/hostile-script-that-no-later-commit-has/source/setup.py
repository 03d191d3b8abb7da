from setuptools import setup

setup(name="example", version="1.0", packages=["example"], scripts=["bin/run"])
