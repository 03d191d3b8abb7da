from setuptools import Extension, setup

DATA = [".pyd", ".so"]
setup(name="example", version="1.0", packages=["example"], ext_modules=[Extension("example.fast", ["example/fast.pyx"])])
