import os
from setuptools import Extension, setup

fast = os.environ.get("FAST") != "0"
setup(name="example", version="1.0", py_modules=["example"], ext_modules=[Extension("_fast.core", ["fast.c"])] if fast else [])
