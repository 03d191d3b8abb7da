copy("build/fixtures/README.md")
