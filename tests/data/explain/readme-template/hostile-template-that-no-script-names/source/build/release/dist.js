copy("README.md")
