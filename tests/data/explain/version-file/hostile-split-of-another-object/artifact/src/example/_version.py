version = "1.0"
short_version = payload.split("+")[0]
