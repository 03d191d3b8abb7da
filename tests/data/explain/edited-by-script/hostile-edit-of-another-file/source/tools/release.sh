#!/bin/sh
sed -i 's/^setup(name="example"/setup(name="example-binary"/' other/setup.py
sed -i "s/0\.dev0/${VERSION}/" other/setup.py
python setup.py sdist
