"""An example."""

VALUE = 1
