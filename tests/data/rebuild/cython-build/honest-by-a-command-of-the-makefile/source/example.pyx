def double(int value):
    return 2 * value
