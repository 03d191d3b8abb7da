from setuptools import setup

setup(install_requires=["other"], extras_require={"x": ["rich"]})
