import os

__version__ = os.getenv('x')
if __version__ == os.getenv('x'):
    print('development')
