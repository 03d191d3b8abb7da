from setuptools import Extension, setup

setup(ext_modules=[Extension("example._speed", ["src/speed.c"])])
