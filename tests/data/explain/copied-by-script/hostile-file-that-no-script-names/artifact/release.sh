cp tools/setup-release.py setup.py
python setup.py sdist
