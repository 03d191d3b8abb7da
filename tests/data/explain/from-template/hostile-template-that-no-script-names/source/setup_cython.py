def build(name):
    pass
