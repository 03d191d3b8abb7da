from Cython.Build import cythonize

MODULES = ["src/example/_other/__init__.py"]
