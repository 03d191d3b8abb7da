from Cython.Build import cythonize

MODULES = ["src/example/_other.py"]
