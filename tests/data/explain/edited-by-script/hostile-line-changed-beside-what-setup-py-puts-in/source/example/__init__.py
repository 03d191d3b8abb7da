import os

__version__ = 'git'
if __version__ == 'git':
    print('development')
