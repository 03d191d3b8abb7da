open("example/_headers.pxi", "w").write("# ...")
