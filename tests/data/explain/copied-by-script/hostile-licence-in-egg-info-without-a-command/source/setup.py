import os
import shutil

from setuptools import setup
from setuptools.command.egg_info import egg_info

ROOT = os.path.dirname(os.path.abspath(__file__))


class EggInfo(object):
    def run(self):
        shutil.copy2(
            os.path.join(ROOT, "LICENSE"),
            os.path.join(ROOT, "example.egg-info", "LICENSE"),
        )
        egg_info.run(self)


setup(name="example", version="1.0", packages=["example"], cmdclass={"egg_info": EggInfo})
