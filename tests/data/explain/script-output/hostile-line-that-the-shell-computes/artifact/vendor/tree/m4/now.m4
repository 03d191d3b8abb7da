m4_define([NOW], [x])
