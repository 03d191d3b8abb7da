#!/bin/sh
HASH=44a55dee
wget https://example.org/vendor/${HASH}.tar.gz
tar -zxf ./${HASH}.tar.gz --strip-components=1
