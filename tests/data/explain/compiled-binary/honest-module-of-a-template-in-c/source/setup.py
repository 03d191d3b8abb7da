from setuptools import Extension, setup

setup(ext_modules=[Extension(NAME, [filled(template)])])
