CHANNEL = "unknown"
