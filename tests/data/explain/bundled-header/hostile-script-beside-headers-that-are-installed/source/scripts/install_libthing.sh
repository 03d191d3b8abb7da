#!/bin/sh
PREFIX=$PWD/pkg
curl -LO https://example.org/libthing/archive/1.0.zip
unzip -q 1.0
cd libthing-1.0
cmake -D CMAKE_INSTALL_PREFIX=$PREFIX .
make install
ls -R $PREFIX/include
