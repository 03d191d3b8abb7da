m4_define([EXTRA_FLAGS], [x])
