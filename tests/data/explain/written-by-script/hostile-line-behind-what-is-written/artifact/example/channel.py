CHANNEL = "pip"
import os
