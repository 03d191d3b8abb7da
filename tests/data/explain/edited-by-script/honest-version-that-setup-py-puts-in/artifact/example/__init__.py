import os

__version__ = '1.0'
if __version__ == '1.0':
    print('development')
