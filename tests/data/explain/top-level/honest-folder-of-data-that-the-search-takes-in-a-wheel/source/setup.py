from setuptools import find_namespace_packages, setup

setup(name="example", version="1.0", packages=find_namespace_packages(exclude=("tests*",)))
