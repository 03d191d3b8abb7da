#!/bin/sh
sed -i 's/^setup(name="example"/setup(name="example-binary"/' setup.py
sed -i "s|0\.dev0|${GITHUB_REF##*/}|" setup.py
python setup.py sdist
