import os
from setuptools import setup

setup(name='example', version='1.0', packages=[f for f, _, n in os.walk('example') if '__init__.py' in n])
