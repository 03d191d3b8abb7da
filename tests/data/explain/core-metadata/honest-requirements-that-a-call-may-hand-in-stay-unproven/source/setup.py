from setuptools import setup

given = {}
given["install_requires"] = ["packaging>=20"]
setup(name="example", version="1.0", packages=["example"], **given)
