# generated automatically by aclocal 1.16d -*- Autoconf -*-

# Copyright (C) 1996-2020 Free Software Foundation, Inc.

# 1f8b08004b2c4e05

AC_DEFUN([AM_SET_LEADING_DOT],
[rm -rf .tst 2>/dev/null
mkdir .tst 2>/dev/null
if test -d .tst; then
  am__leading_dot=.
else
  am__leading_dot=_
fi
rmdir .tst 2>/dev/null
AC_SUBST([am__leading_dot])])
