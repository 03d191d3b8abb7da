CHECK = "1.0"
