from Cython.Build import cythonize
from setuptools import Extension, setup

setup(
    name="example",
    version="1.0",
    ext_modules=cythonize(
        [Extension("example", ["example.pyx"])],
        compiler_directives={"language_level": "3", "embedsignature": True},
    ),
)
