import pathlib

name = "example-binary"
file = pathlib.Path("pyproject.toml")
file.write_text(file.read_text().replace("example", name))
print("requests")
