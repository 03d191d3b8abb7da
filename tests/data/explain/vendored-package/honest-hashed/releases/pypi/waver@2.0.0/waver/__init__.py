def wave():
    return "hello"
