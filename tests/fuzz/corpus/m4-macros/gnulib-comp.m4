# comment
AC_DEFUN([gl_EARLY],
[
  m4_pattern_forbid([^gl_[A-Z]])dnl the gnulib macro namespace
  AC_REQUIRE([gl_PROG_AR_RANLIB])
])

AC_DEFUN([gl_INIT], [
  gl_x='a'
])
