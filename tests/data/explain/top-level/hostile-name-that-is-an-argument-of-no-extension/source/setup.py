from setuptools import setup

print("_fast", name="_fast")
setup(name="example", version="1.0", py_modules=["example"])
