"""Values of the core metadata, and how a build backend puts them together."""
