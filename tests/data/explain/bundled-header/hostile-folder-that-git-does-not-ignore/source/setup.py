from setuptools import Extension, setup

fast = Extension("pkg.fast", ["pkg/fast.c"], include_dirs=["/opt/libthing/include/libthing"])
setup(name="example", version="1.0", packages=["pkg", "pkg.includes.libthing"], package_data={"pkg.includes.libthing": ["*.h"]}, ext_modules=[fast])
