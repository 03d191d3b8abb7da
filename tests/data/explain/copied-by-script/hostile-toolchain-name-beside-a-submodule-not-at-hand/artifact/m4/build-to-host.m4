# build-to-host.m4 serial 30
AC_DEFUN([gl_BUILD_TO_HOST], [inert])
