"""What is read from compiled files, and held against names, tags and sources."""
