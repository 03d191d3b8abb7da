AC_DEFUN([X], [inert])
