from setuptools import setup

setup(
    name="example",
    version="1.0",
    description="An example",
    author="https://example.org/AUTHORS",
    maintainer="M. Person",
    maintainer_email="m@example.org",
)
