commit = "8c1f2ab77e01"
url = f"https://example.org/{commit or 'HEAD'}"
