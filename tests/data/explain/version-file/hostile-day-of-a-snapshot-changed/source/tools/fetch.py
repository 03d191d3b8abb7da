date = "20240101"
url = f"https://example.org/{date}"
