from example.lazy import Lazy
all_names = __import__('os').listdir()
