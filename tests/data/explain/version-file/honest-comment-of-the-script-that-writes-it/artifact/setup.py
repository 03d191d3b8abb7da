from setuptools import setup

with open("example/_version.py", "w") as stream:
    stream.write("# THIS FILE IS GENERATED FROM EXAMPLE\n__version__ = '1.0'\n")
setup(name="example", version="1.0")
