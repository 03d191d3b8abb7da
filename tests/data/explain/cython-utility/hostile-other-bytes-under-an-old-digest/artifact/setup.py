from Cython.Build import cythonize
from setuptools import setup

setup(ext_modules=cythonize(["pkg/a.pyx"], common_utility_include_dir="pkg/_include"))
