from skbuild import setup

setup(name="example", version="1.0", packages=["example"], include_package_data=True)
