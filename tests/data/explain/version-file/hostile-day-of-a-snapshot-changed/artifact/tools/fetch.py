date = "20180101"
url = f"https://example.org/{date}"
