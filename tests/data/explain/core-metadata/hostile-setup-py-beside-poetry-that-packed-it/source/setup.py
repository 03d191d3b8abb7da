from setuptools import setup

setup(
    name="example",
    version="1.0",
    description="An example",
    author="Example",
    author_email="example@example.org",
    python_requires=">=3.9",
    install_requires=["attrs>=22"],
)
