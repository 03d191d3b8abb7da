open("example/__init__.py", "w")
