embed(
    output = "example/defaults.py",
    template = "example/defaults.py.template",
)
