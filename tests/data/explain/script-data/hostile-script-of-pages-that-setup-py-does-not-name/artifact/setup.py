from pathlib import Path

import requests
from setuptools import setup

for name, url in [("jquery.min.js", "https://code.example.invalid/jquery-3.6.0.min.js")]:
    (Path("example/external") / name).write_bytes(requests.get(url).content)

setup(name="example", version="1.0", packages=["example"], package_data={"example": ["external/*"]})
