from setuptools import setup

with open("example/_config.py", "w") as file:
    file.write("CONFIG = dict(%r)\n" % (options,))

setup(name="example", version="1.0", packages=["example"])
