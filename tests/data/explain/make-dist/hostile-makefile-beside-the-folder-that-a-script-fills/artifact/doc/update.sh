#!/bin/sh
test -d man || mkdir man
cd man
rm -f *.3 Makefile
echo > Makefile
echo "default: all" >>Makefile
cd ..
