from setuptools import setup

setup(
    name="example",
    version="1.0",
    description="An example",
    long_description=open("README.md").read(),
    install_requires=["attrs>=22"],
    extras_require={"fast": ["ujson"], ":python_version < '3.11'": ["tomli>=2"]},
    license="MIT",
    python_requires=">=2.6",
)
