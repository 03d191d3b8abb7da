# written by the build
__version__ = '1.0'
