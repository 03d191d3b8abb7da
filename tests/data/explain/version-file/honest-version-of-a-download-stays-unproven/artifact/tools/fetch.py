version = "1.0"
url = f"https://example.org/zlib-{version}"
