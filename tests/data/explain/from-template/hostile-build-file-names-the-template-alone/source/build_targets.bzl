embed(
    output = "other/defaults.py",
    template = "example/defaults.py.template",
)
