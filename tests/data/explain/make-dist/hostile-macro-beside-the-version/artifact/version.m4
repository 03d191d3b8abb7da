m4_define([VERSION_NUMBER], [1.0])
m4_define([AC_OUTPUT], [inert])
