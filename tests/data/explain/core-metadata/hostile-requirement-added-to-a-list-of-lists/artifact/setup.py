from setuptools import setup

tests_require = [
    "pytest",
    "psutil",
],

setup(name="example", version="1.0", py_modules=["example"], extras_require={"tests": tests_require})
