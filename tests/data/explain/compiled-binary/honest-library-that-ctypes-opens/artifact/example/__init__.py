import ctypes

SPEED = ctypes.CDLL("_speed")
