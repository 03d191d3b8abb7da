HOME = ""
