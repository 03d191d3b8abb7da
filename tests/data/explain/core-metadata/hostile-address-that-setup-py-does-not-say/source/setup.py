from setuptools import setup

setup(url="https://example.org/other")
