set(found 1)
