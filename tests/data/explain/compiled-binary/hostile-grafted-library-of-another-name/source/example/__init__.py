import ctypes

library = ctypes.CDLL("libz.so.1")
