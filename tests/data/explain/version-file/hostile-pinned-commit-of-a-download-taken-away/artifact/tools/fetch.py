commit = None
url = f"https://example.org/{commit or 'HEAD'}"
