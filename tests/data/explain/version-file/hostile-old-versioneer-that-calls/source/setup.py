import versioneer
from setuptools import setup

versioneer.VCS = 'git'
versioneer.versionfile_source = 'example/_version.py'
setup(name="example", version=versioneer.get_version())
