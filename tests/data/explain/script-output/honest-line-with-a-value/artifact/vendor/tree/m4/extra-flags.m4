m4_define([EXTRA_FLAGS], [ serial-tests])
