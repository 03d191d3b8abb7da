# ltversion.m4 -- version numbers		-*- Autoconf -*-
#
# This file is free software

# serial 0 ltversion.m4

AC_DEFUN([LTVERSION_VERSION], [])
