setup(name="example", url="x")
