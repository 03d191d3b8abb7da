from setuptools import setup
from setuptools.command.egg_info import egg_info


class DefaultExtras(egg_info):
    def finalize_options(self):
        super().finalize_options()
        self.distribution.install_requires += self.distribution.extras_require.get("cloud", [])


setup(cmdclass={"egg_info": DefaultExtras})
