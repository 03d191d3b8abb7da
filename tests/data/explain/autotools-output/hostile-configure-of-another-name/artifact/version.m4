m4_define([VERSION_NUMBER], [1.0])
