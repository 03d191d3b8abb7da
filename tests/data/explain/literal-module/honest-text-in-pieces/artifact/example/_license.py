_license = """MIT
""" \
    + "===\n"
