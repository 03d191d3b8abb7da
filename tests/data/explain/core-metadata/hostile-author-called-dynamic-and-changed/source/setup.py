from setuptools import setup

setup(author="Ada and others")
