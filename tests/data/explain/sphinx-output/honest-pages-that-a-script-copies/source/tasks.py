from shutil import copytree

copytree("sites/docs/_build", "docs")
