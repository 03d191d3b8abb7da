from setuptools import setup

params = dict(
    name="example",
    version="1.0",
    scripts=["bin/example"],
    packages=["example"],
)
params.update(platforms=["any"])
setup(**params)
