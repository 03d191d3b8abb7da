P = "/usr"
