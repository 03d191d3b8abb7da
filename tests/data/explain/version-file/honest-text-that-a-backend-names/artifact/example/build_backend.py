_NAME = "example_version.txt"
