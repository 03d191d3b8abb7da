from setuptools import setup

setup(
    name="example",
    version="1.0",
    packages=["example"],
    ext_package="example",
    cffi_modules=["build_ffi.py:ffi"],
)
