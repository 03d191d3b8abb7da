#!/bin/sh
# once: patch -p1 < patches/*.patch
python -m build --sdist
