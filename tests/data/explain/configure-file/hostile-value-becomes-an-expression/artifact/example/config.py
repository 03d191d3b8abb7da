V = __import__("os").getpid()
