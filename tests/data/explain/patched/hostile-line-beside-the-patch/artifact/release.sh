#!/bin/sh
for each in patches/*.patch; do
    patch -p1 < $each
done
python -m build --sdist
