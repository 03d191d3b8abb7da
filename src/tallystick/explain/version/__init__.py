"""What several explainers know of files that state a version."""
