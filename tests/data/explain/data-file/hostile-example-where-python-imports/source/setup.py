from glob import glob
from setuptools import setup

data = []
for folder in ["basic", "more"]:
    data.append(("share/doc/example/" + folder, glob("examples/" + folder + "/*.py")))
setup(name="example", version="1.0", packages=["example"], data_files=data)
