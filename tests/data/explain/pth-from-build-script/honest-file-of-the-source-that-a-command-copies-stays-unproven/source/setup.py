from os.path import basename, dirname, join

from setuptools import find_packages, setup
from setuptools.command.build import build


class BuildWithPath(build):
    def run(self):
        super().run()
        path = join(dirname(__file__), "src", "example.pth")
        self.copy_file(path, join(self.build_lib, basename(path)))


setup(package_dir={"": "src"}, packages=find_packages("src"), cmdclass={"build": BuildWithPath})
