version = "1.3.1"
url = f"https://example.org/zlib-{version}"
