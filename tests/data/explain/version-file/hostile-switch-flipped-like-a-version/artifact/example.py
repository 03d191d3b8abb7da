release = True
