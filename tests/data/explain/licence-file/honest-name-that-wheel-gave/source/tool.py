print("a script of the source")
