def check(signature):
    raise ValueError(signature)
