from os import path
from setuptools import setup

VERSION = open("VERSION").read().strip()


def stamp(filename):
    with open(filename) as f:
        lines = [line.replace("'git'", "'%s'" % VERSION) for line in f]
    with open(filename, "w") as f:
        f.writelines(lines)


stamp(path.join("other", "__init__.py"))
setup(name="example", version=VERSION)
