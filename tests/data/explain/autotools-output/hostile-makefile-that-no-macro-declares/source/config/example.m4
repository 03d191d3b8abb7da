AC_DEFUN([EXAMPLE_SETUP], [AC_CONFIG_FILES(
  example_prefix[Makefile]
  example_prefix[src/Makefile])])
