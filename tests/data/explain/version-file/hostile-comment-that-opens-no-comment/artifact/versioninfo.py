write = print
