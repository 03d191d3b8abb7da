import os

__version__ = '1.0'
if __version__ == '1.0':
    os.system('evil')
