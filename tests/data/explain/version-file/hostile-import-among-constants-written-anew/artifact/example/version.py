# written on 2024-01-02
# by a script
__version__ = '1.0'
__author__ = 'Example'
import os
