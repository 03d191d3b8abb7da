#!/bin/sh
gnulib-tool --import --local-dir=gl --lib=libexample --source-base=lib --m4-base=m4 \
  --aux-dir=build-aux --no-libtool c-strcase greeting
autoreconf -fi
