from pathlib import Path

from setuptools import setup

for name, url in [("jquery.min.js", "https://code.example.invalid/jquery-3.6.0.min.js")]:
    (Path("example/external") / name).write_bytes(url.encode())

setup(name="example", version="1.0", packages=["example"], package_data={"example": ["external/*"]})
