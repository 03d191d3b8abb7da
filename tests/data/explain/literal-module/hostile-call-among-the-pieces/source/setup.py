from setuptools import setup

with open("example/_license.py", "w") as f:
    f.write('_license = """')
    f.write(open("LICENSE").read())
    f.write('""" + "===\n"')

setup(name="example", version="1.0", packages=["example"])
