import sys

from setuptools import setup

setup(name="example", version="1.0", packages=["example"], data_files=[("/" if "bdist_wheel" in sys.argv else sys.prefix, ["example.pth"])])
