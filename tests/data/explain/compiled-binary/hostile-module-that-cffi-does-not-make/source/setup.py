from setuptools import setup

setup(name="example", version="1.0", packages=["example"], cffi_modules=["build_speed.py:ffibuilder"])
