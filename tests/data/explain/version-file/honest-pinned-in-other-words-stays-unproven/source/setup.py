import os
from setuptools import setup
from setuptools.command.build_py import build_py

version = "1.0"


class Build(build_py):
    def run(self):
        build_py.run(self)
        with open(os.path.join(self.build_lib, "example", "version.py"), "w") as stream:
            stream.write(f'__version__ = "{version}"\n')


setup(name="example", version=version, packages=["example"], cmdclass={"build_py": Build})
