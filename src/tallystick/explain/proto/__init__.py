"""What protoc and its plugins write, derived from a ``.proto`` file without running them."""
