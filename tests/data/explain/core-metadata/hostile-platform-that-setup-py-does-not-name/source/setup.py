from setuptools import setup

setup(platforms=["Linux", "Windows"])
