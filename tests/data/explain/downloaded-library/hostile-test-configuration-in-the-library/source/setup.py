import tarfile
from io import BytesIO
from urllib.request import urlopen

from setuptools import setup

URL = "https://example.org/archive/lib-1.2.tar.gz"


def download(folder="libexample"):
    tarfile.open(fileobj=BytesIO(urlopen(URL).read())).extractall(folder)


setup(name="example", version="1.0")
