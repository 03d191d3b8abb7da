release = False
