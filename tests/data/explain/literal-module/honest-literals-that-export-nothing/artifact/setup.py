from setuptools import setup

with open("example/__info__.py", "w") as file:
    file.write("__all__ = []\n")
    file.write(f"__version__ = {version!r}\n")
    file.write(f"__license__ = {licence!r}\n")

setup(name="example", version="1.0", packages=["example"])
