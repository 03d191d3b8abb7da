def build(setup_kwargs):
    pass
