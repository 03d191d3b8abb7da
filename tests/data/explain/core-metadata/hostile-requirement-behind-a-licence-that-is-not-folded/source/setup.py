from setuptools import setup

setup(
    name="example",
    version="1.0",
    description="An example",
    author="Ann",
    author_email="ann@example.invalid",
    url="https://example.invalid",
    license=open("LICENSE.txt").read(),
    packages=["example"],
    keywords=["one", "two"],
    classifiers=["Topic :: Internet"],
)
