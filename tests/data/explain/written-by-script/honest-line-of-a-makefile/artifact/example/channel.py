CHANNEL = "pip"
