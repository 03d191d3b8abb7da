import textwrap

from setuptools import setup
from setuptools.command.install import install


class InstallWithPath(install):
    _name = "example-start"
    _code = textwrap.dedent(
        """
        import os
        flag = os.environ.get("EXAMPLE", "1")
        flag and __import__("example_start").go()
        """
    ).lstrip().replace("\n", "; ")

    def initialize_options(self):
        install.initialize_options(self)
        self.extra_path = self._name, self._code


setup(name="example", py_modules=["example_start"], cmdclass={"other": InstallWithPath})
