import gzip
import shutil

from setuptools import setup

with open("example/data.json", "rb") as file, gzip.open("example/data.json.gz", "wb") as out:
    shutil.copyfileobj(file, out)

setup(name="example", version="1.0", packages=["example"])
