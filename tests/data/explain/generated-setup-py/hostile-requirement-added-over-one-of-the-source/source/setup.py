from setuptools import setup

setup(name="example", ext_modules=[])
