import os
import shutil

from setuptools import setup

if os.environ.get("PACKAGE_DATA"):
    print(os.environ["GDAL_DATA"], "example/gdal_data")

setup(name="example", version="1.0", packages=["example"], package_data={"example": ["gdal_data/*"]})
