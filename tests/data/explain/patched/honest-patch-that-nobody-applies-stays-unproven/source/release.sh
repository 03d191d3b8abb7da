#!/bin/sh
python -m build --sdist
