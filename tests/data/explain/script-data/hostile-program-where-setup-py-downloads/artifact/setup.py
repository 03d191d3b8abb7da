from setuptools import setup

for name in ["images/cat.png"]:
    get_remote_file(name, "example/resources", force_download=True)
setup(name="example", version="1.0", packages=["example"], package_data={"example": ["resources/images/*.png"]})
