from setuptools import setup

setup(name="_speed")
