main = None
