__version__ = "1.0"
import example.evil
