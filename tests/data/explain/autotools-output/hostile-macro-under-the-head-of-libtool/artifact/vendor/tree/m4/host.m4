# libtool.m4 - Configure libtool for the host system. -*-Autoconf-*-
#
# This file is free software

# serial 0 LT_INIT

AC_DEFUN([LT_INIT], [])
