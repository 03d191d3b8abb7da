# generated automatically by aclocal 1.16.5 -*- Autoconf -*-

m4_include([m4/own.m4])
m4_include([m4/libtool.m4])
m4_include([m4/build-to-host.m4])
