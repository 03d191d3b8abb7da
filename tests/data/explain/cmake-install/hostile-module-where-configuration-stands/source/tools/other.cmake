set(y 1)
