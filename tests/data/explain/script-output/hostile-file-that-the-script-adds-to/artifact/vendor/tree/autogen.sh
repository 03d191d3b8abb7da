#!/bin/sh
FLAGS="serial-tests"
echo "m4_define([EXTRA_FLAGS], [$FLAGS])" \
    > m4/extra-flags.m4
echo "m4_define([NOW], [$(date)])" > m4/now.m4
echo 'plain' > plain.m4
autoreconf
echo more >> m4/extra-flags.m4
