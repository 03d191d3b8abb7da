diff tools/setup-release.py setup.py
