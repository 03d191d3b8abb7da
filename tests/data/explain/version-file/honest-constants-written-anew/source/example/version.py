# written on 2023-05-06
# by a script
__version__ = '0.9'
__author__ = 'Example'
