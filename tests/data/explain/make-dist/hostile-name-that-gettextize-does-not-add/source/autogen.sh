#! /bin/sh
gettextize --copy --force
autoreconf -i
