"""What several explainers of npm packages know of manifests, lock files and packing."""
