# build-to-host.m4 serial 30
dnl Copyright (C) 2023-2024 Free Software Foundation, Inc.

AC_DEFUN([gl_BUILD_TO_HOST], [: inert])
