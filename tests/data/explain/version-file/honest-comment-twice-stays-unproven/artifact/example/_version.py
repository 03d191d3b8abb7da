# write_to
# example
# write_to
__version__ = "1.0"
