"""An example."""
from example._speed import fast
