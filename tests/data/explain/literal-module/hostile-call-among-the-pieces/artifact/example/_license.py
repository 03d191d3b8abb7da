_license = """MIT
""" + exec("x") + "===\n"
