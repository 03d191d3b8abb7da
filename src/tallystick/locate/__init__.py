"""From what is said of a release to the repository, the commit and the folder that it comes from."""
