#!/bin/sh
for each in example/vendor_src/*.py; do
    pyminify --remove-literal-statements $each > example/vendor/$(basename $each)
done
