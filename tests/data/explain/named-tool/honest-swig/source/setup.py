from setuptools import setup, Extension

setup(name="example", version="1.0", ext_modules=[Extension("example._zoo", ["zoo.i"], swig_opts=["-c++"])])
