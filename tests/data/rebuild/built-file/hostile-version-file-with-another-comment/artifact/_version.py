# written by somebody
__version__ = '1.0'
