setup(name="example", url="evil")
