setup(name="example")
