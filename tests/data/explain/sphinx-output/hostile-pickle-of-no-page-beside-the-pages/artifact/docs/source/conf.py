project = "example"
extensions = ["sphinx.ext.viewcode"]
html_theme = "basic"
html_static_path = ["static"]
