from setuptools import setup

setup(name="example", version="1.0", long_description=open("README.md").read())
