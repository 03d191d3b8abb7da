AC_DEFUN([OWN], [])
